import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { derivedFamilyTables, familyTables } from './family-tables.ts';
import { sealedColumns } from './sealed-columns.ts';

export interface SealedValue {
  readonly table: string;
  readonly column: string;
  readonly place: string;
  readonly row: string;
  readonly box: Buffer;
}

/** Reads and empties the rows of a family in every table, by the two lists of this room. */
@Injectable()
export class FamilyDataRepository {
  constructor(private readonly db: Database) {}

  async count(familyId: string): Promise<Map<string, number>> {
    const counts = familyTables.map(
      ({ table, familyColumn }) =>
        `SELECT '${table}' AS name, count(*)::int AS rows FROM ${table} WHERE ${familyColumn} = $1`,
    );
    const rows = await this.db.manager.query<{ name: string; rows: number }[]>(counts.join(' UNION ALL '), [familyId]);
    return new Map(rows.map(({ name, rows: count }) => [name, count]));
  }

  async countFiles(familyId: string): Promise<{ count: number; bytes: number }> {
    const rows = await this.db.manager.query<{ count: number; bytes: number }[]>(
      `SELECT count(*)::int AS count, coalesce(sum(size), 0)::float8 AS bytes FROM files
       WHERE family_id = $1 AND erased_at IS NULL`,
      [familyId],
    );
    return rows[0] ?? { count: 0, bytes: 0 };
  }

  async hasMessageOnItsWay(familyId: string): Promise<boolean> {
    const rows = await this.db.manager.query<unknown[]>(
      `SELECT FROM messages WHERE family_id = $1 AND state IN ('queued', 'sending', 'unknown') LIMIT 1`,
      [familyId],
    );
    return rows.length > 0;
  }

  /** The rows as they are, sealed columns left out. */
  async rowsOf(familyId: string): Promise<Record<string, Record<string, unknown>[]>> {
    const found: Record<string, Record<string, unknown>[]> = {};
    for (const { table, familyColumn } of familyTables) {
      const rows = await this.db.manager.query<{ row: Record<string, unknown> }[]>(
        `SELECT to_jsonb(t) AS row FROM ${table} t WHERE ${familyColumn} = $1`,
        [familyId],
      );
      found[table] = rows.map(({ row }) =>
        Object.fromEntries(Object.entries(row).filter(([name]) => !/_(sealed|index|hash)$/.test(name))),
      );
    }
    return found;
  }

  async sealedOf(familyId: string): Promise<SealedValue[]> {
    const values: SealedValue[] = [];
    for (const { table, column, place, row, owner } of sealedColumns) {
      if (typeof owner !== 'object' || table === 'files') continue;
      const rows = await this.db.manager.query<{ row: string; box: Buffer }[]>(
        `SELECT ${row} AS row, ${column} AS box FROM ${table}
         WHERE ${owner.familyColumn} = $1 AND octet_length(${column}) > 0`,
        [familyId],
      );
      values.push(...rows.map((found) => ({ table, column, place, ...found })));
    }
    return values;
  }

  /** All boxes of the family, names of files too, their rows locked. */
  async lockSealedOf(familyId: string): Promise<SealedValue[]> {
    const values: SealedValue[] = [];
    for (const { table, column, place, row, owner } of sealedColumns) {
      if (typeof owner !== 'object') continue;
      const rows = await this.db.manager.query<{ row: string; box: Buffer }[]>(
        `SELECT ${row} AS row, ${column} AS box FROM ${table}
         WHERE ${owner.familyColumn} = $1 AND octet_length(${column}) > 0 FOR UPDATE`,
        [familyId],
      );
      values.push(...rows.map((found) => ({ table, column, place, ...found })));
    }
    return values;
  }

  async reseal({ table, column, row, box }: SealedValue, sealed: Buffer): Promise<void> {
    const key = sealedColumns.find((one) => one.table === table && one.column === column)?.row ?? 'id';
    await this.db.manager.query(`UPDATE ${table} SET ${column} = $3 WHERE ${key} = $1 AND ${column} = $2`, [
      row,
      box,
      sealed,
    ]);
  }

  /** Empties what the list says, deletes what only repeats it, and drops mail that has not been recorded yet. */
  async empty(familyId: string): Promise<void> {
    await this.db.manager.query(
      'DELETE FROM inbound_mails WHERE thread_id IN (SELECT id FROM threads WHERE family_id = $1)',
      [familyId],
    );
    for (const table of derivedFamilyTables) {
      await this.db.manager.query(`DELETE FROM ${table} WHERE family_id = $1`, [familyId]);
    }
    for (const { table, familyColumn, empty } of familyTables) {
      if (empty !== null) {
        await this.db.manager.query(`UPDATE ${table} SET ${empty} WHERE ${familyColumn} = $1`, [familyId]);
      }
    }
  }

  async keptAnswers(): Promise<{ id: string; answerSealed: Buffer }[]> {
    return this.db.manager.query(
      'SELECT id, answer_sealed AS "answerSealed" FROM idempotency_keys WHERE answer_sealed IS NOT NULL',
    );
  }

  async forgetAnswers(ids: readonly string[]): Promise<void> {
    await this.db.manager.query('DELETE FROM idempotency_keys WHERE id = ANY ($1::uuid[])', [ids]);
  }
}
