import { Problem } from '#kernel';
import { type KeyOwner, ownerName } from './key-owner.ts';
import { BoxRefused, generationOf, openBox, sealBox } from './sealed-box.ts';
import { vaultProblems } from './vault.problems.ts';

/** Where a sealed value stands. It is authenticated: moved anywhere else, the value does not open. */
export interface SealedPlace {
  readonly table: string;
  readonly column: string;
  /** Id of the row. */
  readonly row: string;
}

export interface OwnedKey {
  readonly generation: number;
  /** Null once destroyed. */
  readonly key: Buffer | null;
}

/** The keys of some owners, in hand: seals and opens without a query. Keep it for one use case, not longer. */
export class Keyring {
  readonly #keys: ReadonlyMap<string, readonly OwnedKey[]>;
  readonly #realm: string;
  readonly #heirs: ReadonlyMap<string, readonly KeyOwner[]>;

  /**
   * @param realm the branch, or 'platform': part of what every box authenticates.
   * @param heirs owners whose boxes also open in another's name: families just merged, until they are sealed again.
   */
  constructor(
    realm: string,
    keys: ReadonlyMap<string, readonly OwnedKey[]>,
    heirs: ReadonlyMap<string, readonly KeyOwner[]> = new Map(),
  ) {
    this.#realm = realm;
    this.#keys = keys;
    this.#heirs = heirs;
  }

  /** @throws Problem vault.key-destroyed. */
  seal(owner: KeyOwner, place: SealedPlace, plaintext: string): Buffer {
    return this.sealBytes(owner, place, Buffer.from(plaintext, 'utf8'));
  }

  /** @throws Problem vault.key-destroyed; Problem vault.unreadable for another place, branch, owner or damage. */
  open(owner: KeyOwner, place: SealedPlace, sealed: Uint8Array): string {
    return this.openBytes(owner, place, sealed).toString('utf8');
  }

  sealBytes(owner: KeyOwner, place: SealedPlace, bytes: Uint8Array): Buffer {
    const newest = this.keysOf(owner).findLast((held) => held.key !== null);
    if (!newest?.key) throw new Problem(vaultProblems.keyDestroyed);
    return sealBox(newest.key, newest.generation, this.context(owner, place), bytes);
  }

  openBytes(owner: KeyOwner, place: SealedPlace, sealed: Uint8Array): Buffer {
    const keys = this.keysOf(owner);
    // Erased: also what was emptied, and is no box any more, answers so.
    if (keys.length > 0 && keys.every(({ key }) => key === null)) throw new Problem(vaultProblems.keyDestroyed);
    const own = this.tryOpen(owner, place, sealed);
    if (own !== null) return own;
    for (const other of this.#heirs.get(ownerName(owner)) ?? []) {
      const inherited = this.tryOpen(other, place, sealed);
      if (inherited !== null) return inherited;
    }
    const { table, column } = place;
    throw new Problem(vaultProblems.unreadable, { parameters: { table, column } });
  }

  /** False: it opens by the key of a merged family only, and is to be sealed again. */
  liesUnderOwnKey(owner: KeyOwner, place: SealedPlace, sealed: Uint8Array): boolean {
    return this.tryOpen(owner, place, sealed) !== null;
  }

  private tryOpen(owner: KeyOwner, place: SealedPlace, sealed: Uint8Array): Buffer | null {
    try {
      const generation = generationOf(sealed);
      const held = this.keysOf(owner).find((one) => one.generation === generation);
      if (held === undefined) return null;
      if (held.key === null) throw new Problem(vaultProblems.keyDestroyed);
      return openBox(held.key, this.context(owner, place), sealed);
    } catch (error) {
      if (error instanceof BoxRefused) return null;
      throw error;
    }
  }

  private keysOf(owner: KeyOwner): readonly OwnedKey[] {
    const keys = this.#keys.get(ownerName(owner));
    if (keys === undefined) throw new Error(`The keyring was not asked for the key of ${owner.kind}.`);
    return keys;
  }

  private context(owner: KeyOwner, place: SealedPlace): string[] {
    const realm = owner.kind === 'platform' ? 'platform' : this.#realm;
    return [realm, ownerName(owner), place.table, place.column, place.row];
  }
}
