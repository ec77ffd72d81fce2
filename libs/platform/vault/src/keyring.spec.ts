import { inspect } from 'node:util';
import { randomBytes } from 'node:crypto';
import { MasterKey } from '#vault';
import { KeyCache } from './key-cache.ts';
import type { KeyOwner } from './key-owner.ts';
import { Keyring } from './keyring.ts';
import { openBox, sealBox } from './sealed-box.ts';

const key = randomBytes(32);
const older = randomBytes(32);
const family: KeyOwner = { kind: 'family', familyId: 'f1' };
const place = { table: 'families', column: 'name', row: 'r1' };
const ringOf = (realm: string, keys: { generation: number; key: Buffer | null }[]) =>
  new Keyring(realm, new Map([['family f1', keys]]));
const ring = ringOf('kazan', [
  { generation: 1, key: older },
  { generation: 2, key },
]);

test('what was sealed opens in its place, also the empty text, every time differently', () => {
  for (const text of ['', 'Соловьёва Алёна', '😀'.repeat(1000)]) {
    const sealed = ring.seal(family, place, text);
    expect(ring.open(family, place, sealed)).toBe(text);
    expect(sealed.equals(ring.seal(family, place, text))).toBe(false);
  }
});

test.each([
  ['another row', { ...place, row: 'r2' }],
  ['another column', { ...place, column: 'phone' }],
  ['another table', { ...place, table: 'children' }],
  ['the same letters cut elsewhere', { table: 'familiesn', column: 'ame', row: 'r1' }],
])('%s is refused, without saying what was in it', (_, elsewhere) => {
  const sealed = ring.seal(family, place, 'Соловьёва');
  let refused: unknown;
  try {
    ring.open(family, elsewhere, sealed);
  } catch (error) {
    refused = error;
  }
  expect(refused).toMatchObject({ code: 'vault.unreadable' });
  expect(inspect(refused, { depth: 9, showHidden: true })).not.toMatch(/Соловьёва|r1|r2/);
});

test('another branch with the very same key is refused', () => {
  const sealed = ring.seal(family, place, 'x');
  expect(() => ringOf('omsk', [{ generation: 2, key }]).open(family, place, sealed)).toThrow('vault.unreadable');
});

test('the newest generation seals; an older box opens by its own; a relabelled one does not', () => {
  const sealed = ringOf('kazan', [{ generation: 1, key: older }]).seal(family, place, 'x');
  expect(ring.open(family, place, sealed)).toBe('x');
  expect(ring.seal(family, place, 'x').readUInt32BE(1)).toBe(2);
  // Even where both generations are the same key, the label is authenticated.
  sealed.writeUInt32BE(2, 1);
  const same = ringOf('kazan', [
    { generation: 1, key: older },
    { generation: 2, key: older },
  ]);
  expect(() => same.open(family, place, sealed)).toThrow('vault.unreadable');
});

test('every flipped bit, every cut and foreign bytes are refused', () => {
  const sealed = ring.seal(family, place, 'Казань');
  for (let byte = 0; byte < sealed.length; byte += 1) {
    const damaged = Buffer.from(sealed);
    damaged.writeUInt8(damaged.readUInt8(byte) ^ 1, byte);
    expect(() => ring.open(family, place, damaged)).toThrow('vault.unreadable');
    expect(() => ring.open(family, place, sealed.subarray(0, byte))).toThrow('vault.unreadable');
  }
  expect(() => ring.open(family, place, Buffer.from('a plain text that was never sealed'))).toThrow('vault.unreadable');
});

test('a destroyed key neither seals nor opens; a key that was not asked for is a mistake of the program', () => {
  const sealed = ring.seal(family, place, 'x');
  const destroyed = ringOf('kazan', [{ generation: 2, key: null }]);
  expect(() => destroyed.open(family, place, sealed)).toThrow('vault.key-destroyed');
  expect(() => destroyed.seal(family, place, 'x')).toThrow('vault.key-destroyed');
  expect(() => ring.seal({ kind: 'branch' }, place, 'x')).toThrow('was not asked for');
});

test('no key shows in JSON or in an inspection', () => {
  const master = new MasterKey(key);
  const cache = new KeyCache();
  cache.set('k', key);
  for (const holder of [ring, master, cache]) {
    const shown = inspect(holder, { depth: 9, showHidden: true }) + JSON.stringify(holder);
    expect(shown).not.toContain(key.toString('hex'));
    expect(shown).not.toMatch(/<Buffer|"type":"Buffer"/);
  }
});

test('a wrapped key opens under its own master key and context only', () => {
  const master = new MasterKey(key);
  const wrapped = master.wrap(older, ['kazan', 'branch']);
  expect(master.unwrap(wrapped, ['kazan', 'branch'])).toEqual(older);
  expect(() => master.unwrap(wrapped, ['omsk', 'branch'])).toThrow('refused');
  expect(() => new MasterKey(older).unwrap(wrapped, ['kazan', 'branch'])).toThrow('refused');
  expect(() => new MasterKey(Buffer.alloc(31))).toThrow('32 bytes');
  expect(() => openBox(key, ['a'], sealBox(key, 1, ['b'], older))).toThrow('refused');
});

test('the cache forgets the least used and the old', async () => {
  const cache = new KeyCache(2, 20);
  cache.set('a', key);
  cache.set('b', key);
  cache.get('a');
  cache.set('c', key);
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([key, undefined, key]);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(cache.get('a')).toBeUndefined();
  expect(cache.size).toBe(1);
});
