import { Injectable } from '@nestjs/common';
import { Database } from '#database';

export interface MarkRow {
  readonly id: string;
  readonly item: string;
  readonly state: 'done' | 'not_applicable' | 'open';
  readonly noteSealed: Buffer | null;
  readonly markedBy: string;
  readonly markedAt: Date;
  readonly version: number;
}

export interface NewMark extends Pick<MarkRow, 'id' | 'item' | 'state' | 'noteSealed' | 'markedBy'> {
  readonly familyId: string;
  readonly requestId: string;
  readonly messageId: string;
}

const COLUMNS = `id, item, state, note_sealed AS "noteSealed", marked_by AS "markedBy", marked_at AS "markedAt", version`;

@Injectable()
export class ChecklistMarksRepository {
  constructor(private readonly database: Database) {}

  /** Joins. Of one reply. */
  of(requestId: string, messageId: string): Promise<MarkRow[]> {
    return this.database.manager.query<MarkRow[]>(
      `SELECT ${COLUMNS} FROM checklist_marks
        WHERE branch_id = current_branch() AND request_id = $1 AND message_id = $2`,
      [requestId, messageId],
    );
  }

  /** Joins. What was never marked has version 1. Null: it is not at `version` any more. */
  async put(mark: NewMark, version: number): Promise<MarkRow | null> {
    const { id, familyId, requestId, messageId, item, state, noteSealed, markedBy } = mark;
    const rows = await this.database.manager.query<[MarkRow[], number] | MarkRow[]>(
      version === 1
        ? `INSERT INTO checklist_marks (id, family_id, request_id, message_id, item, state, note_sealed, marked_by, version)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::int + 1) ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`
        : `UPDATE checklist_marks SET state = $6, note_sealed = $7, marked_by = $8, marked_at = app_now(), version = version + 1
            WHERE branch_id = current_branch() AND id = $1 AND family_id = $2 AND request_id = $3 AND message_id = $4
              AND item = $5 AND version = $9::int RETURNING ${COLUMNS}`,
      [id, familyId, requestId, messageId, item, state, noteSealed, markedBy, version],
    );
    const [first] = rows;
    return (Array.isArray(first) ? first[0] : first) ?? null;
  }
}
