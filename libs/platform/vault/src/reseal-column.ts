import type { Client } from 'pg';
import type { KeyOwner } from './key-owner.ts';
import type { Keyring } from './keyring.ts';
import type { SealedColumn } from './sealed-column.ts';

export interface Resealing {
  /** The keys of the branch and of these families. */
  readonly ring: (familyIds: readonly string[]) => Promise<Keyring>;
  readonly step: () => Promise<void>;
  readonly batch: number;
}

interface BoxRow {
  readonly row: string;
  readonly family: string | null;
  readonly box: Buffer;
}

/**
 * Seals again, under the newest key of its owner, every box of a column that lies under an older one. An empty column
 * is a tombstone, and a family without a living key is erased: both are left as they are.
 */
export async function resealColumn(
  client: Client,
  branchId: string,
  column: SealedColumn,
  { ring, step, batch }: Resealing,
): Promise<number> {
  const { table, row, column: name } = column;
  for (let [total, after] = [0, '00000000-0000-0000-0000-000000000000']; ;) {
    await step();
    await client.query('BEGIN');
    try {
      const { rows } = await client.query<BoxRow>(
        `SELECT t.${row} AS row, ${familyOf(column)} AS family, t.${name} AS box FROM ${table} t
         WHERE t.branch_id = $1 AND t.${row} > $2 AND ${isStale(column)}
         ORDER BY t.${row} LIMIT ${batch} FOR UPDATE OF t`,
        [branchId, after],
      );
      const keys = await ring([...new Set(rows.flatMap(({ family }) => (family === null ? [] : [family])))]);
      for (const { row: id, family, box } of rows) {
        const owner: KeyOwner = family === null ? { kind: 'branch' } : { kind: 'family', familyId: family };
        const place = { table, column: column.place, row: id };
        const again = keys.sealBytes(owner, place, keys.openBytes(owner, place, box));
        await client.query(`UPDATE ${table} SET ${name} = $3 WHERE branch_id = $1 AND ${row} = $2`, [
          branchId,
          id,
          again,
        ]);
      }
      await step();
      await client.query('COMMIT');
      total += rows.length;
      if (rows.length < batch) return total;
      after = rows.at(-1)?.row ?? after;
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    }
  }
}

/** SQL that is true for a box, in `t`, that lies under another key than the newest living one of its owner. */
export function isStale(column: SealedColumn): string {
  const box = `t.${column.column}`;
  return `octet_length(${box}) > 0 AND sealed_generation(${box}) < (SELECT max(k.generation) FROM vault_keys k
    WHERE k.branch_id = t.branch_id AND k.family_id IS NOT DISTINCT FROM ${familyOf(column)} AND k.destroyed_at IS NULL)`;
}

function familyOf({ owner }: SealedColumn): string {
  return typeof owner === 'object' ? `t.${owner.familyColumn}` : 'NULL::uuid';
}
