import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { Problem } from '#kernel';
import type { KeyService } from './key-service.ts';
import { Keyring, type OwnedKey } from './keyring.ts';
import { MASTER_LOCK } from './master-lock.ts';
import { resealColumn } from './reseal-column.ts';
import { retireKeys } from './retire-keys.ts';
import type { SealedColumn } from './sealed-column.ts';
import { vaultProblems } from './vault.problems.ts';
import { freshKey, newestOf, openFamilyKey, wrapFamilyKey } from './wrapped-keys.ts';

export interface KeyRotationOptions {
  /** Logged in as one whom row security does not hold (`rotate-keys` checks that). */
  readonly client: Client;
  readonly master: KeyService;
  /** Every column that holds boxes. What is missing here becomes unreadable with the old keys. */
  readonly columns: readonly SealedColumn[];
  /** How long an old key is kept after the last box left it: whoever sealed with it meanwhile must have committed. */
  readonly graceMs: number;
  /** Re-seals what lies outside the database; resolves to how much. */
  readonly resealBlobs?: (
    branchId: string,
    ring: (familyIds: readonly string[]) => Promise<Keyring>,
  ) => Promise<number>;
  /** Called between any two steps; a kill there, or anywhere else, loses nothing. */
  readonly onStep?: () => Promise<void> | void;
}

export interface RotationReport {
  readonly branchId: string;
  readonly rewrapped: number;
  readonly renewed: number;
  readonly resealed: number;
  readonly blobs: number;
  /** False: old keys are still within their grace; run the command again later. */
  readonly finished: boolean;
}

const BATCH = 100;

interface KeyRow {
  readonly id: string;
  readonly familyId: string | null;
  readonly generation: number;
  readonly wrapped: Buffer;
  readonly destroyed: boolean;
}

/**
 * Exchanges the key of a branch, and with `families` the keys of its families too, while others go on working. Every
 * step is one small transaction that a repeated run skips: which keys are new stands in their rows, and under which
 * key a value lies stands in its box.
 */
export class KeyRotation {
  constructor(private readonly options: KeyRotationOptions) {}

  /** Takes up an exchange that was killed, whatever `families` says now. */
  async run(branchId: string, { families }: { readonly families: boolean }): Promise<RotationReport> {
    const rotation = await this.begin(branchId, families);
    const rewrapped = await this.rewrapFamilyKeys(branchId);
    const renewed = rotation.families ? await this.renewFamilyKeys(branchId, rotation.id) : 0;
    const ring = (familyIds: readonly string[]) => this.ringOf(branchId, familyIds);
    const { client, columns, onStep = () => undefined } = this.options;
    const step = async () => onStep();
    let resealed = 0;
    for (const column of columns.filter(({ owner }) => owner !== 'platform')) {
      resealed += await resealColumn(client, branchId, column, { ring, step, batch: BATCH });
    }
    const blobs = (await this.options.resealBlobs?.(branchId, ring)) ?? 0;
    await this.step();
    const finished = await retireKeys(client, branchId, rotation.id, columns, this.options.graceMs);
    return { branchId, rewrapped, renewed, resealed, blobs, finished };
  }

  private async begin(branchId: string, families: boolean): Promise<{ id: string; families: boolean }> {
    return this.transaction(async () => {
      const { client, master } = this.options;
      await client.query("SELECT pg_advisory_xact_lock(hashtext('otzyv keys ' || $1))", [branchId]);
      const { rows } = await client.query<{ id: string; families: boolean }>(
        'SELECT id, families FROM key_rotations WHERE branch_id = $1 AND finished_at IS NULL',
        [branchId],
      );
      if (rows[0] !== undefined) return rows[0];
      await this.refuseOtherMaster();
      await this.refuseSettling(branchId);
      const id = randomUUID();
      await client.query('INSERT INTO key_rotations (branch_id, id, families) VALUES ($1, $2, $3)', [
        branchId,
        id,
        families,
      ]);
      await client.query(
        `INSERT INTO vault_keys (branch_id, id, family_id, generation, wrapped, rotation_id)
         SELECT $1, gen_random_uuid(), NULL, coalesce(max(generation), 0) + 1, $2, $3
         FROM vault_keys WHERE branch_id = $1 AND family_id IS NULL`,
        [branchId, await master.wrap(freshKey(), [branchId, 'branch']), id],
      );
      return { id, families };
    });
  }

  /** Boxes of families just merged lie under the key of another; a job seals them again within minutes. */
  private async refuseSettling(branchId: string): Promise<void> {
    const { rowCount } = await this.options.client.query(
      'SELECT FROM vault_key_heirs WHERE branch_id = $1 AND ended_at IS NULL LIMIT 1',
      [branchId],
    );
    if (rowCount !== 0) throw new Problem(vaultProblems.mergeSettling);
  }

  /** The lock is held until the new key is committed: an exchange of the master key then sees it. */
  private async refuseOtherMaster(): Promise<void> {
    const { client, master } = this.options;
    await client.query(`SELECT pg_advisory_xact_lock_shared(hashtext('${MASTER_LOCK}'))`);
    const { rows } = await client.query<{ fingerprint: string | null }>('SELECT fingerprint FROM master_key');
    if (rows[0]?.fingerprint !== master.fingerprint) throw new Problem(vaultProblems.masterKeyExchanged);
  }

  /** Enough for the branch's key: what families sealed stays as it is. */
  private async rewrapFamilyKeys(branchId: string): Promise<number> {
    const branch = await this.branchKeys(branchId);
    const newest = newestOf(branch);
    return this.inBatches(async () => {
      const rows = await this.keyRows(
        `WHERE branch_id = $1 AND family_id IS NOT NULL AND destroyed_at IS NULL AND sealed_generation(wrapped) <> $2
         ORDER BY id LIMIT ${BATCH} FOR UPDATE`,
        [branchId, newest.generation],
      );
      for (const row of rows) {
        const key = openFamilyKey(branchId, row, branch);
        await this.options.client.query('UPDATE vault_keys SET wrapped = $3 WHERE branch_id = $1 AND id = $2', [
          branchId,
          row.id,
          wrapFamilyKey(branchId, row.familyId ?? '', key, newest),
        ]);
      }
      return rows.length;
    });
  }

  /** A family whose key was destroyed gets none: its rows are all destroyed and therefore left out. */
  private async renewFamilyKeys(branchId: string, rotationId: string): Promise<number> {
    const newest = newestOf(await this.branchKeys(branchId));
    return this.inBatches(async () => {
      // The lock makes an erasure of the same family wait, and look again afterwards.
      const rows = await this.keyRows(
        `k WHERE branch_id = $1 AND family_id IS NOT NULL AND destroyed_at IS NULL AND rotation_id IS DISTINCT FROM $2
           AND NOT EXISTS (SELECT FROM vault_keys n WHERE n.branch_id = k.branch_id AND n.family_id = k.family_id
             AND (n.rotation_id = $2 OR n.generation > k.generation))
         ORDER BY id LIMIT ${BATCH} FOR UPDATE`,
        [branchId, rotationId],
      );
      for (const { familyId, generation } of rows) {
        await this.options.client.query(
          `INSERT INTO vault_keys (branch_id, id, family_id, generation, wrapped, rotation_id)
           VALUES ($1, gen_random_uuid(), $2, $3, $4, $5)`,
          [branchId, familyId, generation + 1, wrapFamilyKey(branchId, familyId ?? '', freshKey(), newest), rotationId],
        );
      }
      return rows.length;
    });
  }

  private async ringOf(branchId: string, familyIds: readonly string[]): Promise<Keyring> {
    const branch = await this.branchKeys(branchId);
    const rows = await this.keyRows('WHERE branch_id = $1 AND family_id = ANY ($2) ORDER BY generation', [
      branchId,
      familyIds,
    ]);
    const ring = new Map<string, OwnedKey[]>([['branch', branch]]);
    for (const row of rows) {
      const key = row.destroyed ? null : openFamilyKey(branchId, row, branch);
      const name = `family ${row.familyId ?? ''}`;
      ring.set(name, [...(ring.get(name) ?? []), { generation: row.generation, key }]);
    }
    return new Keyring(branchId, ring);
  }

  private async branchKeys(branchId: string): Promise<OwnedKey[]> {
    const keys: OwnedKey[] = [];
    for (const row of await this.keyRows('WHERE branch_id = $1 AND family_id IS NULL ORDER BY generation', [
      branchId,
    ])) {
      const key = row.destroyed ? null : await this.options.master.unwrap(row.wrapped, [branchId, 'branch']);
      keys.push({ generation: row.generation, key });
    }
    return keys;
  }

  private async keyRows(where: string, parameters: readonly unknown[]): Promise<KeyRow[]> {
    const { rows } = await this.options.client.query<KeyRow>(
      `SELECT id, family_id AS "familyId", generation, wrapped, destroyed_at IS NOT NULL AS destroyed
       FROM vault_keys ${where}`,
      [...parameters],
    );
    return rows;
  }

  private async inBatches(work: () => Promise<number>): Promise<number> {
    for (let total = 0; ;) {
      const done = await this.transaction(work);
      total += done;
      if (done === 0) return total;
    }
  }

  private async transaction<T>(work: () => Promise<T>): Promise<T> {
    const { client } = this.options;
    await this.step();
    await client.query('BEGIN');
    try {
      const result = await work();
      await this.step();
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    }
  }

  private async step(): Promise<void> {
    await this.options.onStep?.();
  }
}
