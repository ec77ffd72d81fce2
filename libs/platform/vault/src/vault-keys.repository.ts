import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { newId } from '#kernel';
import { MASTER_LOCK } from './master-lock.ts';

export interface WrappedKey {
  readonly id: string;
  /** Null for the key of the branch. */
  readonly familyId: string | null;
  readonly generation: number;
  readonly wrapped: Buffer;
  readonly destroyed: boolean;
  /** Families in whose name boxes under this key open too, of those that were asked for. */
  readonly heirs: readonly string[];
}

const COLUMNS = `id, family_id AS "familyId", generation, wrapped, destroyed_at IS NOT NULL AS destroyed`;

/** Ended inheritances count for a minute more: a row may have been read just before it was sealed again. */
const HEEDED = `(h.ended_at IS NULL OR h.ended_at > app_now() - interval '1 minute')`;

@Injectable()
export class VaultKeysRepository {
  constructor(private readonly db: Database) {}

  /** Every generation of the branch's key and of the keys of these families, oldest first, in one query. */
  async findFor(familyIds: readonly string[]): Promise<WrappedKey[]> {
    return this.db.manager.query<WrappedKey[]>(
      `SELECT ${COLUMNS}, ARRAY(SELECT h.family_id FROM vault_key_heirs h
           WHERE h.other_family_id = k.family_id AND h.family_id = ANY ($1::uuid[]) AND ${HEEDED}) AS heirs
       FROM vault_keys k WHERE family_id IS NULL OR family_id = ANY ($1::uuid[])
         OR family_id IN (SELECT h.other_family_id FROM vault_key_heirs h WHERE h.family_id = ANY ($1::uuid[]) AND ${HEEDED})
       ORDER BY generation`,
      [familyIds],
    );
  }

  /**
   * The first key of the branch, where there is none yet; of two that add it the later adds nothing, and neither does a
   * process whose master key was exchanged meanwhile. Read again.
   * @param fingerprint of the master key that wraps it.
   */
  async addBranchKey(wrapped: Buffer, fingerprint: string): Promise<void> {
    // An exchange under way has this lock: it would not see the new row, and this statement sees what it did.
    await this.db.manager.query(`SELECT pg_advisory_xact_lock_shared(hashtext('${MASTER_LOCK}'))`);
    await this.db.manager.query(
      `INSERT INTO vault_keys (id, generation, wrapped)
       SELECT $1, 1, $2 WHERE EXISTS (SELECT FROM master_key WHERE fingerprint = $3)
       ON CONFLICT (branch_id, family_id, generation) DO NOTHING`,
      [newId(), wrapped, fingerprint],
    );
  }

  /**
   * Adds first generations where none is yet. Of two transactions that add the same key the later waits for the
   * earlier and then adds nothing, so both must read again. Sorted, so that they cannot wait for each other. The lock
   * on the branch key keeps an exchange of keys from retiring it while new keys lie under it.
   * @param branchGeneration of the branch key that wraps them.
   * Resolves to how many were added.
   */
  async addFamilyKeys(
    keys: readonly { readonly familyId: string; readonly wrapped: Buffer }[],
    branchGeneration: number,
  ): Promise<number> {
    const sorted = [...keys].sort((a, b) => (a.familyId < b.familyId ? -1 : 1));
    const added = await this.db.manager.query<unknown[]>(
      `WITH living AS MATERIALIZED (SELECT FROM vault_keys
         WHERE family_id IS NULL AND generation = $4 AND destroyed_at IS NULL FOR SHARE)
       INSERT INTO vault_keys (id, family_id, generation, wrapped)
         SELECT id, family_id, 1, wrapped FROM unnest($1::uuid[], $2::uuid[], $3::bytea[]) AS key (id, family_id, wrapped)
         WHERE EXISTS (SELECT FROM living)
       ON CONFLICT (branch_id, family_id, generation) DO NOTHING RETURNING 1`,
      [
        sorted.map(() => newId()),
        sorted.map((key) => key.familyId),
        sorted.map((key) => key.wrapped),
        branchGeneration,
      ],
    );
    return added.length;
  }

  /** All that a family inherited is sealed under its own key now. */
  async endInheritance(familyId: string): Promise<void> {
    await this.db.manager.query(
      'UPDATE vault_key_heirs SET ended_at = app_now() WHERE family_id = $1 AND ended_at IS NULL',
      [familyId],
    );
  }

  /** Whether boxes of the family still lie under another's key, or boxes of another under its. */
  async isSettling(familyId: string): Promise<boolean> {
    const rows = await this.db.manager.query<unknown[]>(
      'SELECT FROM vault_key_heirs WHERE (family_id = $1 OR other_family_id = $1) AND ended_at IS NULL LIMIT 1',
      [familyId],
    );
    return rows.length > 0;
  }

  /** Leaves a destroyed row also where there was no key, so that nobody makes one later. Resolves to the rows' ids. */
  async destroy(familyId: string): Promise<string[]> {
    await this.db.manager.query(
      `INSERT INTO vault_keys (id, family_id, generation, wrapped, destroyed_at) VALUES ($1, $2, 1, '', app_now())
       ON CONFLICT (branch_id, family_id, generation) DO NOTHING`,
      [newId(), familyId],
    );
    // Twice: an exchange of keys that held the rows when the first statement began may have added one that it cannot see.
    return [...(await this.wipe(familyId)), ...(await this.wipe(familyId))];
  }

  /** Families' keys go too: they lie under the branch's. */
  async destroyOfBranch(): Promise<string[]> {
    const [rows] = await this.db.manager.query<[{ id: string }[], number]>(
      `UPDATE vault_keys SET wrapped = '', destroyed_at = coalesce(destroyed_at, app_now()) RETURNING id`,
    );
    return rows.map((row) => row.id);
  }

  private async wipe(familyId: string): Promise<string[]> {
    const [rows] = await this.db.manager.query<[{ id: string }[], number]>(
      `UPDATE vault_keys SET wrapped = '', destroyed_at = coalesce(destroyed_at, app_now())
       WHERE family_id = $1 RETURNING id`,
      [familyId],
    );
    return rows.map((row) => row.id);
  }
}
