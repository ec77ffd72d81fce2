import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { sortOf } from '#http';
import { decodeCursor, notFound } from '#kernel';
import type { ListNotes, NoteVisibility } from './notes.contract.ts';

export interface NoteRow {
  readonly id: string;
  readonly familyId: string;
  readonly authorId: string;
  readonly visibility: NoteVisibility;
  readonly textSealed: Buffer;
  readonly pinned: boolean;
  readonly version: number;
  readonly createdAt: Date;
  readonly editedAt: Date | null;
  readonly key: string;
}

export interface NoteVersionRow {
  readonly id: string;
  readonly version: number;
  readonly visibility: NoteVisibility;
  readonly textSealed: Buffer;
  readonly replacedBy: string;
  readonly replacedAt: Date;
}

const COLUMNS = `id, family_id AS "familyId", author_id AS "authorId", visibility, text_sealed AS "textSealed", pinned,
  version, created_at AS "createdAt", edited_at AS "editedAt", created_at::text AS key`;

/** The policies of the table show a note to those only who may see it. */
@Injectable()
export class NotesRepository {
  constructor(private readonly db: Database) {}

  async findPage(familyId: string, { pinned, sort, cursor, limit }: ListNotes): Promise<NoteRow[]> {
    const [than, order] = sortOf(sort).descending ? ['<', 'DESC'] : ['>', 'ASC'];
    const after = decodeCursor(cursor, sort);
    return this.db.manager.query<NoteRow[]>(
      `SELECT ${COLUMNS} FROM family_notes WHERE family_id = $1 AND ($2::boolean IS NULL OR pinned = $2)
         AND ($3::timestamptz IS NULL OR (created_at, id) ${than} ($3::timestamptz, $4::uuid))
       ORDER BY created_at ${order}, id ${order} LIMIT $5`,
      [familyId, pinned ?? null, after?.key ?? null, after?.id ?? null, limit + 1],
    );
  }

  /** Those of the family that the caller may see, for a hand-over. */
  async findOf(familyId: string): Promise<NoteRow[]> {
    return this.db.manager.query<NoteRow[]>(
      `SELECT ${COLUMNS} FROM family_notes WHERE family_id = $1 ORDER BY created_at, id`,
      [familyId],
    );
  }

  /** @throws Problem not-found. */
  async get(familyId: string, id: string): Promise<NoteRow> {
    const rows = await this.db.manager.query<NoteRow[]>(
      `SELECT ${COLUMNS} FROM family_notes WHERE family_id = $1 AND id = $2`,
      [familyId, id],
    );
    if (rows[0] === undefined) throw notFound();
    return rows[0];
  }

  async insert(row: Pick<NoteRow, 'id' | 'familyId' | 'authorId' | 'visibility' | 'textSealed' | 'pinned'>) {
    await this.db.manager.query(
      `INSERT INTO family_notes (id, family_id, author_id, visibility, text_sealed, pinned)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [row.id, row.familyId, row.authorId, row.visibility, row.textSealed, row.pinned],
    );
  }

  /** False when the version is another one, or the caller is not the author. */
  async update({ id, familyId, version, visibility, textSealed, pinned }: NoteRow): Promise<boolean> {
    const [, count] = await this.db.manager.query<[unknown[], number]>(
      `UPDATE family_notes SET visibility = $4, text_sealed = $5, pinned = $6, version = version + 1,
         edited_at = app_now() WHERE family_id = $1 AND id = $2 AND version = $3`,
      [familyId, id, version, visibility, textSealed, pinned],
    );
    return count === 1;
  }

  async insertVersion(
    note: NoteRow,
    { id, textSealed, replacedBy }: Omit<NoteVersionRow, 'version' | 'visibility' | 'replacedAt'>,
  ) {
    await this.db.manager.query(
      `INSERT INTO family_note_versions (id, family_id, note_id, version, text_sealed, visibility, replaced_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [id, note.familyId, note.id, note.version, textSealed, note.visibility, replacedBy],
    );
  }

  /** The newest first. */
  async findVersions(familyId: string, noteId: string): Promise<NoteVersionRow[]> {
    return this.db.manager.query<NoteVersionRow[]>(
      `SELECT id, version, visibility, text_sealed AS "textSealed", replaced_by AS "replacedBy",
         replaced_at AS "replacedAt" FROM family_note_versions WHERE family_id = $1 AND note_id = $2
       ORDER BY version DESC`,
      [familyId, noteId],
    );
  }

  /** False when there is none, or it is not the caller's. Its versions go with it. */
  async delete(familyId: string, id: string): Promise<boolean> {
    const [, count] = await this.db.manager.query<[unknown[], number]>(
      'DELETE FROM family_notes WHERE family_id = $1 AND id = $2',
      [familyId, id],
    );
    return count === 1;
  }
}
