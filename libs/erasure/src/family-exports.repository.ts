import { Injectable } from '@nestjs/common';
import { Database } from '#database';

export interface FamilyExportRow {
  readonly familyId: string;
  readonly fileId: string | null;
  readonly partFileIds: readonly string[];
  readonly createdAt: Date;
}

@Injectable()
export class FamilyExportsRepository {
  constructor(private readonly db: Database) {}

  async insert(id: string, familyId: string, by: string): Promise<void> {
    await this.db.manager.query('INSERT INTO family_exports (id, family_id, requested_by) VALUES ($1, $2, $3)', [
      id,
      familyId,
      by,
    ]);
  }

  async find(id: string): Promise<FamilyExportRow | null> {
    const rows = await this.db.manager.query<FamilyExportRow[]>(
      `SELECT family_id AS "familyId", file_id AS "fileId",
         part_file_ids AS "partFileIds", created_at AS "createdAt" FROM family_exports WHERE id = $1`,
      [id],
    );
    return rows[0] ?? null;
  }

  /** @param fileIds of all parts, the one with the rows first. */
  async markReady(id: string, fileIds: readonly string[]): Promise<void> {
    await this.db.manager.query(
      `UPDATE family_exports SET file_id = $2, part_file_ids = $3, finished_at = app_now()
       WHERE id = $1 AND file_id IS NULL`,
      [id, fileIds[0], fileIds],
    );
  }
}
