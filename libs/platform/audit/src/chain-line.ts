import { createHash } from 'node:crypto';

/** One stored entry, every column as text: what is hashed is what is stored, not what a driver makes of it. */
export interface ChainLine {
  readonly branchId: string;
  readonly number: number;
  readonly id: string;
  /** UTC with microseconds: 2026-11-24T09:00:00.000000Z. */
  readonly at: string;
  readonly actorKind: string;
  readonly actorId: string;
  readonly actorAs: string;
  readonly requestId: string | null;
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly familyId: string | null;
  readonly reason: string | null;
  readonly details: string;
  /** Lower-case hex. */
  readonly previousHash: string;
  readonly hash: string;
}

/** What the first entry of a branch follows. */
export const GENESIS = '00'.repeat(32);

/** The hash that the line should have, as hex; written here a second time so that the database is not its own judge. */
export function hashOf(line: ChainLine, number = line.number): string {
  const fields = [
    line.branchId,
    String(number),
    line.id,
    line.at,
    line.actorKind,
    line.actorId,
    line.actorAs,
    line.requestId,
    line.action,
    line.subjectType,
    line.subjectId,
    line.familyId,
    line.reason,
    line.details,
    line.previousHash,
  ];
  const text = fields.map((value) => (value === null ? '-,' : `${Buffer.byteLength(value)}:${value},`)).join('');
  return createHash('sha256').update(`otzyv audit 1${text}`).digest('hex');
}
