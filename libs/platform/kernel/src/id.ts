import { randomBytes } from 'node:crypto';
import { z } from 'zod';

/** A UUID in its canonical lower-case spelling. */
export const idSchema = z.uuid().meta({ example: '0199c2a4-7b1e-7cc2-9d0f-2a4b6c8d0e1f' });

/**
 * A new UUIDv7: the first 48 bits are milliseconds, so rows written one after another lie one after another in
 * every B-tree, and keyset pages by id are pages by age.
 */
export function newId(): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
