import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { z } from 'zod';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** One head of one branch as it was seen, signed: a line of the anchors file. */
const anchorSchema = z.strictObject({
  v: z.literal(1),
  at: z.iso.datetime(),
  branchId: z.uuid(),
  number: z.int().positive(),
  /** Of the entry of that number, lower-case hex. */
  hash,
  /** SHA-256 of the line before, so that none can be taken out of the middle. */
  previous: hash,
  /** Ed25519 over the line without this field, base64url. */
  signature: z.string(),
});
export type AnchorLine = z.infer<typeof anchorSchema>;

/** What the first line of a file follows. */
export const FIRST = '00'.repeat(32);

/** PKCS #8 of an Ed25519 key up to its 32 bytes (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** @param seed 32 bytes. */
export function anchorKeys(seed: Buffer): { readonly secret: KeyObject; readonly open: KeyObject } {
  const secret = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  return { secret, open: createPublicKey(secret) };
}

export function signedLine(line: Omit<AnchorLine, 'v' | 'signature'>, secret: KeyObject): string {
  const unsigned = JSON.stringify({ v: 1, ...line });
  const signature = sign(null, Buffer.from(unsigned), secret).toString('base64url');
  return JSON.stringify({ v: 1, ...line, signature });
}

/** Null when it is no anchor, was signed by another key, or was changed. */
export function readLine(text: string, open: KeyObject): AnchorLine | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null; // A line that was cut or typed over says nothing; the caller names its number.
  }
  const line = anchorSchema.safeParse(parsed);
  if (!line.success) return null;
  const { signature, v, at, branchId, number, hash: entry, previous } = line.data;
  const unsigned = JSON.stringify({ v, at, branchId, number, hash: entry, previous });
  return verify(null, Buffer.from(unsigned), open, Buffer.from(signature, 'base64url')) ? line.data : null;
}

export function digestOfLine(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
