import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { SealedPlace } from '#vault';

const receivedSchema = z.object({
  /** What kind of address it came to; what comes to the bounce address is a machine's. */
  arrivedAt: z.enum(['reply', 'bounce', 'inbox']),
  envelopeFrom: z.string(),
  remoteAddress: z.string(),
});

/** A mail as it came in, with what the other server said beside it. */
export type ReceivedMail = z.output<typeof receivedSchema> & { readonly raw: Buffer };

/** One line of JSON, then the mail untouched: sealed as one, since the envelope is as personal as the letter. */
export function packReceived({ raw, ...beside }: ReceivedMail): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify(receivedSchema.parse(beside))}\n`), raw]);
}

export function unpackReceived(packed: Buffer): ReceivedMail {
  const end = packed.indexOf('\n');
  return { ...receivedSchema.parse(JSON.parse(packed.toString('utf8', 0, end))), raw: packed.subarray(end + 1) };
}

export function receivedPlace(inboundMailId: string): SealedPlace {
  return { table: 'inbound_mails', column: 'raw', row: inboundMailId };
}

/**
 * The same for the same bytes to the same address, so that a mail sent again because our 250 was lost is one mail.
 * A UUID of version 8 (RFC 9562).
 */
export function inboundMailId(tokenHash: Buffer, raw: Buffer): string {
  const bytes = createHash('sha256').update(tokenHash).update(raw).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
