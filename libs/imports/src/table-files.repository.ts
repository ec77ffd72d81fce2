import { Injectable } from '@nestjs/common';
import { Database } from '#database';

@Injectable()
export class TableFilesRepository {
  constructor(private readonly db: Database) {}

  async findImports(familyId: string): Promise<string[]> {
    return this.ids(
      `SELECT DISTINCT i.id FROM imports i JOIN import_subjects s ON s.branch_id = i.branch_id AND s.import_id = i.id
       WHERE s.family_id = $1 AND i.destroyed_at IS NULL`,
      familyId,
    );
  }

  async findExports(familyId: string): Promise<string[]> {
    return this.ids(
      `SELECT e.id FROM table_exports e JOIN table_export_families f ON f.branch_id = e.branch_id AND f.export_id = e.id
       WHERE f.family_id = $1 AND e.destroyed_at IS NULL`,
      familyId,
    );
  }

  private async ids(sql: string, familyId: string): Promise<string[]> {
    const rows = await this.db.manager.query<{ id: string }[]>(sql, [familyId]);
    return rows.map(({ id }) => id);
  }
}
