import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits in 43 characters that fit into an address. */
export function newSecretToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of such a token. It has too many bits to be guessed, so a slow hash would protect nothing more. */
export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
