import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { notFound } from '#kernel';
import type { PreparedFile, StoredFile } from './stored-file.ts';

export interface FileRow extends Omit<StoredFile, 'name'> {
  readonly nameSealed: Buffer;
  readonly storedAs: string;
}

const COLUMNS = `id, family_id AS "familyId", purpose, encode(sha256, 'hex') AS sha256, size::float8 AS size,
  media_type AS "mediaType", name_sealed AS "nameSealed", stored_as AS "storedAs", status, scan,
  created_at AS "createdAt"`;

@Injectable()
export class FilesRepository {
  constructor(private readonly db: Database) {}

  async insert(file: PreparedFile): Promise<FileRow> {
    const by = file.by.kind === 'person' ? file.by.personId : file.by.outboxId;
    const rows = await this.db.manager.query<FileRow[]>(
      `INSERT INTO files (id, family_id, purpose, sha256, size, media_type, name_sealed, stored_as, created_by_kind, created_by)
       VALUES ($1, $2, $3, decode($4, 'hex'), $5, $6, $7, $8, $9, $10) RETURNING ${COLUMNS}`,
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
    return this.db.manager.query<FileRow[]>(`SELECT ${COLUMNS} FROM files WHERE id = ANY ($1::uuid[])`, [ids]);
  }
}

function first(rows: readonly FileRow[]): FileRow {
  const [row] = rows;
  if (row === undefined) throw notFound();
  return row;
}
