import { createHash } from 'node:crypto';
import type { KeyOwner, SealedPlace } from '#vault';

/** What the database knows a reply address by: whoever reads the table cannot write to a thread. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}

export function tokenPlace(threadId: string): SealedPlace {
  return { table: 'threads', column: 'reply_token', row: threadId };
}

export function tokenOwner(familyId: string): KeyOwner {
  return { kind: 'family', familyId };
}
