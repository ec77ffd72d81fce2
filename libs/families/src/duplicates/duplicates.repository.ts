import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { Position } from '#kernel';
import type { DuplicatePair } from './duplicates.contract.ts';

export interface PairRow {
  readonly older: string;
  readonly younger: string;
  readonly olderNumber: string;
  readonly youngerNumber: string;
  readonly olderInitials: Buffer;
  readonly youngerInitials: Buffer;
  readonly matched: DuplicatePair['matched'];
}

/** Rows of one blind index of two families: why, table, column. */
const SOURCES = [
  ['child', 'children', 'person_index'],
  ['document', 'guardians', 'document_index'],
  ['phone', 'guardians', 'phone_index'],
  ['email', 'guardians', 'email_index'],
] as const;

@Injectable()
export class DuplicatesRepository {
  constructor(private readonly db: Database) {}

  /** Pairs of which the person may see both, in the order of the numbers. */
  async findPairs(after: Position | null, limit: number): Promise<PairRow[]> {
    const joins = SOURCES.map(
      ([why, table, column]) =>
        `SELECT '${why}' AS why, a.family_id AS one, b.family_id AS other FROM ${table} a
         JOIN ${table} b ON b.branch_id = a.branch_id AND b.${column} = a.${column} AND b.family_id <> a.family_id`,
    );
    const [first, second] = after === null ? [null, null] : after.key.split(' ');
    return this.db.manager.query<PairRow[]>(
      `SELECT x.id AS older, y.id AS younger, x.number AS "olderNumber", y.number AS "youngerNumber",
         x.initials_sealed AS "olderInitials", y.initials_sealed AS "youngerInitials",
         array_agg(DISTINCT pair.why ORDER BY pair.why) AS matched
       FROM (${joins.join(' UNION ')}) pair
         JOIN families x ON x.id = pair.one AND x.status IN ('open', 'closed') AND x.erased_at IS NULL
         JOIN families y ON y.id = pair.other AND y.status IN ('open', 'closed') AND y.erased_at IS NULL
       WHERE x.number < y.number AND ($1::bigint IS NULL OR (x.number, y.number) > ($1::bigint, $2::bigint))
       GROUP BY x.id, y.id, x.number, y.number, x.initials_sealed, y.initials_sealed
       ORDER BY x.number, y.number LIMIT $3`,
      [first, second, limit + 1],
    );
  }
}
