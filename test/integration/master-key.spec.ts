import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { fingerprintOf } from '#config';
import { newId } from '#kernel';
import { exchangeMasterKey, type KeyOwner, KeyRotation, MasterKey, storeOlderKeys } from '#vault';
import { TEST_PASSWORDS } from '../support/database-cluster.ts';
import { type Branches, createBranches } from '../support/test-branches.ts';
import { vaultsOf } from '../support/vaults-of.ts';

let branches: Branches;
let kazan: string;
let admin: Client;
const [old, fresh, third] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const family: KeyOwner = { kind: 'family', familyId: newId() };
const place = { table: 'families', column: 'name', row: newId() };

beforeEach(async () => {
  branches = await createBranches(2);
  kazan = branches.ids[0] ?? '';
  admin = new Client({ connectionString: branches.database.adminUrl });
  await admin.connect();
});
afterEach(async () => {
  await admin.end();
  await branches.close();
});

const exchange = (from: Buffer, to: Buffer) =>
  exchangeMasterKey({ client: admin, from: new MasterKey(from), to: new MasterKey(to), passwords: TEST_PASSWORDS });

test('after an exchange the new key alone opens and finds everything; a second run finds nothing to do', async () => {
  const before = (await vaultsOf(branches, old))();
  const sealed = await branches.enter(kazan, async () => (await before.keyring([family])).seal(family, place, 'Анна'));
  const person = before.platformKeyring().seal({ kind: 'platform' }, place, 'anna@x.test');
  const indexes = () => [
    before.platformBlindIndex('email', 'a@x.test'),
    branches.enter(kazan, () => before.blindIndex('email', 'a@x.test')),
  ];
  // One key of a branch, and two of the system: the other branch has none yet.
  expect(await exchange(old, fresh)).toEqual({ rewrapped: 3 });
  expect(await exchange(old, fresh)).toEqual({ rewrapped: 0 });

  const after = (await vaultsOf(branches, fresh))();
  const ring = await branches.enter(kazan, () => after.keyring([family]));
  expect(ring.open(family, place, sealed)).toBe('Анна');
  expect(after.platformKeyring().open({ kind: 'platform' }, place, person)).toBe('anna@x.test');
  expect([
    after.platformBlindIndex('email', 'a@x.test'),
    branches.enter(kazan, () => after.blindIndex('email', 'a@x.test')),
  ]).toEqual(indexes());
});

test('a program with another key does not start, and is told which one is expected', async () => {
  await vaultsOf(branches, old);
  const refused = vaultsOf(branches, third);
  await expect(refused).rejects.toThrow(fingerprintOf(old));
  await expect(refused).rejects.toThrow(fingerprintOf(third));
  await exchange(old, fresh);
  await expect(vaultsOf(branches, old)).rejects.toThrow(fingerprintOf(fresh));
  await expect(exchange(old, third)).rejects.toThrow('neither');
});

test('no key stands in the database, in any of its forms', async () => {
  await vaultsOf(branches, old);
  const rows = await branches.database.asAdmin('SELECT * FROM master_key, platform_keys');
  const text = rows.map((row) => JSON.stringify(row)).join();
  for (const form of ['hex', 'base64'] as const) expect(text).not.toContain(old.toString(form));
  expect(fingerprintOf(old)).toMatch(/^([0-9a-f]{4}-){3}[0-9a-f]{4}$/);
});

test('a process that runs on with the old key makes no key that the new one could not open', async () => {
  const before = (await vaultsOf(branches, old))();
  await exchange(old, fresh);
  const omsk = branches.ids[1] ?? '';
  await expect(branches.enter(omsk, () => before.keyring([family]))).rejects.toMatchObject({
    code: 'vault.master-key-exchanged',
  });
  const rotation = new KeyRotation({ client: admin, master: new MasterKey(old), columns: [], graceMs: 0 });
  await expect(rotation.run(omsk, { families: false })).rejects.toMatchObject({ code: 'vault.master-key-exchanged' });
  expect(await branches.database.asAdmin('SELECT FROM vault_keys WHERE branch_id = $1', [omsk])).toHaveLength(0);
});

test('an exchange waits for a key that is being made, and takes it along', async () => {
  const before = (await vaultsOf(branches, old))();
  let exchanged: Promise<unknown> = Promise.resolve();
  const sealed = await branches.enter(kazan, () =>
    branches.db.transaction(async () => {
      const box = (await before.keyring([family])).seal(family, place, 'Анна');
      exchanged = exchange(old, fresh);
      await new Promise((resolve) => setTimeout(resolve, 300));
      return box;
    }),
  );
  expect(await exchanged).toEqual({ rewrapped: 3 });
  const after = (await vaultsOf(branches, fresh))();
  expect((await branches.enter(kazan, () => after.keyring([family]))).open(family, place, sealed)).toBe('Анна');
});

test('given both keys, a process goes on through the exchange', () => {
  const [both, alone] = [new MasterKey(old, fresh), new MasterKey(fresh)];
  expect(both.fingerprint).toBe(fingerprintOf(old));
  const key = randomBytes(32);
  expect(both.unwrap(alone.wrap(key, ['a']), ['a'])).toEqual(key);
  expect(() => alone.unwrap(both.wrap(key, ['a']), ['a'])).toThrow('refused');
  expect(() => both.unwrap(alone.wrap(key, ['a']), ['b'])).toThrow('refused');
});

test('the runtime login can change neither the fingerprint nor a key, and founding again changes nothing', async () => {
  await vaultsOf(branches, old);
  for (const sql of [
    "UPDATE master_key SET fingerprint = ''",
    'DELETE FROM master_key',
    "UPDATE platform_keys SET wrapped = ''",
    "INSERT INTO platform_keys VALUES ('index x', '')",
  ]) {
    await expect(branches.db.outsideTenants((tx) => tx.query(sql))).rejects.toThrow('denied');
  }
  await branches.db.outsideTenants((tx) => tx.query("SELECT found_platform_keys('x', ARRAY['y'], ARRAY[''::bytea])"));
  await vaultsOf(branches, old);
});

test('data from before: what was derived from the key is stored, so values open and indexes stay as they were', async () => {
  const names = ['platform 1', 'index', 'index platform', `index ${kazan}`];
  await admin.query('INSERT INTO master_key (fingerprint) VALUES (NULL)');
  await admin.query("INSERT INTO platform_keys SELECT unnest($1::text[]), ''", [names]);
  await expect(vaultsOf(branches, old)).rejects.toThrow('otzyv -- migrate');
  await storeOlderKeys(branches.database.adminUrl, old);
  await storeOlderKeys(branches.database.adminUrl, third);

  const derived = (realm: string, purpose: string) => {
    const key = Buffer.from(hkdfSync('sha256', old, realm, `otzyv vault blind index ${purpose}`, 32));
    return createHmac('sha256', key).update('a@x.test', 'utf8').digest();
  };
  await exchange(old, fresh);
  const vault = (await vaultsOf(branches, fresh))();
  expect(vault.platformBlindIndex('email', 'a@x.test')).toEqual(derived('platform', 'email'));
  expect(branches.enter(kazan, () => vault.blindIndex('phone', 'a@x.test'))).toEqual(derived(kazan, 'phone'));
});
