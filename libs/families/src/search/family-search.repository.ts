import { Injectable } from '@nestjs/common';
import { Database } from '#database';

/** How a family was found, in the order in which results stand. */
export const FAMILY_MATCHES = ['number', 'phone', 'email', 'document', 'name', 'name-beginning'] as const;
export type FamilyMatch = (typeof FAMILY_MATCHES)[number];

const WHOLE = FAMILY_MATCHES.indexOf('name');

/** The tokens of one typed word. */
export interface WordTokens {
  readonly whole: string;
  readonly beginning: string;
}

/** What a text may mean; names are looked up alone, of the others every part that is there. */
export interface FamilySought {
  readonly number: number | null;
  readonly phone: Buffer | null;
  readonly email: Buffer | null;
  readonly document: Buffer | null;
  readonly words: readonly WordTokens[];
  /** Together with the words: schools of which a child of the family goes to one now. */
  readonly authorityIds: readonly string[] | null;
}

export interface FoundFamily {
  readonly id: string;
  readonly rank: number;
}

export interface IndexedFamily {
  readonly familyId: string;
  readonly tokens: readonly string[];
}

@Injectable()
export class FamilySearchRepository {
  constructor(private readonly db: Database) {}

  /** Makes these the tokens of the families, whatever they had before; one statement for all. */
  async put(families: readonly IndexedFamily[]): Promise<void> {
    const pairs = families.flatMap(({ familyId, tokens }) => tokens.map((token) => [familyId, token] as const));
    await this.db.manager.query(
      `WITH wanted AS (SELECT unnest($1::uuid[]) AS family_id, unnest($2::bigint[]) AS token), gone AS (
         DELETE FROM family_search_tokens t WHERE t.family_id = ANY ($3::uuid[])
           AND NOT EXISTS (SELECT FROM wanted w WHERE w.family_id = t.family_id AND w.token = t.token))
       INSERT INTO family_search_tokens (family_id, token) SELECT family_id, token FROM wanted ON CONFLICT DO NOTHING`,
      [pairs.map(([familyId]) => familyId), pairs.map(([, token]) => token), families.map(({ familyId }) => familyId)],
    );
  }

  /** Families that can still be read, in the order of their ids. */
  async findAfter(id: string | null, limit: number): Promise<string[]> {
    const rows = await this.db.manager.query<{ id: string }[]>(
      `SELECT id FROM families WHERE erased_at IS NULL AND ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT $2`,
      [id, limit],
    );
    return rows.map((row) => row.id);
  }

  /**
   * Rank by rank, in each the newest family first; every part is cut to the page before anything is sorted. Names are
   * looked up in one round trip where no transaction is open; the rest needs one.
   */
  async find(sought: FamilySought, after: FoundFamily | null, limit: number): Promise<FoundFamily[]> {
    if (sought.words.length > 0) return this.findByNames(sought, after, limit);
    const parameters: unknown[] = [];
    const given = (value: unknown) => `$${parameters.push(value)}`;
    const parts: string[] = [];
    const add = (match: FamilyMatch, id: string, from: string, where: () => string) => {
      const rank = FAMILY_MATCHES.indexOf(match);
      if (after !== null && rank < after.rank) return;
      const on = after !== null && rank === after.rank ? ` AND ${id} < ${given(after.id)}::uuid` : '';
      parts.push(
        `(SELECT ${rank} AS rank, ${id} AS id FROM ${from} WHERE ${where()}${on} ORDER BY ${id} DESC LIMIT ${limit})`,
      );
    };
    const { number, phone, email, document } = sought;
    if (number !== null) add('number', 'n.id', 'families n', () => `n.number = ${given(number)}`);
    const contacts = (
      alias: 'p' | 'e',
    ) => `(SELECT family_id, ${alias === 'p' ? 'phone' : 'email'}_index AS value_index FROM guardians
      UNION ALL SELECT family_id, value_index FROM guardian_contacts) ${alias}`;
    if (phone !== null) add('phone', 'p.family_id', contacts('p'), () => `p.value_index = ${given(phone)}`);
    if (email !== null) add('email', 'e.family_id', contacts('e'), () => `e.value_index = ${given(email)}`);
    if (document !== null) add('document', 'd.family_id', 'guardians d', () => `d.document_index = ${given(document)}`);
    if (parts.length === 0) return [];
    return this.db.manager.query<FoundFamily[]>(
      `SELECT min(m.rank)::int AS rank, f.id FROM (${parts.join(' UNION ALL ')}) m
         JOIN families f ON f.branch_id = (SELECT current_branch()) AND f.id = m.id AND f.erased_at IS NULL
       GROUP BY f.id ORDER BY 1, f.id DESC LIMIT ${limit}`,
      parameters,
    );
  }

  private async findByNames(
    { words, authorityIds }: FamilySought,
    after: FoundFamily | null,
    limit: number,
  ): Promise<FoundFamily[]> {
    const parameters = [
      words.map(({ whole }) => whole),
      words.map(({ beginning }) => beginning),
      after === null ? 0 : Math.max(0, after.rank - WHOLE),
      after?.id ?? null,
      limit,
    ];
    const found = this.db.isOpen
      ? await this.db.manager.query<FoundFamily[]>(
          'SELECT rank, id FROM find_families_by_names($1, $2, $3, $4, $5, $6)',
          [...parameters, authorityIds],
        )
      : await this.db.readInBranch<FoundFamily>(
          'SELECT rank, id FROM enter_and_find_families($1, $2, $3, $4, $5, $6, $7, $8)',
          [...parameters, authorityIds],
        );
    return found.map(({ rank, id }) => ({ rank: rank + WHOLE, id }));
  }
}
