import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { Position } from '#kernel';
import { type AuthorityQuery, ordinaryNames } from './authority-query.ts';

/** The smaller the rank, the better the entry fits. */
export interface FoundAuthority {
  readonly id: string;
  readonly rank: number;
}

@Injectable()
export class AuthoritySearchRepository {
  constructor(private readonly db: Database) {}

  /**
   * Entries that have every term. First those of the branch's region, then by how near the words are: a name before a
   * settlement before a street, a whole word before a beginning. Without `streets` the rest of the address is not
   * looked at.
   */
  async find(
    { terms, ordinarySchool, ownRegionOnly }: AuthorityQuery,
    after: Position | null,
    limit: number,
    { streets }: { readonly streets: boolean },
  ): Promise<FoundAuthority[]> {
    const parameters: unknown[] = [];
    const given = (value: unknown) => `$${parameters.push(value)}`;
    const parts = terms.map(({ word, from, to, regionCodes }, index) => {
      const between = `word BETWEEN ${given(from)} AND ${given(to)}${streets ? '' : ' AND distance < 2'}`;
      const region = regionCodes.length === 0 ? '' : ` OR a.region_code = ANY (${given(regionCodes)})`;
      return {
        has: `(a.id IN (SELECT authority_id FROM authority_search_words WHERE ${between})${region})`,
        nearness: `CROSS JOIN LATERAL (SELECT coalesce(min(2 * distance + (word <> ${given(word)})::int), 2) AS far
          FROM authority_search_words WHERE authority_id = a.id AND ${between}) t${index}`,
        far: `t${index}.far`,
      };
    });
    const ordinary = () => `4 * (NOT EXISTS (SELECT FROM authority_search_words WHERE authority_id = a.id
      AND word = ANY (${given(ordinaryNames)})))::int`;
    const rank = [
      '1000 * (a.region_code <> (SELECT current_region()))::int',
      ...(ordinarySchool ? [ordinary()] : []),
      ...parts.map(({ far }) => far),
    ];
    const conditions = [
      ...parts.map(({ has }) => has),
      ...(ownRegionOnly ? ['a.region_code = (SELECT current_region())'] : []),
    ];
    return this.db.manager.query<FoundAuthority[]>(
      `SELECT id, rank FROM (SELECT a.id, (${rank.join(' + ')})::int AS rank
         FROM authorities a ${parts.map(({ nearness }) => nearness).join('\n')} WHERE ${conditions.join(' AND ')}) found
       WHERE ${given(after?.key ?? null)}::int IS NULL
         OR (rank, id) > (${given(after?.key ?? null)}::int, ${given(after?.id ?? null)}::uuid)
       ORDER BY rank, id LIMIT ${given(limit)}`,
      parameters,
    );
  }
}
