import type { Client } from 'pg';
import { isStale } from './reseal-column.ts';
import type { SealedColumn } from './sealed-column.ts';

/**
 * Destroys the older generations once nothing lies under them and their grace is over; resolves to whether it could.
 * Looks in the transaction that destroys: a box that came in late keeps its key for another run.
 */
export async function retireKeys(
  client: Client,
  branchId: string,
  rotationId: string,
  columns: readonly SealedColumn[],
  graceMs: number,
): Promise<boolean> {
  await client.query('BEGIN');
  try {
    await client.query('SELECT FROM vault_keys WHERE branch_id = $1 AND family_id IS NULL FOR UPDATE', [branchId]);
    const able =
      (await graceIsOver(client, branchId, rotationId, graceMs)) && !(await isUsed(client, branchId, columns));
    if (able) {
      await client.query(
        `UPDATE vault_keys k SET wrapped = '', destroyed_at = app_now()
         WHERE branch_id = $1 AND destroyed_at IS NULL AND EXISTS (SELECT FROM vault_keys n
           WHERE n.branch_id = k.branch_id AND n.family_id IS NOT DISTINCT FROM k.family_id
             AND n.generation > k.generation AND n.destroyed_at IS NULL)`,
        [branchId],
      );
      await client.query('UPDATE key_rotations SET finished_at = now() WHERE branch_id = $1 AND id = $2', [
        branchId,
        rotationId,
      ]);
      await record(client, branchId, rotationId);
    }
    await client.query('COMMIT');
    return able;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

async function graceIsOver(client: Client, branchId: string, id: string, graceMs: number): Promise<boolean> {
  const { rows } = await client.query<{ over: boolean }>(
    `SELECT started_at + $3 * interval '1 millisecond' <= now() AS over FROM key_rotations
     WHERE branch_id = $1 AND id = $2`,
    [branchId, id, graceMs],
  );
  return rows[0]?.over === true;
}

async function isUsed(client: Client, branchId: string, columns: readonly SealedColumn[]): Promise<boolean> {
  const places = columns
    .filter(({ owner }) => owner !== 'platform')
    .map((column) => `EXISTS (SELECT FROM ${column.table} t WHERE t.branch_id = $1 AND ${isStale(column)})`);
  const blobs = `EXISTS (SELECT FROM files t WHERE t.branch_id = $1 AND t.erased_at IS NULL AND t.content_generation <
    (SELECT max(k.generation) FROM vault_keys k WHERE k.branch_id = t.branch_id
      AND k.family_id IS NOT DISTINCT FROM t.family_id AND k.destroyed_at IS NULL))`;
  const wrapped = `EXISTS (SELECT FROM vault_keys f WHERE f.branch_id = $1 AND f.family_id IS NOT NULL
    AND f.destroyed_at IS NULL AND sealed_generation(f.wrapped) < (SELECT max(b.generation) FROM vault_keys b
      WHERE b.branch_id = f.branch_id AND b.family_id IS NULL AND b.destroyed_at IS NULL))`;
  const { rows } = await client.query<{ used: boolean }>(`SELECT ${[...places, blobs, wrapped].join(' OR ')} AS used`, [
    branchId,
  ]);
  return rows[0]?.used !== false;
}

async function record(client: Client, branchId: string, rotationId: string): Promise<void> {
  await client.query("SELECT set_config('otzyv.branch_id', $1, true), set_config('otzyv.person_id', '', true)", [
    branchId,
  ]);
  await client.query('SELECT audit_append($1)', [
    JSON.stringify([
      {
        ...{ id: rotationId, action: 'vault.rotate-keys', actor_kind: 'job', actor_id: rotationId },
        ...{ actor_as: 'vault.rotate-keys', subject_type: 'branch', subject_id: branchId, details: {} },
      },
    ]),
  ]);
}
