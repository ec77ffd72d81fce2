import { createHmac } from 'node:crypto';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Database, TenantScope } from '#database';
import { Problem } from '#kernel';
import { KeyCache } from './key-cache.ts';
import { type KeyOwner, ownerName } from './key-owner.ts';
import { Keyring, type OwnedKey } from './keyring.ts';
import type { KeyService } from './key-service.ts';
import { MasterKey } from './master-key.ts';
import { PlatformKeys } from './platform-keys.ts';
import { freshKey, newestOf, newFamilyKey, openFamilyKey } from './wrapped-keys.ts';
import { type FamilyToSeal, type SealedFamily, SealingThreads } from './sealing-threads.ts';
import { VaultKeysRepository, type WrappedKey } from './vault-keys.repository.ts';
import { vaultProblems } from './vault.problems.ts';

/** What a blind index is for; equal values under different purposes cannot be linked. */
export type IndexPurpose = 'email' | 'phone' | 'document' | 'name-token' | (string & {});

/** New families as the threads sealed them, and the generation of the branch key that wraps their keys. */
export interface SealedNewFamilies {
  readonly generation: number;
  readonly families: readonly SealedFamily[];
}

/** Hands out keys: the master key wraps one per branch, which wraps one per family; people of the system share one. */
@Injectable()
export class Vault implements OnApplicationShutdown {
  readonly #cache = new KeyCache();
  readonly #threads = new SealingThreads();

  constructor(
    private readonly db: Database,
    private readonly scope: TenantScope,
    @Inject(MasterKey) private readonly master: KeyService,
    private readonly keys: VaultKeysRepository,
    private readonly platform: PlatformKeys,
  ) {}

  /**
   * The keys of all these owners in one query, made now where they are missing. Joins the open transaction or runs one.
   * Owners may repeat. A destroyed key is in the ring too: using it raises vault.key-destroyed.
   */
  async keyring(owners: readonly KeyOwner[]): Promise<Keyring> {
    const { branchId } = this.scope.current();
    const familyIds = [...new Set(owners.flatMap((owner) => (owner.kind === 'family' ? [owner.familyId] : [])))];
    return this.db.transaction(async () => {
      let rows = await this.keys.findFor(familyIds);
      if (!rows.some((row) => row.familyId === null)) {
        const wrapped = await this.master.wrap(freshKey(), [branchId, 'branch']);
        await this.keys.addBranchKey(wrapped, this.master.fingerprint);
        rows = await this.keys.findFor(familyIds);
        if (!rows.some((row) => row.familyId === null)) throw new Problem(vaultProblems.masterKeyExchanged);
      }
      const branch = await this.branchKeys(branchId, rows);
      const known = new Set(rows.map((row) => row.familyId));
      const missing = familyIds.filter((id) => !known.has(id));
      if (missing.length > 0) {
        const wrapping = newestOf(branch);
        const made = missing.map((familyId) => newFamilyKey(branchId, familyId, wrapping));
        await this.keys.addFamilyKeys(made, wrapping.generation);
        rows = await this.keys.findFor(familyIds);
      }
      const ring = new Map<string, readonly OwnedKey[]>([
        ['platform', this.platform.sealing],
        ['branch', branch],
      ]);
      for (const row of rows) {
        if (row.familyId === null) continue;
        const owner = ownerName({ kind: 'family', familyId: row.familyId });
        ring.set(owner, [...(ring.get(owner) ?? []), await this.familyKey(branchId, row, branch)]);
      }
      const heirs = new Map<string, KeyOwner[]>();
      for (const { familyId, heirs: names } of rows) {
        if (familyId === null) continue;
        const other: KeyOwner = { kind: 'family', familyId };
        for (const name of names) {
          const heir = ownerName({ kind: 'family', familyId: name });
          heirs.set(heir, [...(heirs.get(heir) ?? []), other]);
        }
      }
      return new Keyring(branchId, ring, heirs);
    });
  }

  /** The key for people of the system; needs neither branch nor database. */
  platformKeyring(): Keyring {
    return new Keyring('platform', new Map([['platform', this.platform.sealing]]));
  }

  /**
   * 32 bytes by which an exact value is found again in the current branch (HMAC-SHA-256). Another branch gets other
   * bytes for the same value. Normalise first: the index knows no spelling variants.
   */
  blindIndex(purpose: IndexPurpose, normalisedValue: string): Buffer {
    return this.index(this.scope.current().branchId, purpose, normalisedValue);
  }

  /** The same for data that belongs to no branch, such as the address a person logs in with. */
  platformBlindIndex(purpose: IndexPurpose, normalisedValue: string): Buffer {
    return this.index('platform', purpose, normalisedValue);
  }

  /**
   * Seals many new families in worker threads, each under a key made for it. Nothing is stored: give the result to
   * `keepNewFamilies` in the transaction that inserts the families.
   */
  async sealNewFamilies(families: readonly FamilyToSeal[], threads = this.#threads): Promise<SealedNewFamilies> {
    const { branchId } = this.scope.current();
    if (families.length === 0) return { generation: 0, families: [] };
    await this.keyring([{ kind: 'branch' }]);
    const rows = await this.db.transaction(() => this.keys.findFor([]));
    const { generation, key: branchKey } = newestOf(await this.branchKeys(branchId, rows));
    const purposes = new Set(families.flatMap(({ indexes }) => indexes.map(({ purpose }) => purpose)));
    const indexKeys = Object.fromEntries(
      [...purposes].map((purpose) => [purpose, this.platform.indexKey(branchId, purpose)]),
    );
    const keys = { branchId, generation, branchKey, indexKeys };
    return { generation, families: await threads.seal(families, keys) };
  }

  /** @throws Error when the key of the branch was exchanged and retired meanwhile: seal again. */
  async keepNewFamilies({ generation, families }: SealedNewFamilies): Promise<void> {
    if (families.length === 0) return;
    const kept = await this.keys.addFamilyKeys(families, generation);
    if (kept !== families.length) throw new Error('The key of the branch was retired while families were sealed.');
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#threads.close();
  }

  /**
   * The tokens under which texts are searched in the current branch, in the order of the texts: the first 64 bits of
   * their blind index, as PostgreSQL's bigint is spelled. Tokens of two branches can not be compared.
   */
  searchTokens(texts: readonly string[]): string[] {
    return texts.map((text) => this.blindIndex('name-token', text).readBigInt64BE(0).toString());
  }

  /** All that the family inherited by a merge is sealed under its own key now. Joins the caller's transaction. */
  async endInheritance(familyId: string): Promise<void> {
    await this.db.transaction(() => this.keys.endInheritance(familyId));
  }

  /** Whether boxes of the family still lie under another's key, or boxes of another under its. */
  async isSettling(familyId: string): Promise<boolean> {
    return this.db.transaction(() => this.keys.isSettling(familyId));
  }

  /** Everything sealed for the family becomes unreadable once the transaction commits; there is no way back. */
  async destroyFamilyKey(familyId: string): Promise<void> {
    await this.db.transaction(async () => {
      for (const id of await this.keys.destroy(familyId)) this.#cache.delete(id);
    });
  }

  /** The key of the branch in every generation: what lies under it, and under families' keys, becomes unreadable. */
  async destroyBranchKey(): Promise<void> {
    await this.db.transaction(async () => {
      for (const id of await this.keys.destroyOfBranch()) this.#cache.delete(id);
    });
  }

  private index(realm: string, purpose: string, value: string): Buffer {
    return createHmac('sha256', this.platform.indexKey(realm, purpose)).update(value, 'utf8').digest();
  }

  private async branchKeys(branchId: string, rows: readonly WrappedKey[]): Promise<OwnedKey[]> {
    const keys: OwnedKey[] = [];
    for (const row of rows.filter(({ familyId }) => familyId === null)) {
      keys.push(await this.unwrapped(row, () => this.master.unwrap(row.wrapped, [branchId, 'branch'])));
    }
    return keys;
  }

  private familyKey(branchId: string, row: WrappedKey, branch: readonly OwnedKey[]): Promise<OwnedKey> {
    return this.unwrapped(row, () => openFamilyKey(branchId, row, branch));
  }

  private async unwrapped(row: WrappedKey, unwrap: () => Promise<Buffer> | Buffer): Promise<OwnedKey> {
    if (row.destroyed) {
      this.#cache.delete(row.id);
      return { generation: row.generation, key: null };
    }
    const key = this.#cache.get(row.id) ?? (await unwrap());
    this.#cache.set(row.id, key);
    return { generation: row.generation, key };
  }
}
