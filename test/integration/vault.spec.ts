import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { newId } from '#kernel';
import type { KeyOwner, Vault } from '#vault';
import { type Branches, createBranches } from '../support/test-branches.ts';
import { vaultsOf } from '../support/vaults-of.ts';

let branches: Branches;
let kazan: string;
let omsk: string;
const masterBytes = randomBytes(32);
let newVault: () => Vault;
const familyOf = (familyId: string): KeyOwner => ({ kind: 'family', familyId });
const place = { table: 'families', column: 'name', row: newId() };

beforeAll(async () => {
  branches = await createBranches(2);
  [kazan = '', omsk = ''] = branches.ids;
  newVault = await vaultsOf(branches, masterBytes);
});
afterAll(() => branches.close());

const keyRows = (familyId: string) =>
  branches.database.asAdmin<{ generation: number; wrapped: Buffer; destroyed_at: Date | null }>(
    'SELECT * FROM vault_keys WHERE family_id = $1',
    [familyId],
  );

test('keys are made once, kept wrapped, and read again by another process', async () => {
  const [one, two] = [familyOf(newId()), familyOf(newId())];
  const sealed = await branches.enter(kazan, async () => {
    const keyring = await newVault().keyring([one, two, { kind: 'branch' }, one]);
    return [one, two, { kind: 'branch' } as const].map((owner) => keyring.seal(owner, place, 'Соловьёва'));
  });
  const again = await branches.enter(kazan, () => newVault().keyring([two, one]));
  expect(again.open(one, place, sealed[0] ?? Buffer.alloc(0))).toBe('Соловьёва');
  expect(again.open(two, place, sealed[1] ?? Buffer.alloc(0))).toBe('Соловьёва');
  expect(again.open({ kind: 'branch' }, place, sealed[2] ?? Buffer.alloc(0))).toBe('Соловьёва');
  expect(() => again.open(two, place, sealed[0] ?? Buffer.alloc(0))).toThrow('vault.unreadable');
  expect(await branches.database.asAdmin('SELECT 1 FROM vault_keys WHERE branch_id = $1', [kazan])).toHaveLength(3);
});

test('all owners cost one query once their keys exist', async () => {
  const owners = Array.from({ length: 200 }, () => familyOf(newId()));
  const vault = newVault();
  await branches.enter(kazan, async () => {
    await vault.keyring(owners);
    await branches.db.transaction(async (tx) => {
      const query = tx.query.bind(tx);
      let queries = 0;
      tx.query = (sql: string, parameters?: unknown[]) => {
        queries += 1;
        return query(sql, parameters);
      };
      await vault.keyring(owners);
      expect(queries).toBe(1);
    });
  });
});

test('a value of one branch does not open in another, even for the same family id', async () => {
  const family = familyOf(newId());
  const vault = newVault();
  const [here, there] = await Promise.all(
    [kazan, omsk].map((branch) => branches.enter(branch, () => vault.keyring([family]))),
  );
  const sealed = here?.seal(family, place, 'x') ?? Buffer.alloc(0);
  expect(() => there?.open(family, place, sealed)).toThrow('vault.unreadable');
});

test('a wrapped key copied to another family or branch does not unwrap', async () => {
  const [mine, foreign] = [newId(), newId()];
  await branches.enter(kazan, () => newVault().keyring([familyOf(mine), familyOf(foreign)]));
  await branches.database.asAdmin(
    `UPDATE vault_keys SET wrapped = (SELECT wrapped FROM vault_keys WHERE family_id = $1) WHERE family_id = $2`,
    [mine, foreign],
  );
  await expect(branches.enter(kazan, () => newVault().keyring([familyOf(foreign)]))).rejects.toThrow('refused');
});

test('forty creators at once end with one key that opens what each of them sealed', async () => {
  const family = familyOf(newId());
  const fresh = await createBranches(1, 40);
  try {
    const vaultOfFresh = await vaultsOf(fresh, masterBytes);
    const gate = new EventEmitter().setMaxListeners(40);
    let waiting = 0;
    const sealed = await Promise.all(
      Array.from({ length: 40 }, () =>
        fresh.enter(fresh.ids[0], () =>
          fresh.db.transaction(async () => {
            const vault = vaultOfFresh();
            // All transactions are open before the first of them looks for a key.
            waiting += 1;
            if (waiting === 40) gate.emit('open');
            else await once(gate, 'open');
            return (await vault.keyring([family])).seal(family, place, 'x');
          }),
        ),
      ),
    );
    // The branch's own key and the family's: the branch was as fresh as the family.
    expect(await fresh.database.asAdmin('SELECT 1 FROM vault_keys')).toHaveLength(2);
    const keyring = await fresh.enter(fresh.ids[0], () => vaultOfFresh().keyring([family]));
    expect(sealed.map((box) => keyring.open(family, place, box))).toEqual(Array(40).fill('x'));
  } finally {
    await fresh.close();
  }
});

test('a key whose transaction was rolled back is not used again from memory', async () => {
  const family = familyOf(newId());
  const vault = newVault();
  await branches.enter(kazan, async () => {
    const failing = branches.db.transaction(async () => {
      await vault.keyring([family]);
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    const sealed = (await vault.keyring([family])).seal(family, place, 'x');
    expect((await newVault().keyring([family])).open(family, place, sealed)).toBe('x');
  });
});

test('a destroyed family: unreadable here and elsewhere, also where the key was in memory; no new key is made', async () => {
  const [family, other] = [familyOf(newId()), familyOf(newId())];
  const [here, elsewhere] = [newVault(), newVault()];
  await branches.enter(kazan, async () => {
    const sealed = (await here.keyring([family, other])).seal(family, place, 'Соловьёва');
    expect((await elsewhere.keyring([family])).open(family, place, sealed)).toBe('Соловьёва');
    await here.destroyFamilyKey(family.kind === 'family' ? family.familyId : '');
    for (const vault of [here, elsewhere, newVault()]) {
      const keyring = await vault.keyring([family, other]);
      expect(() => keyring.open(family, place, sealed)).toThrow('vault.key-destroyed');
      expect(() => keyring.seal(family, place, 'x')).toThrow('vault.key-destroyed');
      expect(keyring.open(other, place, keyring.seal(other, place, 'x'))).toBe('x');
    }
  });
  const rows = await keyRows(family.kind === 'family' ? family.familyId : '');
  expect(rows).toHaveLength(1);
  expect(rows[0]?.wrapped).toHaveLength(0);
});

test('a family without a key that is erased cannot get one later', async () => {
  const familyId = newId();
  await branches.enter(kazan, async () => {
    await newVault().destroyFamilyKey(familyId);
    const keyring = await newVault().keyring([familyOf(familyId)]);
    expect(() => keyring.seal(familyOf(familyId), place, 'x')).toThrow('vault.key-destroyed');
  });
});

test('the runtime role cannot delete a key, move it to another generation, or see another branch', async () => {
  await branches.enter(kazan, async () => {
    await expect(branches.db.transaction((tx) => tx.query('DELETE FROM vault_keys'))).rejects.toThrow('denied');
    const moved = branches.db.transaction((tx) => tx.query('UPDATE vault_keys SET generation = generation + 1'));
    await expect(moved).rejects.toThrow('denied');
    const seen = await branches.db.transaction((tx) => tx.query('SELECT DISTINCT branch_id FROM vault_keys'));
    expect(seen).toEqual([{ branch_id: kazan }]);
  });
});

test('blind indexes find equal values in one branch and link nothing across branches and purposes', () => {
  const vault = newVault();
  const inKazan = branches.enter(kazan, () => vault.blindIndex('email', 'a@x.test'));
  expect(inKazan).toHaveLength(32);
  expect(branches.enter(kazan, () => newVault().blindIndex('email', 'a@x.test'))).toEqual(inKazan);
  const others = [
    branches.enter(omsk, () => vault.blindIndex('email', 'a@x.test')),
    branches.enter(kazan, () => vault.blindIndex('phone', 'a@x.test')),
    branches.enter(kazan, () => vault.blindIndex('email', 'b@x.test')),
    vault.platformBlindIndex('email', 'a@x.test'),
  ];
  expect(new Set([inKazan, ...others].map((index) => index.toString('hex'))).size).toBe(5);
  expect(() => vault.blindIndex('email', 'a@x.test')).toThrow('No tenant scope');
});

test('the platform keyring needs no branch and does not open what a branch sealed', async () => {
  const platform = newVault().platformKeyring();
  const sealed = platform.seal({ kind: 'platform' }, { ...place, table: 'people' }, 'Анна');
  expect(
    newVault()
      .platformKeyring()
      .open({ kind: 'platform' }, { ...place, table: 'people' }, sealed),
  ).toBe('Анна');
  const inBranch = await branches.enter(kazan, () => newVault().keyring([{ kind: 'platform' }]));
  expect(inBranch.open({ kind: 'platform' }, { ...place, table: 'people' }, sealed)).toBe('Анна');
  expect(() => inBranch.open({ kind: 'branch' }, { ...place, table: 'people' }, sealed)).toThrow('vault.unreadable');
});
