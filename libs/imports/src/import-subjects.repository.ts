import { Injectable } from '@nestjs/common';
import { Database } from '#database';

export interface SubjectRow {
  readonly id: string;
  readonly familyId: string | null;
  readonly authorityId: string | null;
  readonly action: 'created' | 'updated' | 'known';
  readonly version: number;
}

export type Undone = 'removed' | 'touched' | 'in-use' | 'kept';

/** What an undo works through. */
@Injectable()
export class ImportSubjectsRepository {
  constructor(private readonly db: Database) {}

  async findNotUndone(importId: string, limit: number): Promise<SubjectRow[]> {
    return this.db.manager.query<SubjectRow[]>(
      `SELECT id, family_id AS "familyId", authority_id AS "authorityId", action, subject_version AS version
       FROM import_subjects WHERE import_id = $1 AND undone IS NULL ORDER BY id LIMIT $2`,
      [importId, limit],
    );
  }

  async markUndone(marks: readonly { readonly id: string; readonly undone: Undone }[]): Promise<void> {
    if (marks.length === 0) return;
    await this.db.manager.query(
      `UPDATE import_subjects s SET undone = given.undone
       FROM unnest($1::uuid[], $2::text[]) AS given (id, undone) WHERE s.id = given.id`,
      [marks.map(({ id }) => id), marks.map(({ undone }) => undone)],
    );
  }

  async tallyUndone(importId: string): Promise<Record<string, number>> {
    const rows = await this.db.manager.query<{ undone: string; count: string }[]>(
      `SELECT undone, count(*) FROM import_subjects WHERE import_id = $1 AND undone IS NOT NULL GROUP BY undone`,
      [importId],
    );
    return Object.fromEntries(rows.map(({ undone, count }) => [`undo-${undone}`, Number(count)]));
  }
}
