import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { decodeCursor } from '#kernel';
import type { Preview, RowResult } from './imports.contract.ts';

/** What became of one line of the file. */
export interface RowOutcome {
  readonly line: number;
  readonly result: RowResult;
  readonly reasons: readonly string[];
  readonly subjectId?: string | null;
}

export interface NewSubject {
  readonly id: string;
  readonly familyId: string | null;
  readonly authorityId: string | null;
  readonly number: number | null;
  readonly action: 'created' | 'updated' | 'known';
  readonly version: number;
}

export interface ResultRow {
  readonly line: number;
  readonly result: RowResult;
  readonly reasons: readonly string[];
  readonly number: string | null;
  readonly undone: string | null;
}

@Injectable()
export class ImportRowsRepository {
  constructor(private readonly db: Database) {}

  async clear(importId: string): Promise<void> {
    await this.db.manager.query('DELETE FROM import_rows WHERE import_id = $1', [importId]);
  }

  /** Writes each line once; a line that is there gets its new result. */
  async put(importId: string, rows: readonly RowOutcome[]): Promise<void> {
    if (rows.length === 0) return;
    await this.db.manager.query(
      `INSERT INTO import_rows (import_id, line, result, reasons, subject_id)
       SELECT $1, line, result, string_to_array(reasons, ' '), subject
       FROM unnest($2::int[], $3::text[], $4::text[], $5::uuid[]) AS given (line, result, reasons, subject)
       ON CONFLICT (branch_id, import_id, line) DO UPDATE
         SET result = excluded.result, reasons = excluded.reasons,
           subject_id = coalesce(excluded.subject_id, import_rows.subject_id)`,
      [
        importId,
        rows.map(({ line }) => line),
        rows.map(({ result }) => result),
        rows.map(({ reasons }) => reasons.join(' ')),
        rows.map(({ subjectId }) => subjectId ?? null),
      ],
    );
  }

  async addSubjects(importId: string, subjects: readonly NewSubject[]): Promise<void> {
    if (subjects.length === 0) return;
    await this.db.manager.query(
      `INSERT INTO import_subjects (import_id, id, family_id, authority_id, number, action, subject_version)
       SELECT $1, * FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::text[], $7::int[])`,
      [
        importId,
        subjects.map(({ id }) => id),
        subjects.map(({ familyId }) => familyId),
        subjects.map(({ authorityId }) => authorityId),
        subjects.map(({ number }) => number),
        subjects.map(({ action }) => action),
        subjects.map(({ version }) => version),
      ],
    );
  }

  /** A family that this import made and then added to: what it left behind is the newest version. */
  async raiseVersions(importId: string, subjects: readonly { familyId: string; version: number }[]): Promise<string[]> {
    if (subjects.length === 0) return [];
    const [rows] = await this.db.manager.query<[{ familyId: string }[], number]>(
      `UPDATE import_subjects s SET subject_version = given.version
       FROM unnest($2::uuid[], $3::int[]) AS given (family, version)
       WHERE s.import_id = $1 AND s.family_id = given.family AND s.action = 'created'
       RETURNING s.family_id AS "familyId"`,
      [importId, subjects.map(({ familyId }) => familyId), subjects.map(({ version }) => version)],
    );
    return rows.map(({ familyId }) => familyId);
  }

  /** Which of these lines are settled: a run that goes on or begins anew leaves them. */
  async findSettled(importId: string, first: number, last: number): Promise<Set<number>> {
    const rows = await this.db.manager.query<{ line: number }[]>(
      `SELECT line FROM import_rows WHERE import_id = $1 AND line BETWEEN $2 AND $3
         AND result IN ('created', 'updated', 'unchanged')`,
      [importId, first, last],
    );
    return new Set(rows.map(({ line }) => line));
  }

  async tally(importId: string): Promise<Record<string, number>> {
    const rows = await this.db.manager.query<{ result: string; count: string }[]>(
      'SELECT result, count(*) FROM import_rows WHERE import_id = $1 GROUP BY result ORDER BY result',
      [importId],
    );
    return Object.fromEntries(rows.map(({ result, count }) => [result, Number(count)]));
  }

  async findPage(importId: string, { result, sort, cursor, limit }: Preview): Promise<ResultRow[]> {
    const after = decodeCursor(cursor, sort);
    return this.findAfter(importId, after === null ? 0 : Number(after.key), limit + 1, result);
  }

  async findAfter(importId: string, line: number, limit: number, results?: readonly RowResult[]): Promise<ResultRow[]> {
    return this.db.manager.query<ResultRow[]>(
      `SELECT r.line, r.result, r.reasons, s.number::text AS number, s.undone
       FROM import_rows r LEFT JOIN import_subjects s ON s.branch_id = r.branch_id AND s.id = r.subject_id
       WHERE r.import_id = $1 AND r.line > $2 AND ($3::text[] IS NULL OR r.result = ANY ($3))
       ORDER BY r.line LIMIT $4`,
      [importId, line, results ?? null, limit],
    );
  }
}
