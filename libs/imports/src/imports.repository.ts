import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { sortOf } from '#http';
import { decodeCursor, notFound } from '#kernel';
import type { ImportKind, ImportSource, ImportStatus, ListImports } from './imports.contract.ts';

export interface ImportRow {
  readonly id: string;
  readonly kind: ImportKind;
  readonly status: ImportStatus;
  readonly source: ImportSource;
  readonly fileId: string;
  readonly shapeSealed: Buffer;
  readonly settingsSealed: Buffer;
  readonly rowsTotal: number | null;
  readonly rowsDone: number;
  readonly position: number;
  readonly tally: Readonly<Record<string, number>>;
  readonly run: number;
  readonly version: number;
  readonly errorCode: string | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly destroyAfter: Date;
  readonly destroyedAt: Date | null;
  /** `createdAt` to the microsecond: it cuts the page. */
  readonly key: string;
}

const COLUMNS = `id, kind, status, source, file_id AS "fileId", shape_sealed AS "shapeSealed",
  settings_sealed AS "settingsSealed", rows_total AS "rowsTotal", rows_done AS "rowsDone", position, tally, run, version,
  error_code AS "errorCode", created_at AS "createdAt", created_by AS "createdBy", started_at AS "startedAt",
  finished_at AS "finishedAt", destroy_after AS "destroyAfter", destroyed_at AS "destroyedAt", created_at::text AS key`;

/** What a change of state sets, in the names of the columns. */
export interface ImportChange {
  readonly status?: ImportStatus;
  readonly settingsSealed?: Buffer;
  readonly shapeSealed?: Buffer;
  readonly rowsTotal?: number | null;
  readonly rowsDone?: number;
  readonly position?: number;
  readonly tally?: Readonly<Record<string, number>>;
  readonly errorCode?: string | null;
}

@Injectable()
export class ImportsRepository {
  constructor(private readonly db: Database) {}

  async get(id: string): Promise<ImportRow> {
    return this.one(`SELECT ${COLUMNS} FROM imports WHERE id = $1`, [id]);
  }

  /** Locks the row, so that states change one after another and a page is written in the state it was begun in. */
  async lock(id: string): Promise<ImportRow> {
    return this.one(`SELECT ${COLUMNS} FROM imports WHERE id = $1 FOR UPDATE`, [id]);
  }

  async findPage({ kind, status, sort, cursor, limit }: ListImports): Promise<ImportRow[]> {
    const [than, order] = sortOf(sort).descending ? ['<', 'DESC'] : ['>', 'ASC'];
    const after = decodeCursor(cursor, sort);
    return this.db.manager.query<ImportRow[]>(
      `SELECT ${COLUMNS} FROM imports
       WHERE ($1::text[] IS NULL OR kind = ANY ($1)) AND ($2::text[] IS NULL OR status = ANY ($2))
         AND ($3::timestamptz IS NULL OR (created_at, id) ${than} ($3, $4::uuid))
       ORDER BY created_at ${order}, id ${order} LIMIT $5`,
      [kind ?? null, status ?? null, after?.key ?? null, after?.id ?? null, limit + 1],
    );
  }

  async insert(
    row: Pick<ImportRow, 'id' | 'kind' | 'source' | 'fileId' | 'shapeSealed' | 'settingsSealed' | 'createdBy'>,
  ) {
    await this.db.manager.query(
      `INSERT INTO imports (id, kind, source, file_id, shape_sealed, settings_sealed, created_by, run, destroy_after)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 1, app_now() + interval '30 days')`,
      [row.id, row.kind, row.source, row.fileId, row.shapeSealed, row.settingsSealed, row.createdBy],
    );
  }

  /** Ends whatever order was in force and gives the next its number. */
  async advance(id: string, change: ImportChange & { readonly status: ImportStatus }): Promise<ImportRow> {
    return this.set(id, change, `, run = run + 1, version = version + 1`);
  }

  async change(id: string, change: ImportChange): Promise<ImportRow> {
    return this.set(id, change, ', version = version + 1');
  }

  /** Progress of the order in force; not a new version, which would spoil everybody's ETag with every page. */
  async progress(id: string, change: ImportChange): Promise<void> {
    await this.set(id, change, '');
  }

  async markDestroyed(id: string): Promise<void> {
    await this.db.manager.query(
      `UPDATE imports SET shape_sealed = '', settings_sealed = '', destroyed_at = app_now(), version = version + 1
       WHERE id = $1 AND destroyed_at IS NULL`,
      [id],
    );
  }

  private async set(id: string, change: ImportChange, also: string): Promise<ImportRow> {
    const entries = Object.entries(change).filter(([, value]) => value !== undefined);
    const sets = entries.map(([name], index) => `${COLUMN_OF[name as keyof ImportChange]} = $${index + 2}`);
    const { status } = change;
    if (status !== undefined) {
      if (status === 'running') sets.push('started_at = coalesce(started_at, app_now())');
      const over = ['done', 'cancelled', 'failed', 'undone'].includes(status);
      sets.push(`finished_at = ${over ? 'app_now()' : 'NULL'}`);
    }
    const values = entries.map(([name, value]): unknown => (name === 'tally' ? JSON.stringify(value) : value));
    const [rows] = await this.db.manager.query<[ImportRow[], number]>(
      `UPDATE imports SET ${sets.join(', ')}${also} WHERE id = $1::uuid RETURNING ${COLUMNS}`,
      [id, ...values],
    );
    if (rows[0] === undefined) throw notFound();
    return rows[0];
  }

  private async one(sql: string, parameters: readonly unknown[]): Promise<ImportRow> {
    const [row] = await this.db.manager.query<ImportRow[]>(sql, [...parameters]);
    if (row === undefined) throw notFound();
    return row;
  }
}

const COLUMN_OF: Readonly<Record<keyof ImportChange, string>> = {
  status: 'status',
  settingsSealed: 'settings_sealed',
  shapeSealed: 'shape_sealed',
  rowsTotal: 'rows_total',
  rowsDone: 'rows_done',
  position: 'position',
  tally: 'tally',
  errorCode: 'error_code',
};
