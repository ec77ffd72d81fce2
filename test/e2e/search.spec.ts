import { Writable } from 'node:stream';
import request from 'supertest';
import { foldWords } from '#vault';
import { type ApiServer, type SignedIn, startApiServer } from '../support/api-server.ts';

let api: ApiServer;
let coordinator: SignedIn;
let branch: string;
let logged = '';
const schools: Record<string, string> = {};
const families: Record<string, string> = {};
const guardians: Record<string, string> = {};
const requests: Record<string, string> = {};

const call = (path: string, who = coordinator) => request(api.server).post(`${branch}${path}`).set(who.headers);

beforeAll(async () => {
  const logStream = new Writable({
    write: (line: Buffer, _, done) => {
      logged += line.toString();
      done();
    },
  });
  api = await startApiServer({ logStream });
  coordinator = await api.signIn({ role: 'coordinator' });
  branch = `/v1/branches/${coordinator.branchId}`;
  await school('14', 'МБОУ «СОШ № 14»', 'г. Казань, ул. Учебная, д. 5', '7710474375');
  await school('gymnasium', 'МАОУ «Гимназия № 14»', 'г. Казань, ул. Лесная, д. 2');
  await school('elabuga', 'МБОУ «СОШ № 14» г. Елабуги', '423600, г. Елабуга, ул. Мира, д. 14');
  await school('5', 'МБОУ «Средняя школа № 5»', 'Республика Татарстан, г. Казань, ул. Ершова, д. 14');
  await family('solovyova', person('Соловьёва', 'Алёна', 'Геннадьевна'), person('Соловьёв', 'Пётр', 'Ильич'), {
    phone: '8 (916) 123-45-67',
    email: 'alena@people.test',
    identityDocument: { kind: 'passport', number: '92 04 654321', issuedOn: '2020-02-01', issuedBy: 'МВД' },
  });
  await family('rimskaya', person('Римская-Корсакова', 'Наталья', 'Юрьевна'), person('Римский', 'Филипп', 'Олегович'));
  await family('ivanova', person('Иванова', 'Мария', 'Петровна'), person('Иванов', 'Артём', 'Сергеевич'), {}, '5');
  await family(
    'ivanovskaya',
    person('Ивановская', 'Софья', 'Петровна'),
    person('Ивановский', 'Данил', 'Ильич'),
    {},
    '14',
  );
  await open('solovyova', '14');
  await open('ivanova', '5');
});
afterAll(() => api.close());

function person(surname: string, givenName: string, patronymic: string) {
  return { surname, givenName, patronymic };
}

async function school(key: string, shortName: string, postalAddress: string, inn: string | null = null) {
  const body = { kind: 'school', regionCode: '16', shortName, fullName: shortName, postalAddress, inn };
  schools[key] = (await call('/authorities').send(body).expect(201)).body.id;
}

async function family(key: string, guardian: object, child: object, more: object = {}, at?: string): Promise<void> {
  const enrolment = at === undefined ? null : { authorityId: schools[at], classLabel: '3А', from: '2025-09-01' };
  const { body } = await call('/families')
    .send({
      dataSource: 'guardian_in_person',
      guardians: [{ relation: 'parent', name: guardian, postalAddress: '420000, Казань', ...more }],
      children: [{ name: child, birthDate: '2016-05-04', enrolment }],
    })
    .expect(201);
  [families[key], guardians[key]] = [body.id, body.guardians[0].id];
  requests[`${key} child`] = body.children[0].id;
}

async function open(key: string, to: string): Promise<void> {
  const { body } = await call('/requests')
    .send({
      ...{ familyId: families[key], guardianId: guardians[key], childIds: [requests[`${key} child`]] },
      authorityId: schools[to],
      demands: [{ kind: 'consent_withdrawal', systemCodes: ['my_school'] }],
    })
    .expect(201);
  requests[key] = body.id;
}

interface Answer {
  readonly families: { items: { id: string; match: string; initials: string }[]; nextCursor: string | null } | null;
  readonly requests: { items: { id: string; match: string }[]; nextCursor: string | null } | null;
  readonly authorities: { items: { id: string }[]; nextCursor: string | null } | null;
}

async function search(q: string, more: object = {}, who = coordinator): Promise<Answer> {
  return (
    await call('/search', who)
      .send({ q, ...more })
      .expect(200)
  ).body as Answer;
}

const named = (ids: Record<string, string>, items: readonly { id: string }[] | undefined) =>
  (items ?? []).map(({ id }) => Object.entries(ids).find(([, known]) => known === id)?.[0]);

test.each([
  ['Соловьева', ['solovyova']],
  ['соловьёв', ['solovyova']],
  ['СОЛОВЬЕВА АЛЕНА', ['solovyova']],
  ['алёна солов', ['solovyova']],
  ['Соловьева А. Г.', ['solovyova']],
  ['Геннадиевна', ['solovyova']],
  ['Солoвьeва', ['solovyova']],
  ['римская корсакова', ['rimskaya']],
  ['Корсакова', ['rimskaya']],
  ['Римская–Корсакова Наталия', ['rimskaya']],
  ['филип', ['rimskaya']],
  ['Иванова', ['ivanova']],
  ['иванов', ['ivanova', 'ivanovskaya']],
  ['София Ивановская', ['ivanovskaya']],
  ['Мария Ивановская', []],
  ['ива пет', ['ivanovskaya', 'ivanova']],
  ['9161234567', ['solovyova']],
  ['+7 (916) 123-45-67', ['solovyova']],
  ['ALENA@people.test', ['solovyova']],
  ['9204 654321', ['solovyova']],
  ['9204 654322', []],
  ['2', ['rimskaya']],
  ['Сидоров', []],
  ['иванова школа 5', ['ivanova']],
  ['Иванова 5', ['ivanova']],
  ['школа №5 Иванова', ['ivanova']],
  ['Мария Иванова, МБОУ СОШ № 5 Казань', ['ivanova']],
  ['иванова школа 14', []],
  ['ивановская школа 5', []],
])('families: %s', async (q, expected) => {
  const { families: found } = await search(q, { kinds: ['families'] });
  expect(named(families, found?.items)).toEqual(expected);
});

test.each([
  ['школа 14 казань', ['14', 'gymnasium']],
  ['сош 14', ['14', 'elabuga', 'gymnasium']],
  ['14 казань', ['14', 'gymnasium']],
  ['СОШ №14 г.Казань', ['14', 'gymnasium']],
  ['МБОУ «Школа № 5»', ['5']],
  ['гимназия', ['gymnasium']],
  ['гимн 14', ['gymnasium']],
  ['14 елаб', ['elabuga']],
  ['7710474375', ['14']],
  ['татарстан гимназия', ['gymnasium']],
  ['школа на ул. Ершова', ['5']],
  ['ершова', ['5']],
  ['школа 140 казань', []],
])('schools: %s', async (q, expected) => {
  const { authorities } = await search(q, { kinds: ['authorities'] });
  expect(named(schools, authorities?.items)).toEqual(expected);
});

test.each([
  ['КЗН-2026-000001', ['solovyova']],
  ['K3H 2026 1', ['solovyova']],
  ['000002', ['ivanova']],
  ['№2', ['ivanova']],
  ['АБВ-2026-000001', []],
  ['соловьева', ['solovyova']],
  ['школа 14 казань', ['solovyova']],
  ['иванова школа 5', ['ivanova']],
  ['казань', ['ivanova', 'solovyova']],
])('requests: %s', async (q, expected) => {
  await api.database.asAdmin(
    `UPDATE requests SET case_number = regexp_replace(case_number, '[0-9]{4}', '2026') WHERE branch_id = $1`,
    [coordinator.branchId],
  );
  const { requests: found } = await search(q, { kinds: ['requests'] });
  expect(named(requests, found?.items)).toEqual(expected);
});

test.each([
  ['', 'search-empty'],
  [' -- «»!? ', 'search-empty'],
  ['и', 'search-too-short'],
  ['и-а', 'search-too-short'],
  ['раз два три четыре пять шесть семь восемь девять', 'search-too-many-words'],
  ['слово '.repeat(300), 'search-too-long'],
])('%.50s is refused with what is wrong', async (q, rule) => {
  const { body } = await call('/search').send({ q }).expect(422);
  expect(body.errors).toContainEqual(expect.objectContaining({ pointer: '/q', rule }));
});

test('pages of one kind go on where they ended, and each thing stands once', async () => {
  const seen: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const more = { kinds: ['families'], limit: 1, ...(cursor === undefined ? {} : { cursor }) };
    const { families: page } = await search('ив', more);
    seen.push(...named(families, page?.items).map(String));
    cursor = page?.nextCursor ?? null;
  }
  expect(seen).toEqual(['ivanovskaya', 'ivanova']);
  const first = await search('казань', { kinds: ['requests'], limit: 1 });
  const second = await search('казань', { kinds: ['requests'], limit: 1, cursor: first.requests?.nextCursor });
  expect(named(requests, [...(first.requests?.items ?? []), ...(second.requests?.items ?? [])])).toEqual([
    'ivanova',
    'solovyova',
  ]);
  await call('/search').send({ q: 'ив', cursor: 'x' }).expect(422);
});

test('a renamed family is found by its new name only, an added child at once', async () => {
  await family('renamed', person('Прежняя', 'Ольга', 'Львовна'), person('Прежний', 'Лев', 'Львович'));
  const id = families['renamed'] ?? '';
  await request(api.server)
    .patch(`${branch}/families/${id}`)
    .set({ ...coordinator.headers, 'if-match': '"1"' })
    .send({ guardians: [{ id: guardians['renamed'], name: person('Новейшая', 'Ольга', 'Львовна') }] })
    .expect(200);
  await call(`/families/${id}/children`)
    .send({ name: person('Младшенький', 'Ян', 'Львович'), birthDate: '2018-01-02' })
    .expect(201);
  const found = async (q: string) => named(families, (await search(q, { kinds: ['families'] })).families?.items);
  expect(await found('новейшая')).toEqual(['renamed']);
  expect(await found('младшен')).toEqual(['renamed']);
  expect(await found('прежняя')).toEqual([]);
  expect(await found('прежний')).toEqual(['renamed']);
});

test('who sees assigned families only finds no other, and another branch finds nothing', async () => {
  const volunteer = await api.signIn({ role: 'volunteer', branchId: coordinator.branchId });
  for (const q of ['соловьева', '9161234567', 'alena@people.test', '1', '9204654321', 'казань']) {
    const { families: none, requests: nor } = await search(q, {}, volunteer);
    expect([none?.items, nor?.items]).toEqual([[], []]);
  }
  await call(`/families/${families['solovyova'] ?? ''}/assignments`)
    .send({ personId: volunteer.id, reason: 'Помогает' })
    .expect(201);
  const { families: own, requests: ownRequests } = await search('соловьева', {}, volunteer);
  expect(named(families, own?.items)).toEqual(['solovyova']);
  expect(named(requests, ownRequests?.items)).toEqual(['solovyova']);
  const stranger = await api.signIn({ role: 'coordinator' });
  const { body } = await request(api.server)
    .post(`/v1/branches/${stranger.branchId}/search`)
    .set(stranger.headers)
    .send({ q: 'соловьева' })
    .expect(200);
  expect(body).toMatchObject({ families: { items: [] }, requests: { items: [] } });
});

test('a role that reads no family searches the directory only', async () => {
  const administrator = await api.signIn({ role: 'association_admin', branchId: coordinator.branchId });
  const found = await search('14 казань', {}, administrator);
  expect(found).toMatchObject({ families: null, requests: null });
  expect(found.authorities?.items).toHaveLength(2);
  await call('/search', administrator)
    .send({ q: 'иванова', kinds: ['families'] })
    .expect(403);
});

test('lists of addressees take the same words', async () => {
  const { body } = await request(api.server)
    .get(`${branch}/authorities`)
    .query({ q: 'СОШ 14 Казань', kind: 'school' })
    .set(coordinator.headers)
    .expect(200);
  expect(named(schools, body.items).sort()).toEqual(['14', 'gymnasium']);
});

test('neither what was typed nor a name is written down', async () => {
  await search('Соловьёва Алёна');
  expect(logged).toContain('/search');
  const rows = await api.database.asAdmin<{ line: string; token: string; branch: string }>(
    'SELECT t::text AS line, token::text, branch_id AS branch FROM family_search_tokens t',
  );
  expect(rows.length).toBeGreaterThan(100);
  const stored = rows.map(({ line }) => line).join('\n') + logged;
  for (const word of ['Соловьёва', 'соловьёва', ...foldWords('Соловьёва Алёна Римская'), 'alena@', '654321']) {
    expect(stored).not.toContain(word);
    expect(stored).not.toContain(Buffer.from(word, 'utf8').toString('hex'));
  }
  const other = await api.signIn({ role: 'coordinator' });
  await request(api.server)
    .post(`/v1/branches/${other.branchId}/families`)
    .set(other.headers)
    .send({
      dataSource: 'guardian_in_person',
      guardians: [{ relation: 'parent', name: person('Соловьёва', 'Алёна', 'Геннадьевна'), postalAddress: 'Казань' }],
      children: [{ name: person('Соловьёв', 'Пётр', 'Ильич'), birthDate: '2016-05-04' }],
    })
    .expect(201);
  const shared = await api.database.asAdmin<{ token: string }>(
    'SELECT token::text FROM family_search_tokens GROUP BY token HAVING count(DISTINCT branch_id) > 1',
  );
  expect(shared).toEqual([]);
});
