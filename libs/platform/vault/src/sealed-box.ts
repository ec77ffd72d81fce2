import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const FORMAT = 1;
const NONCE_AT = 5;
const BODY_AT = 17;
const TAG_BYTES = 16;

/** Thrown without any data in it; the caller knows the place and says so. */
export class BoxRefused extends Error {
  constructor() {
    super('The sealed bytes were refused.');
    this.name = 'BoxRefused';
  }
}

/**
 * AES-256-GCM. Layout: format (1 byte), generation of the key (4 bytes, big-endian), nonce (12), ciphertext, tag (16).
 * `context` is authenticated but not stored: whoever opens must name the same one.
 */
export function sealBox(key: Buffer, generation: number, context: readonly string[], plain: Uint8Array): Buffer {
  const header = Buffer.alloc(BODY_AT);
  header.writeUInt8(FORMAT, 0);
  header.writeUInt32BE(generation, 1);
  randomBytes(12).copy(header, NONCE_AT);
  const cipher = createCipheriv('aes-256-gcm', key, header.subarray(NONCE_AT));
  cipher.setAAD(authenticated(header, context));
  return Buffer.concat([header, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws BoxRefused for another key, context, generation or format, and for damage of any kind. */
export function openBox(key: Buffer, context: readonly string[], sealed: Uint8Array): Buffer {
  const box = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (box.length < BODY_AT + TAG_BYTES || box.readUInt8(0) !== FORMAT) throw new BoxRefused();
  const bodyEnd = box.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(NONCE_AT, BODY_AT), { authTagLength: TAG_BYTES });
  decipher.setAAD(authenticated(box, context));
  decipher.setAuthTag(box.subarray(bodyEnd));
  try {
    return Buffer.concat([decipher.update(box.subarray(BODY_AT, bodyEnd)), decipher.final()]);
  } catch {
    // Node's own error says no more than this one, and its cause must not carry the bytes along.
    throw new BoxRefused();
  }
}

/** The generation of the key that sealed the box. @throws BoxRefused when it is no box. */
export function generationOf(sealed: Uint8Array): number {
  const box = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (box.length < BODY_AT + TAG_BYTES || box.readUInt8(0) !== FORMAT) throw new BoxRefused();
  return box.readUInt32BE(1);
}

/** JSON keeps ["a","bc"] and ["ab","c"] apart, which joining would not. */
function authenticated(box: Buffer, context: readonly string[]): Buffer {
  return Buffer.concat([box.subarray(0, NONCE_AT), Buffer.from(JSON.stringify(context))]);
}
