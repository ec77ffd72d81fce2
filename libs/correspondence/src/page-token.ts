import { createHash, randomBytes } from 'node:crypto';

/** 128 bits, printed in the QR code of each page of one letter and nowhere else. */
export function newPageToken(): string {
  return randomBytes(16).toString('base64url');
}

export function hashPageToken(token: string): Buffer {
  return createHash('sha256').update(`page:${token}`).digest();
}
