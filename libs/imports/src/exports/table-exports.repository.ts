import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { notFound } from '#kernel';
import type { TableExport, TableFormat } from './table-exports.contract.ts';

export interface TableExportRow {
  readonly id: string;
  readonly kind: TableExport['kind'];
  readonly format: TableFormat;
  readonly filters: { readonly regionCode?: string };
  readonly status: TableExport['status'];
  readonly rowsTotal: number;
  readonly rowsDone: number;
  readonly errorCode: string | null;
  readonly fileId: string | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly finishedAt: Date | null;
  readonly destroyAfter: Date;
  readonly destroyedAt: Date | null;
}

const COLUMNS = `id, kind, format, filters, status, rows_total AS "rowsTotal", rows_done AS "rowsDone",
  error_code AS "errorCode", file_id AS "fileId", created_at AS "createdAt", created_by AS "createdBy",
  finished_at AS "finishedAt", destroy_after AS "destroyAfter", destroyed_at AS "destroyedAt"`;

@Injectable()
export class TableExportsRepository {
  constructor(private readonly db: Database) {}

  async get(id: string): Promise<TableExportRow> {
    const [row] = await this.db.manager.query<TableExportRow[]>(`SELECT ${COLUMNS} FROM table_exports WHERE id = $1`, [
      id,
    ]);
    if (row === undefined) throw notFound();
    return row;
  }

  async insert(row: Pick<TableExportRow, 'id' | 'kind' | 'format' | 'filters' | 'rowsTotal' | 'createdBy'>) {
    await this.db.manager.query(
      `INSERT INTO table_exports (id, kind, format, filters, rows_total, created_by, destroy_after)
       VALUES ($1, $2, $3, $4, $5, $6, app_now() + interval '3 days')`,
      [row.id, row.kind, row.format, JSON.stringify(row.filters), row.rowsTotal, row.createdBy],
    );
  }

  async addFamilies(id: string, families: readonly { familyId: string; number: number }[]): Promise<void> {
    await this.db.manager.query(
      `INSERT INTO table_export_families (export_id, family_id, number)
       SELECT $1, * FROM unnest($2::uuid[], $3::bigint[])`,
      [id, families.map(({ familyId }) => familyId), families.map(({ number }) => number)],
    );
  }

  async findFamilies(id: string, after: number, limit: number): Promise<{ familyId: string; number: number }[]> {
    const rows = await this.db.manager.query<{ familyId: string; number: string }[]>(
      `SELECT family_id AS "familyId", number FROM table_export_families
       WHERE export_id = $1 AND number > $2 ORDER BY number LIMIT $3`,
      [id, after, limit],
    );
    return rows.map(({ familyId, number }) => ({ familyId, number: Number(number) }));
  }

  async progress(id: string, rowsDone: number): Promise<void> {
    await this.db.manager.query('UPDATE table_exports SET rows_done = $2 WHERE id = $1', [id, rowsDone]);
  }

  async finish(id: string, fileId: string): Promise<void> {
    await this.db.manager.query(
      `UPDATE table_exports SET status = 'done', file_id = $2, rows_done = rows_total, finished_at = app_now()
       WHERE id = $1`,
      [id, fileId],
    );
  }

  async markDestroyed(id: string): Promise<void> {
    await this.db.manager.query('DELETE FROM table_export_families WHERE export_id = $1', [id]);
    await this.db.manager.query(
      'UPDATE table_exports SET destroyed_at = coalesce(destroyed_at, app_now()) WHERE id = $1',
      [id],
    );
  }
}
