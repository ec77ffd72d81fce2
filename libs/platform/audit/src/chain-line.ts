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

/** The columns of `audit_entries e` as a ChainLine has them. */
export const CHAIN_LINE_COLUMNS = `branch_id::text AS "branchId", number::float8 AS number, id::text AS id,
      to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, actor_kind AS "actorKind",
      actor_id::text AS "actorId", actor_as AS "actorAs", request_id AS "requestId", action,
      subject_type AS "subjectType", subject_id AS "subjectId", family_id::text AS "familyId", reason,
      details::text AS details, encode(previous_hash, 'hex') AS "previousHash", encode(hash, 'hex') AS hash`;

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
