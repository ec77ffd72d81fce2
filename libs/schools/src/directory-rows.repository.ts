import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { AuthorityColumns } from './authorities.repository.ts';
import type { ReadDirectoryRow } from './directory-row.contract.ts';

/** A row of the page that still needs to be recognised. */
export interface NumberedRow {
  readonly index: number;
  readonly row: ReadDirectoryRow;
}

/** The columns that a page writes, with their types; `kind` and `region_code` only when an entry is made. */
const COLUMNS = {
  shortName: ['short_name', 'text'],
  fullName: ['full_name', 'text'],
  municipality: ['municipality', 'text'],
  inn: ['inn', 'text'],
  ogrn: ['ogrn', 'text'],
  kpp: ['kpp', 'text'],
  postalAddress: ['postal_address', 'text'],
  timeZone: ['time_zone', 'text'],
  headPosition: ['head_position', 'text'],
  headPositionDative: ['head_position_dative', 'text'],
  headName: ['head_name', 'text'],
  headGender: ['head_gender', 'text'],
  headDative: ['head_dative', 'text'],
  licenceNumber: ['licence_number', 'text'],
  licenceIssuedOn: ['licence_issued_on', 'date'],
  licenceStatus: ['licence_status', 'text'],
  status: ['status', 'text'],
} as const satisfies Partial<Record<keyof AuthorityColumns, readonly [string, string]>>;

type Written = Pick<AuthorityColumns, keyof typeof COLUMNS>;

const names = Object.values(COLUMNS).map(([column]) => column);
const shape = Object.entries(COLUMNS).map(([field, [, type]]) => `"${field}" ${type}`);
const values = Object.keys(COLUMNS).map((field) => `g."${field}"`);
const settings = Object.entries(COLUMNS).map(([field, [column]]) => `${column} = g."${field}"`);

/** Reads and writes a page of a thousand entries in one round trip each. */
@Injectable()
export class DirectoryRowsRepository {
  constructor(private readonly db: Database) {}

  /** Two pages of one region wait for each other, so that neither makes an entry that the other is making. */
  async lockRegions(regionCodes: readonly string[]): Promise<void> {
    await this.db.manager.query(
      `SELECT pg_advisory_xact_lock(hashtext('otzyv directory'), hashtext(code))
         FROM (SELECT code FROM unnest($1::text[]) AS code ORDER BY code) AS ordered`,
      [regionCodes],
    );
  }

  /**
   * Ids of the entries that the rows may be about, by their numbers or names. Arrays instead of a join with the page: the
   * planner knows nothing of a page's rows, and looking each value up is right whatever the statistics say.
   */
  async findCandidates(rows: readonly ReadDirectoryRow[]): Promise<string[]> {
    const stated = (values: readonly (string | null | undefined)[]) => [...new Set(values.filter(Boolean))];
    const found = await this.db.manager.query<{ id: string }[]>(
      `WITH keys AS (SELECT ARRAY(SELECT directory_name_key(name) FROM unnest($1::text[]) AS name) AS short,
           ARRAY(SELECT directory_name_key(name) FROM unnest($2::text[]) AS name) AS whole)
       SELECT id FROM authorities WHERE ogrn = ANY ($3)
       UNION SELECT id FROM authorities WHERE inn = ANY ($4)
       UNION SELECT id FROM authorities WHERE short_key = ANY ((SELECT short FROM keys)::text[]) AND region_code = ANY ($5)
       UNION SELECT id FROM authorities WHERE full_key = ANY ((SELECT whole FROM keys)::text[]) AND region_code = ANY ($5)`,
      [
        stated(rows.map(({ shortName }) => shortName)),
        stated(rows.map(({ fullName }) => fullName)),
        stated(rows.map(({ ogrn }) => ogrn)),
        stated(rows.map(({ inn }) => inn)),
        stated(rows.map(({ regionCode }) => regionCode)),
      ],
    );
    return found.map(({ id }) => id);
  }

  async insertMany(entries: readonly (Written & Pick<AuthorityColumns, 'kind' | 'regionCode'> & { id: string })[]) {
    if (entries.length === 0) return;
    await this.db.manager.query(
      `INSERT INTO authorities (id, kind, region_code, ${names.join(', ')})
         SELECT g.id, g.kind, g."regionCode", ${values.join(', ')}
           FROM jsonb_to_recordset($1) AS g(id uuid, kind text, "regionCode" text, ${shape.join(', ')})`,
      [JSON.stringify(entries)],
    );
  }

  /** Ids of those whose version was still the given one. */
  async updateMany(entries: readonly (Written & { id: string; version: number })[]): Promise<Set<string>> {
    if (entries.length === 0) return new Set();
    const [updated] = await this.db.manager.query<[{ id: string }[], number]>(
      `UPDATE authorities a SET ${settings.join(', ')}, version = a.version + 1, updated_at = app_now()
         FROM jsonb_to_recordset($1) AS g(id uuid, version int, ${shape.join(', ')})
         WHERE a.id = g.id AND a.version = g.version RETURNING a.id`,
      [JSON.stringify(entries)],
    );
    return new Set(updated.map(({ id }) => id));
  }
}
