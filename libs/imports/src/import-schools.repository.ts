import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { decodeCursor, notFound } from '#kernel';
import type { ImportSchool, ListImportSchools } from './imports.contract.ts';

export interface ImportSchoolRow {
  readonly id: string;
  readonly textHash: Buffer;
  readonly nameSealed: Buffer;
  readonly decision: ImportSchool['decision'];
  readonly authorityId: string | null;
  readonly candidates: readonly string[];
  readonly rows: number;
}

const COLUMNS = `id, text_hash AS "textHash", name_sealed AS "nameSealed", decision, authority_id AS "authorityId",
  candidates, rows`;

@Injectable()
export class ImportSchoolsRepository {
  constructor(private readonly db: Database) {}

  async all(importId: string): Promise<ImportSchoolRow[]> {
    return this.db.manager.query<ImportSchoolRow[]>(`SELECT ${COLUMNS} FROM import_schools WHERE import_id = $1`, [
      importId,
    ]);
  }

  async get(importId: string, id: string): Promise<ImportSchoolRow> {
    const [row] = await this.db.manager.query<ImportSchoolRow[]>(
      `SELECT ${COLUMNS} FROM import_schools WHERE import_id = $1 AND id = $2`,
      [importId, id],
    );
    if (row === undefined) throw notFound();
    return row;
  }

  async findPage(importId: string, { decision, sort, cursor, limit }: ListImportSchools): Promise<ImportSchoolRow[]> {
    const after = decodeCursor(cursor, sort);
    return this.db.manager.query<ImportSchoolRow[]>(
      `SELECT ${COLUMNS} FROM import_schools
       WHERE import_id = $1 AND ($2::text[] IS NULL OR decision = ANY ($2))
         AND ($3::int IS NULL OR (rows, id) < ($3, $4::uuid))
       ORDER BY rows DESC, id DESC LIMIT $5`,
      [importId, decision ?? null, after === null ? null : Number(after.key), after?.id ?? null, limit + 1],
    );
  }

  /** What a person has chosen for a text stays chosen, however often the file is checked. */
  async put(
    importId: string,
    schools: readonly (Omit<ImportSchoolRow, 'id'> & { readonly id: string })[],
  ): Promise<void> {
    for (const school of schools) {
      await this.db.manager.query(
        `INSERT INTO import_schools (import_id, id, text_hash, name_sealed, decision, authority_id, candidates, rows)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (branch_id, import_id, text_hash) DO UPDATE SET rows = excluded.rows,
           decision = CASE WHEN import_schools.decision IN ('chosen', 'none') THEN import_schools.decision
             ELSE excluded.decision END,
           authority_id = CASE WHEN import_schools.decision IN ('chosen', 'none') THEN import_schools.authority_id
             ELSE excluded.authority_id END,
           candidates = excluded.candidates`,
        [
          ...[importId, school.id, school.textHash, school.nameSealed, school.decision],
          ...[school.authorityId, school.candidates, school.rows],
        ],
      );
    }
  }

  async choose(id: string, authorityId: string | null): Promise<void> {
    await this.db.manager.query('UPDATE import_schools SET decision = $2, authority_id = $3 WHERE id = $1', [
      id,
      authorityId === null ? 'none' : 'chosen',
      authorityId,
    ]);
  }

  async clear(importId: string): Promise<void> {
    await this.db.manager.query('DELETE FROM import_schools WHERE import_id = $1', [importId]);
  }
}
