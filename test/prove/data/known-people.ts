import { newId } from '#kernel';
import type { Vault } from '#vault';
import type { SealedHouse } from './sealed-house.ts';

interface Known {
  readonly id: string;
  readonly address: string;
  /** Null: a person of the system; else a guardian in this branch. */
  readonly branchId: string | null;
}

const OWNER = { kind: 'platform' } as const;
const placeOf = (row: string) => ({ table: 'people', column: 'email', row });

/** People who are found by blind index: some who log in, and the guardians of a house. */
export class KnownPeople {
  private constructor(
    private readonly house: SealedHouse,
    private readonly known: readonly Known[],
  ) {}

  static async in(house: SealedHouse): Promise<KnownPeople> {
    const { branches, boxes } = house;
    const vault = await house.vault();
    const guardians = boxes.filter(({ place }) => place.table === 'guardians');
    const known: Known[] = [
      ...Array.from({ length: 5 }, () => ({ id: newId(), address: `${newId()}@people.test`, branchId: null })),
      ...guardians.map(({ branchId, place }) => ({ id: place.row, address: `${newId()}@people.test`, branchId })),
    ];
    for (const one of known) {
      const index = indexOf(house, vault, one);
      if (one.branchId !== null) {
        await branches.database.asAdmin('UPDATE guardians SET email_index = $2 WHERE id = $1', [one.id, index]);
        continue;
      }
      await branches.database.asAdmin(
        `INSERT INTO people (id, email_index, email_sealed, name_sealed, password_hash) VALUES ($1, $2, $3, '', '$argon2id$')`,
        [one.id, index, vault.platformKeyring().seal(OWNER, placeOf(one.id), one.address)],
      );
    }
    return new KnownPeople(house, known);
  }

  get count(): number {
    return this.known.length;
  }

  /** How many are not found by their address, or whose address does not open, for a program that has just started. */
  async countLost(master: Buffer): Promise<number> {
    const vault = await this.house.vault(master);
    let lost = 0;
    for (const one of this.known) {
      const table = one.branchId === null ? 'people' : 'guardians';
      const sealed = one.branchId === null ? 'email_sealed' : 'NULL::bytea';
      const [row] = await this.house.branches.database.asAdmin<{ id: string; box: Buffer | null }>(
        `SELECT id, ${sealed} AS box FROM ${table} WHERE email_index = $1`,
        [indexOf(this.house, vault, one)],
      );
      const box = row?.box ?? null;
      const opened = box === null ? one.address : vault.platformKeyring().open(OWNER, placeOf(one.id), box);
      if (row?.id !== one.id || opened !== one.address) lost += 1;
    }
    return lost;
  }
}

function indexOf({ branches }: SealedHouse, vault: Vault, { address, branchId }: Known): Buffer {
  return branchId === null
    ? vault.platformBlindIndex('email', address)
    : branches.enter(branchId, () => vault.blindIndex('email', address));
}
