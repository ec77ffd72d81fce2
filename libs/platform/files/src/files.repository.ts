import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { notFound } from '#kernel';
import type { PreparedFile, StoredFile } from './stored-file.ts';

export interface FileRow extends Omit<StoredFile, 'name'> {
  readonly nameSealed: Buffer;
  readonly storedAs: string;
  readonly erased: boolean;
}

const COLUMNS = `id, family_id AS "familyId", purpose, encode(sha256, 'hex') AS sha256, size::float8 AS size,
  media_type AS "mediaType", name_sealed AS "nameSealed", stored_as AS "storedAs", status, scan,
  erased_at IS NOT NULL AS erased, created_at AS "createdAt"`;

@Injectable()
export class FilesRepository {
  constructor(private readonly db: Database) {}

  async insert(file: PreparedFile): Promise<FileRow> {
    const by = file.by.kind === 'person' ? file.by.personId : file.by.outboxId;
    const rows = await this.db.manager.query<FileRow[]>(
      `INSERT INTO files (id, family_id, purpose, sha256, size, media_type, name_sealed, stored_as, created_by_kind, created_by,
         content_generation)
       VALUES ($1, $2, $3, decode($4, 'hex'), $5, $6, $7, $8, $9, $10, $11) RETURNING ${COLUMNS}`,
      [
        file.id,
        file.familyId,
        file.purpose,
        file.sha256,
        file.size,
        file.mediaType,
        file.nameSealed,
        file.storedAs,
        file.by.kind,
        by,
        file.generation,
      ],
    );
    return first(rows);
  }

  /** @throws Problem not-found. */
  async get(id: string): Promise<FileRow> {
    return first(await this.db.manager.query<FileRow[]>(`SELECT ${COLUMNS} FROM files WHERE id = $1`, [id]));
  }

  /** Those of `ids` that the person may see, in no particular order. */
  async findMany(ids: readonly string[]): Promise<FileRow[]> {
    return this.db.manager.query<FileRow[]>(
      `SELECT ${COLUMNS} FROM files WHERE id = ANY ($1::uuid[]) AND erased_at IS NULL`,
      [ids],
    );
  }

  /** Those of the family that still have a content, oldest first. */
  async findOfFamily(familyId: string): Promise<FileRow[]> {
    return this.db.manager.query<FileRow[]>(
      `SELECT ${COLUMNS} FROM files WHERE family_id = $1 AND erased_at IS NULL ORDER BY created_at, id`,
      [familyId],
    );
  }

  /** False when the row names another blob by now, or none. */
  async replaceContent(id: string, before: string, after: string, generation: number): Promise<boolean> {
    const [, count] = await this.db.manager.query<[unknown, number]>(
      `UPDATE files SET stored_as = $3, content_generation = $4
       WHERE id = $1 AND stored_as = $2 AND erased_at IS NULL`,
      [id, before, after, generation],
    );
    return count === 1;
  }

  async forget(familyId: string): Promise<number> {
    const [, count] = await this.db.manager.query<[unknown, number]>(
      `UPDATE files SET name_sealed = '', erased_at = app_now() WHERE family_id = $1 AND erased_at IS NULL`,
      [familyId],
    );
    return count;
  }

  /** Those of the branch that hang from no family, but for acts of destruction. Resolves to their ids. */
  async forgetOfBranch(): Promise<string[]> {
    const [rows] = await this.db.manager.query<[{ id: string }[], number]>(
      `UPDATE files SET name_sealed = '', erased_at = app_now()
       WHERE family_id IS NULL AND purpose <> 'destruction-act' AND erased_at IS NULL RETURNING id`,
    );
    return rows.map(({ id }) => id);
  }

  async forgetMany(ids: readonly string[]): Promise<number> {
    const [, count] = await this.db.manager.query<[unknown, number]>(
      `UPDATE files SET name_sealed = '', erased_at = app_now() WHERE id = ANY ($1::uuid[]) AND erased_at IS NULL`,
      [ids],
    );
    return count;
  }

  async findForgottenOf(ids: readonly string[]): Promise<string[]> {
    const rows = await this.db.manager.query<{ storedAs: string }[]>(
      'SELECT stored_as AS "storedAs" FROM files WHERE id = ANY ($1::uuid[]) AND erased_at IS NOT NULL',
      [ids],
    );
    return rows.map(({ storedAs }) => storedAs);
  }

  /** Addresses of blobs whose rows are tombstones. */
  async findForgotten(familyId: string): Promise<string[]> {
    const rows = await this.db.manager.query<{ storedAs: string }[]>(
      'SELECT stored_as AS "storedAs" FROM files WHERE family_id = $1 AND erased_at IS NOT NULL',
      [familyId],
    );
    return rows.map(({ storedAs }) => storedAs);
  }
}

function first(rows: readonly FileRow[]): FileRow {
  const [row] = rows;
  if (row === undefined) throw notFound();
  return row;
}
