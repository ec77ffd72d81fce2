import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module, type DynamicModule } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { AuditModule } from '#audit';
import { Database, DatabaseModule, TenantScope } from '#database';
import { DiskBlobs, Files, FilesModule, MAX_FILE_BYTES } from '#files';
import { newId } from '#kernel';
import { Vault, VaultModule } from '#vault';
import { startS3Server, type S3Server } from '../support/s3-server.ts';
import { type Branches, createBranches } from '../support/test-branches.ts';

let branches: Branches;
let s3: S3Server;
let kazan: string;
let omsk: string;
const dataDir = mkdtempSync(join(tmpdir(), 'otzyv-files-'));
const keys = { master: randomBytes(32) };
const text = 'Согласие на обработку персональных данных Соловьёвой Алёны отзываю.';

beforeAll(async () => {
  branches = await createBranches(2);
  [kazan = '', omsk = ''] = branches.ids;
  s3 = await startS3Server('otzyv');
});
afterAll(async () => {
  await s3.close();
  await branches.close();
  rmSync(dataDir, { recursive: true, force: true });
});

@Module({})
class Whole {
  static with(s3Url: string | undefined): DynamicModule {
    return {
      module: Whole,
      imports: [
        DatabaseModule.connect({ url: branches.database.appUrl, pool: 5, entities: [] }),
        VaultModule.withKeys(keys),
        AuditModule.forRoot(),
        FilesModule.at({ dataDir, s3Url }),
      ],
    };
  }
}

const rows = (id: string) =>
  branches.database.asAdmin<{ stored_as: string }>('SELECT * FROM files WHERE id = $1', [id]);
const blobsOnDisk = () =>
  readdirSync(join(dataDir, 'files'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe.each(['disk', 's3'])('on %s', (where) => {
  let app: TestingModule;
  let files: Files;
  let db: Database;
  const enter = <T>(branchId: string, work: () => Promise<T>) =>
    app.get(TenantScope).run({ branchId, entry: { kind: 'person', personId: branches.personId } }, work);
  const letter = (more: { familyId?: string; content?: Uint8Array; name?: string } = {}) => ({
    ...{ purpose: 'letter', name: 'Отзыв Соловьёвой.txt', content: Buffer.from(text), by: branches.by },
    ...more,
  });
  const store = (more: Parameters<typeof letter>[0] = {}, branchId = kazan) =>
    enter(branchId, () => files.store(letter(more)));
  const stored = async (id: string): Promise<Buffer> => {
    const address = (await rows(id))[0]?.stored_as ?? '';
    const path = `files/${address.slice(0, 2)}/${address.slice(2, 4)}/${address}`;
    return where === 'disk' ? readFileSync(join(dataDir, path)) : (s3.objects.get(`/otzyv/${path}`) ?? Buffer.alloc(0));
  };
  const replace = async (id: string, bytes: Buffer | null) => {
    const address = (await rows(id))[0]?.stored_as ?? '';
    const path = `files/${address.slice(0, 2)}/${address.slice(2, 4)}/${address}`;
    if (where === 'disk') {
      if (bytes === null) rmSync(join(dataDir, path));
      else writeFileSync(join(dataDir, path), bytes, { mode: 0o600 });
    } else if (bytes === null) s3.objects.delete(`/otzyv/${path}`);
    else s3.objects.set(`/otzyv/${path}`, bytes);
  };

  beforeAll(async () => {
    app = await Test.createTestingModule({ imports: [Whole.with(where === 's3' ? s3.url : undefined)] }).compile();
    files = app.get(Files);
    db = app.get(Database);
  });
  afterAll(async () => {
    await app.close();
  });

  test('a file comes back as it went in, with its evidence', async () => {
    const familyId = newId();
    const file = await store({ familyId, name: 'C:\\Документы\\..\\Отзыв\u202E Соловьёвой.txt' });
    expect(file).toMatchObject({
      ...{ familyId, purpose: 'letter', name: 'Отзыв Соловьёвой.txt', size: Buffer.byteLength(text) },
      ...{ mediaType: 'text/plain', status: 'clean', scan: 'not-configured' },
      sha256: createHash('sha256').update(text).digest('hex'),
    });
    const read = await enter(kazan, () => files.read(file.id));
    expect(read.file).toEqual(file);
    expect(read.content.toString()).toBe(text);
    expect(await enter(kazan, () => files.describe([file.id, newId()]))).toEqual([file]);
    const log = await branches.database.asAdmin<{ details: object }>(
      'SELECT * FROM audit_entries WHERE subject_id = $1',
      [file.id],
    );
    expect(log).toMatchObject([{ action: 'files.attach', family_id: familyId, details: { sha256: file.sha256 } }]);
  });

  test('neither the blob nor the row shows the content or the name, and the address is the hash of the blob', async () => {
    const { id } = await store();
    const blob = await stored(id);
    const [row] = await rows(id);
    expect(createHash('sha256').update(blob).digest('hex')).toBe(row?.stored_as);
    for (const word of ['Соловьёвой', 'Согласие']) {
      expect(blob.includes(word)).toBe(false);
      expect(Buffer.from(JSON.stringify(row)).includes(word)).toBe(false);
    }
  });

  test('25 MiB pass and come back; one byte more and nothing at all are refused', async () => {
    const content = randomBytes(MAX_FILE_BYTES);
    const { id } = await store({ content });
    expect((await enter(kazan, () => files.read(id))).content.equals(content)).toBe(true);
    await expect(store({ content: Buffer.alloc(MAX_FILE_BYTES + 1) })).rejects.toMatchObject({
      code: 'files.too-large',
    });
    await expect(store({ content: Buffer.alloc(0) })).rejects.toMatchObject({ code: 'files.empty' });
  });

  test('a tampered, exchanged or lost blob is refused', async () => {
    const [one, two] = [await store(), await store()];
    const original = await stored(one.id);
    const flipped = Buffer.from(original);
    flipped.writeUInt8(flipped.readUInt8(40) ^ 1, 40);
    for (const bytes of [flipped, original.subarray(0, -1), await stored(two.id), Buffer.alloc(0), null]) {
      await replace(one.id, bytes);
      await expect(enter(kazan, () => files.read(one.id))).rejects.toMatchObject({ code: 'files.damaged' });
    }
    await replace(one.id, original);
    expect((await enter(kazan, () => files.read(one.id))).content.toString()).toBe(text);
  });

  test('a row that points to the whole blob of another file is refused by the vault', async () => {
    const [one, two] = [await store(), await store()];
    await branches.database.asAdmin(
      'UPDATE files SET stored_as = (SELECT stored_as FROM files WHERE id = $1) WHERE id = $2',
      [one.id, two.id],
    );
    await expect(enter(kazan, () => files.read(two.id))).rejects.toMatchObject({ code: 'vault.unreadable' });
  });

  test('another branch does not find it', async () => {
    const { id } = await store();
    await expect(enter(omsk, () => files.read(id))).rejects.toMatchObject({ code: 'not-found' });
    expect(await enter(omsk, () => files.describe([id]))).toEqual([]);
  });

  test('with its key a family loses its files', async () => {
    const familyId = newId();
    const { id } = await store({ familyId });
    await enter(kazan, () => app.get(Vault).destroyFamilyKey(familyId));
    await expect(enter(kazan, () => files.read(id))).rejects.toMatchObject({ code: 'vault.key-destroyed' });
    await expect(store({ familyId })).rejects.toMatchObject({ code: 'vault.key-destroyed' });
  });

  test('between blob and row nothing is found; a transaction that fails leaves no row and no log entry', async () => {
    const prepared = await enter(kazan, () => files.prepare(letter()));
    expect(await rows(prepared.id)).toHaveLength(0);
    const failing = enter(kazan, () =>
      db.transaction(async () => {
        await files.attach(prepared);
        throw new Error('crash');
      }),
    );
    await expect(failing).rejects.toThrow('crash');
    expect(await rows(prepared.id)).toHaveLength(0);
    await expect(enter(kazan, () => files.read(prepared.id))).rejects.toMatchObject({ code: 'not-found' });
    expect(
      await branches.database.asAdmin('SELECT 1 FROM audit_entries WHERE subject_id = $1', [prepared.id]),
    ).toHaveLength(0);
    const file = await enter(kazan, () => db.transaction(() => files.attach(prepared)));
    expect((await enter(kazan, () => files.read(file.id))).content.toString()).toBe(text);
  });

  test('no blob moves while a transaction is open', async () => {
    const { id } = await store();
    for (const work of [() => files.store(letter()), () => files.prepare(letter()), () => files.read(id)]) {
      await expect(enter(kazan, () => db.transaction<unknown>(work))).rejects.toThrow('while a transaction waits');
    }
  });

  test('a quarantined file is not handed out', async () => {
    const { id } = await store();
    await branches.database.asAdmin(`UPDATE files SET status = 'quarantined', scan = 'found' WHERE id = $1`, [id]);
    await expect(enter(kazan, () => files.read(id))).rejects.toMatchObject({ code: 'files.quarantined' });
  });
});

test('on disk nothing unfinished stays and nobody else may read', () => {
  expect(readdirSync(join(dataDir, 'files', 'unfinished'))).toEqual([]);
  expect(blobsOnDisk().length).toBeGreaterThan(5);
  for (const blob of blobsOnDisk()) expect(statSync(blob).mode & 0o077).toBe(0);
});

test('a disk that cannot be written is named', async () => {
  const blobs = new DiskBlobs(join(dataDir, 'not-a-folder'));
  writeFileSync(join(dataDir, 'not-a-folder'), '');
  await expect(blobs.put('ab'.repeat(32), Buffer.from('x'))).rejects.toMatchObject({ code: 'files.store-unavailable' });
  await expect(blobs.get('ab'.repeat(32))).rejects.toMatchObject({ code: 'files.store-unavailable' });
});

test('an S3 store that fails for a moment is asked again; one that keeps failing or refuses is named, and no row is left', async () => {
  const run = async (url: string, act: (store: () => Promise<unknown>) => Promise<void>) => {
    const app = await Test.createTestingModule({ imports: [Whole.with(url)] }).compile();
    const scope = { branchId: kazan, entry: { kind: 'person', personId: branches.personId } } as const;
    const file = { purpose: 'letter', name: 'a.txt', content: Buffer.from(text), by: branches.by };
    await act(() => app.get(TenantScope).run(scope, () => app.get(Files).store(file)));
    await app.close();
  };
  const count = async () => (await branches.database.asAdmin('SELECT 1 FROM files')).length;
  const before = await count();
  await run(s3.url, async (store) => {
    s3.failNext(1);
    await store();
    s3.failNext(20);
    await expect(store()).rejects.toMatchObject({ code: 'files.store-unavailable', status: 503 });
    s3.failNext(0);
  });
  const wrongSecret = new URL(s3.url);
  wrongSecret.password = 'wrong';
  await run(wrongSecret.href, async (store) => {
    const refused = expect(store()).rejects;
    await refused.toMatchObject({ code: 'files.store-unavailable' });
  });
  await run('http://a:b@127.0.0.1:9/otzyv', async (store) => {
    await expect(store()).rejects.toMatchObject({ code: 'files.store-unavailable' });
  });
  expect(await count()).toBe(before + 1);
});
