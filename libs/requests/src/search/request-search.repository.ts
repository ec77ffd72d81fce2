import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { CaseNumberQuery } from './case-number-query.ts';

export interface FoundOfFamily {
  readonly id: string;
  readonly familyId: string;
}

/** Requests by what leads to them, the newest first: ids rise with time. */
@Injectable()
export class RequestSearchRepository {
  constructor(private readonly db: Database) {}

  async findByNumber(
    { prefix, year, sequence }: CaseNumberQuery,
    before: string | null,
    limit: number,
  ): Promise<string[]> {
    const rows = await this.db.manager.query<{ id: string }[]>(
      `SELECT r.id FROM requests r WHERE r.branch_id = (SELECT current_branch()) AND r.case_sequence = $1
         AND ($2::text IS NULL OR split_part(r.case_number, '-', 1) = $2)
         AND ($3::text IS NULL OR split_part(r.case_number, '-', 2) = $3) AND ($4::uuid IS NULL OR r.id < $4)
       ORDER BY r.id DESC LIMIT $5`,
      [sequence, prefix, year, before, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Of the families in the order in which these are given; of `first` only what is older than `before`. */
  async findOfFamilies(
    familyIds: readonly string[],
    before: { readonly familyId: string; readonly id: string } | null,
    limit: number,
  ): Promise<FoundOfFamily[]> {
    return this.db.manager.query<FoundOfFamily[]>(
      `SELECT r.id, r.family_id AS "familyId" FROM unnest($1::uuid[]) WITH ORDINALITY f (id, position)
         JOIN requests r ON r.branch_id = (SELECT current_branch()) AND r.family_id = f.id
       WHERE $2::uuid IS NULL OR r.family_id <> $2 OR r.id < $3::uuid
       ORDER BY f.position, r.id DESC LIMIT $4`,
      [familyIds, before?.familyId ?? null, before?.id ?? null, limit],
    );
  }

  async findToAuthorities(authorityIds: readonly string[], before: string | null, limit: number): Promise<string[]> {
    const rows = await this.db.manager.query<{ id: string }[]>(
      `SELECT r.id FROM unnest($1::uuid[]) a (id), LATERAL (
         SELECT id FROM requests WHERE branch_id = (SELECT current_branch()) AND authority_id = a.id
           AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3) r
       ORDER BY r.id DESC LIMIT $3`,
      [authorityIds, before, limit],
    );
    return rows.map(({ id }) => id);
  }
}
