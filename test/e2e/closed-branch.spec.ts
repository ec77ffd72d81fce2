import { createHash } from 'node:crypto';
import request from 'supertest';
import { verifyAuditFile, verifyAllAuditChains } from '#audit';
import { ClosuresSweep, RecordsSweep } from '#erasure';
import { newId } from '#kernel';
import type { ApiServer, SignedIn } from '../support/api-server.ts';
import { eventually } from '../support/correspondence-house.ts';
import { type MailedApi, startMailedApi } from '../support/mailed-api.ts';

interface Closure {
  readonly state: string;
  readonly export: { families: number; familiesDone: number; parts: number; readyAt: string | null };
  readonly erasure: { toErase: number; held: number; erased: number; doneAt: string | null };
}

interface Part {
  readonly number: number;
  readonly kind: string;
  readonly bytes: number;
  readonly sha256: string;
}

let mailed: MailedApi;
let api: ApiServer;
let overseer: SignedIn;
let branches: string;

beforeAll(async () => {
  mailed = await startMailedApi();
  ({ api } = mailed);
  overseer = await api.signIn({ role: 'association_admin' });
  const [row] = await api.database.asAdmin<{ id: string }>(
    `INSERT INTO association_admins (association_id, person_id) SELECT association_id, $2 FROM branches WHERE id = $1
     RETURNING association_id AS id`,
    [overseer.branchId, overseer.id],
  );
  branches = `/v1/associations/${row?.id ?? ''}/branches`;
});
afterEach(() => shiftBy('0'));
afterAll(() => mailed.close());

const get = (path: string, who = overseer) => request(api.server).get(path).set(who.headers);
const post = (path: string, body: object, who = overseer) => request(api.server).post(path).set(who.headers).send(body);
const shiftBy = (interval: string) => api.database.asAdmin('UPDATE clock_shift SET shift = $1::interval', [interval]);
const sweep = () => api.app.get(ClosuresSweep, { strict: false }).run();

let opened = 0;
async function givenBranch(): Promise<string> {
  opened += 1;
  const body = { name: 'Уходящее отделение', regionCode: '16', casePrefix: `УХ${'АБВГД'.charAt(opened)}` };
  return (await post(branches, { ...body, postalAddress: 'Казань' }).expect(201)).body.id as string;
}

async function givenFamily(branchId: string, who: SignedIn): Promise<string> {
  const name = { surname: 'Приметная', givenName: 'Вера', patronymic: 'Ильинична' };
  const body = {
    dataSource: 'guardian_in_person',
    guardians: [{ relation: 'parent', name, postalAddress: 'Казань' }],
    children: [{ name, birthDate: '2015-01-02' }],
  };
  const { id } = (await post(`/v1/branches/${branchId}/families`, body, who).expect(201)).body as { id: string };
  await request(api.server)
    .post(`/v1/branches/${branchId}/families/${id}/files?purpose=mandate`)
    .set(who.headers)
    .attach('file', Buffer.from('%PDF-1.4 доверенность'), 'доверенность.pdf')
    .expect(201);
  return id;
}

const close = (branchId: string, days: number) =>
  post(`${branches}/${branchId}/close`, {
    reason: 'Отделение распущено',
    eraseAfter: new Date(Date.now() + days * 86_400_000).toISOString(),
  }).expect(200);
const closureOf = async (branchId: string) =>
  (await get(`${branches}/${branchId}/closure`).expect(200)).body as Closure;
const inState = (branchId: string, state: string) =>
  eventually(async () => {
    const closure = await closureOf(branchId);
    return closure.state === state ? closure : undefined;
  }, `the closure is ${state}`);
async function contentOf(branchId: string, { number }: Part): Promise<Buffer> {
  const answer = await get(`${branches}/${branchId}/closure/parts/${number}/content`)
    .buffer(true)
    .parse((response, done) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () => {
        done(null, Buffer.concat(pieces));
      });
    })
    .expect(200);
  return answer.body as Buffer;
}
async function* linesOf(text: string): AsyncGenerator<string> {
  for (const line of text.split('\n').slice(0, -1)) yield await Promise.resolve(line);
}

test('a closed branch is exported whole, its end is announced, and it is erased with acts, but for what is held', async () => {
  const branchId = await givenBranch();
  const head = await api.signIn({ role: 'branch_admin', branchId });
  const [gone, held] = [await givenFamily(branchId, head), await givenFamily(branchId, head)];
  await post(`/v1/branches/${branchId}/families/${held}/legal-hold`, { reason: 'Идёт суд' }, head).expect(201);
  await get(`${branches}/${branchId}/closure`).expect(404);
  await close(branchId, 20);
  expect(await sweep()).toBeGreaterThanOrEqual(2);

  const { export: ready } = await inState(branchId, 'exported');
  expect(ready).toMatchObject({ families: 2, familiesDone: 2, parts: 5, readyAt: expect.any(String) });
  const parts = (await get(`${branches}/${branchId}/closure/parts`).expect(200)).body.items as Part[];
  expect(parts.map(({ kind }) => kind)).toEqual(['branch', 'family', 'family', 'audit', 'manifest']);
  const contents = await Promise.all(parts.map((part) => contentOf(branchId, part)));
  const digests = contents.map((content) => createHash('sha256').update(content).digest('hex'));
  expect(digests).toEqual(parts.map(({ sha256 }) => sha256));
  expect(contents.slice(0, 3).map((zip) => zip.toString('latin1', 0, 2))).toEqual(['PK', 'PK', 'PK']);
  const report = await verifyAuditFile(linesOf(contents[3]?.toString('utf8') ?? ''));
  expect(report).toMatchObject({ branchId, complete: true, intact: true });
  const first = (await get(`${branches}/${branchId}/closure/parts?limit=2`).expect(200)).body as { nextCursor: string };
  const rest = await get(`${branches}/${branchId}/closure/parts?limit=9&cursor=${first.nextCursor}`).expect(200);
  expect((rest.body.items as Part[]).map(({ number }) => number)).toEqual([3, 4, 5]);
  const takings = await api.database.asAdmin(
    `SELECT FROM audit_entries WHERE branch_id = $1 AND action = 'branches.take-export' AND actor_id = $2`,
    [branchId, overseer.id],
  );
  expect(takings).toHaveLength(5);

  // Nobody else gets it: not who ran the branch, not who administers another association.
  const stranger = await api.signIn({ role: 'association_admin' });
  for (const who of [head, stranger]) {
    await get(`${branches}/${branchId}/closure`, who).expect(404);
    await get(`${branches}/${branchId}/closure/parts/2/content`, who).expect(404);
  }
  await get(`/v1/branches/${branchId}/families/${gone}`, head).expect(404);

  // 20 days are less than 30; then 7 and 1, each once.
  for (const [shift, count] of [
    ['0', 1],
    ['14 days', 2],
    ['19 days 12 hours', 3],
  ] as const) {
    await shiftBy(shift);
    await sweep();
    expect(await sweep()).toBe(0);
    const { mail } = await mailed.mailTo(overseer.email, count);
    expect(mail.subject).toBe('Данные закрытого отделения будут уничтожены: Уходящее отделение');
  }
  expect(await mailed.mailsTo(overseer.email)).toBe(3);

  expect((await closureOf(branchId)).erasure).toMatchObject({ toErase: 1, held: 1, erased: 0 });
  await shiftBy('21 days');
  expect(await sweep()).toBe(1);
  await get(`${branches}/${branchId}/closure/parts/2/content`).expect(404);
  await eventually(async () => ((await closureOf(branchId)).erasure.erased === 1 ? true : undefined), 'one is erased');
  await shiftBy('21 days 1 hour');
  await eventually(async () => {
    const [row] = await api.database.asAdmin<{ code: string }>(
      `SELECT last_error AS code FROM outbox WHERE branch_id = $1 AND job = 'erasure.erase-branch'`,
      [branchId],
    );
    return row?.code === 'erasure.families-held' ? true : undefined;
  }, 'the branch waits for what is held');
  expect(await closureOf(branchId)).toMatchObject({ state: 'erasing', erasure: { toErase: 0, held: 1, erased: 1 } });

  await post(`${branches}/${branchId}/closure/lifting-of-holds`, { reason: 'Суд окончен' }).expect(200, { lifted: 1 });
  for (const shift of ['23 days', '24 days', '25 days']) {
    await shiftBy(shift);
    await eventually(async () => ((await closureOf(branchId)).erasure.held === 0 ? true : undefined), 'no hold');
    if ((await closureOf(branchId)).state === 'erased') break;
    await eventually(async () => ((await closureOf(branchId)).erasure.erased === 2 ? true : undefined), 'all erased');
  }
  expect((await inState(branchId, 'erased')).erasure).toMatchObject({ toErase: 0, held: 0, erased: 2 });
  const [left] = await api.database.asAdmin<Record<string, number>>(
    `SELECT (SELECT count(*)::int FROM families WHERE branch_id = $1) AS families,
       (SELECT count(*)::int FROM children WHERE branch_id = $1) AS children,
       (SELECT count(*)::int FROM vault_keys WHERE branch_id = $1 AND family_id IS NOT NULL AND destroyed_at IS NULL) AS keys,
       (SELECT count(*)::int FROM files WHERE branch_id = $1 AND erased_at IS NULL AND purpose <> 'destruction-act') AS files,
       (SELECT count(*)::int FROM files WHERE branch_id = $1 AND erased_at IS NULL AND purpose = 'destruction-act') AS records,
       (SELECT count(*)::int FROM guardians WHERE branch_id = $1 AND octet_length(personal_sealed) > 0) AS readable`,
    [branchId],
  );
  expect(left).toEqual({ families: 2, children: 2, keys: 0, files: 0, records: 4, readable: 0 });
  for await (const chain of verifyAllAuditChains(api.database.adminUrl)) expect(chain).toMatchObject({ intact: true });

  // With the last act the key of the branch goes too.
  await shiftBy('4 years');
  expect(await api.app.get(RecordsSweep, { strict: false }).run()).toBe(2);
  await eventually(async () => {
    const keys = await api.database.asAdmin('SELECT FROM vault_keys WHERE branch_id = $1 AND destroyed_at IS NULL', [
      branchId,
    ]);
    return keys.length === 0 ? true : undefined;
  }, 'no key is left');
}, 180_000);

test('a branch that is opened again loses the copies that were made for its end, and is not erased', async () => {
  const branchId = await givenBranch();
  const head = await api.signIn({ role: 'branch_admin', branchId });
  const family = await givenFamily(branchId, head);
  await close(branchId, 40);
  await sweep();
  await inState(branchId, 'exported');
  await post(`${branches}/${branchId}/reopen`, { reason: 'Закрыли по ошибке' }).expect(200);
  await sweep();
  await inState(branchId, 'cancelled');
  await eventually(async () => {
    const files = await api.database.asAdmin(
      `SELECT FROM files WHERE branch_id = $1 AND purpose = 'branch-export' AND erased_at IS NULL`,
      [branchId],
    );
    return files.length === 0 ? true : undefined;
  }, 'the copies are gone');
  await shiftBy('50 days');
  await sweep();
  await shiftBy('0');
  await get(`/v1/branches/${branchId}/families/${family}`, head).expect(200);
  await get(`${branches}/${branchId}/closure/parts/1/content`).expect(404);
  await get(`${branches}/${newId()}/closure`).expect(404);
}, 120_000);
