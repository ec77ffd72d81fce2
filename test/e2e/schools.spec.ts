import request from 'supertest';
import { Database, TenantScope } from '#database';
import { newId, Problem } from '#kernel';
import { Authorities } from '#schools';
import { type ApiServer, type SignedIn, startApiServer } from '../support/api-server.ts';

let api: ApiServer;
let coordinator: SignedIn;
let base: string;

beforeAll(async () => {
  api = await startApiServer();
  coordinator = await api.signIn({ role: 'coordinator' });
  base = `/v1/branches/${coordinator.branchId}`;
});
afterAll(() => api.close());

const school = {
  kind: 'school',
  regionCode: '16',
  shortName: 'МБОУ «СОШ № 14»',
  fullName: 'Муниципальное бюджетное общеобразовательное учреждение «Средняя школа № 14»',
  inn: '7710474375',
  ogrn: '1047702026701',
  postalAddress: '420000, Казань, ул. Учебная, д. 14',
  head: { position: 'Директор', fullName: 'Белых Нина Сергеевна', gender: 'female', dative: 'Белых Нине Сергеевне' },
  emails: [{ address: 'Shkola14@Kazan.test', source: 'сайт школы', observedOn: '2026-09-01', quality: 'verified' }],
};

const get = (path: string) => request(api.server).get(`${base}${path}`).set(coordinator.headers);
const post = (path: string, body: object) =>
  request(api.server).post(`${base}${path}`).set(coordinator.headers).send(body);
const patch = (id: string, version: number, body: object) =>
  request(api.server)
    .patch(`${base}/authorities/${id}`)
    .set(coordinator.headers)
    .set('if-match', `"${version}"`)
    .send(body);

async function insertAuthority(kind: string, regionCode: string, name = 'Адресат'): Promise<string> {
  const id = newId();
  await api.database.asAdmin(
    `INSERT INTO authorities (id, kind, region_code, short_name, full_name, postal_address, time_zone)
     VALUES ($1, $2, $3, $4, $4, 'адрес', 'Europe/Moscow')`,
    [id, kind, regionCode, name],
  );
  return id;
}

function inBranch<T>(work: () => Promise<T>): Promise<T> {
  const entry = { kind: 'person', personId: coordinator.id } as const;
  return api.app.get(TenantScope).run({ branchId: coordinator.branchId, entry }, work);
}

test('a school is recorded and read back; the region lends its time zone', async () => {
  const created = await post('/authorities', school).expect(201);
  const { body, headers } = await get(`/authorities/${created.body.id}`).expect(200);
  expect(headers['etag']).toBe('"1"');
  expect(body).toMatchObject({
    ...school,
    emails: [{ ...school.emails[0], address: 'shkola14@kazan.test' }],
    timeZone: 'Europe/Moscow',
    founderId: null,
    version: 1,
  });
});

test.each([
  [{ inn: '7710474376' }, '/inn', 'inn-checksum'],
  [{ ogrn: '1047702026702' }, '/ogrn', 'ogrn-checksum'],
  [{ timeZone: 'Europe/Kazan' }, '/timeZone', 'time-zone'],
  [{ shortName: 'Школа\nвторая' }, '/shortName', 'control-character'],
  [{ emails: [{ address: 'нет', source: 'сайт', observedOn: '2026-02-30' }] }, '/emails/0/address', 'format'],
  [
    { emails: [{ address: 'a@b.test', source: 'сайт', observedOn: '2026-02-30' }] },
    '/emails/0/observedOn',
    'not-a-day',
  ],
  [{ colour: 'red' }, '/colour', 'unknown-field'],
])('%j is refused at %s', async (wrong, pointer, rule) => {
  const { body } = await post('/authorities', { ...school, ...wrong }).expect(422);
  expect(body.errors).toEqual(expect.arrayContaining([expect.objectContaining({ pointer, rule })]));
});

test('a correction needs the version that was read, and a stale one changes nothing', async () => {
  const { id } = (await post('/authorities', school).expect(201)).body;
  await request(api.server).patch(`${base}/authorities/${id}`).set(coordinator.headers).send({ inn: null }).expect(428);
  const changed = await patch(id, 1, { inn: null, head: null, emails: [] }).expect(200);
  expect(changed.body).toMatchObject({ inn: null, ogrn: school.ogrn, head: null, emails: [], version: 2 });
  expect((await patch(id, 1, { shortName: 'Другая' }).expect(412)).body.code).toBe('http.version-mismatch');
  expect((await get(`/authorities/${id}`)).body).toMatchObject({ shortName: school.shortName, version: 2 });
});

test('the directory of another region can be read but not written, whatever the code above the database does', async () => {
  const id = await insertAuthority('school', '77');
  await get(`/authorities/${id}`).expect(200);
  expect((await patch(id, 1, { shortName: 'Чужая' }).expect(403)).body.code).toBe('schools.foreign-region');
  const refused = await post('/authorities', { ...school, regionCode: '77' }).expect(403);
  expect(refused.body.code).toBe('schools.foreign-region');
  const db = api.app.get(Database);
  const insert = inBranch(() =>
    db.transaction((tx) =>
      tx.query(
        `INSERT INTO authorities (id, kind, region_code, short_name, full_name, postal_address, time_zone)
         VALUES ($1, 'school', '77', 'x', 'x', 'x', 'UTC')`,
        [newId()],
      ),
    ),
  );
  await expect(insert).rejects.toThrow('row-level security');
  const update = inBranch(() =>
    db.transaction((tx) => tx.query<[unknown[], number]>(`UPDATE authorities SET inn = NULL WHERE id = $1`, [id])),
  );
  expect((await update)[1]).toBe(0);
});

test('a volunteer reads the directory and may not write it', async () => {
  const { headers } = await api.signIn({ role: 'volunteer', branchId: coordinator.branchId });
  await request(api.server).get(`${base}/authorities`).set(headers).expect(200);
  await request(api.server).post(`${base}/authorities`).set(headers).send(school).expect(403);
});

test('pages by name and by age hold every entry once; filters narrow them', async () => {
  const names = ['Ёлочка', 'апельсин', 'Арбуз', 'Школа 100%', 'Школа 1000', 'Арбуз'];
  const ids = [];
  for (const name of names) ids.push(await insertAuthority('founder', '16', name));
  for (const sort of ['name', '-name', 'createdAt', '-createdAt']) {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: request.Response = await get('/authorities')
        .query({ kind: 'founder', region: '16', sort, limit: 2, ...(cursor !== null && { cursor }) })
        .expect(200);
      seen.push(...page.body.items.map((item: { id: string }) => item.id));
      cursor = page.body.nextCursor;
    } while (cursor !== null);
    expect([...seen].sort()).toEqual([...ids].sort());
    if (sort === 'createdAt') expect(seen).toEqual(ids);
  }
  const found = await get('/authorities').query({ kind: 'founder', name: 'ШКОЛА 100%' }).expect(200);
  expect(found.body.items.map((item: { shortName: string }) => item.shortName)).toEqual(['Школа 100%']);
  expect((await get('/authorities').query({ region: '16', kind: 'prosecutor' })).body.items).toEqual([]);
  await get('/authorities').query({ sort: 'inn' }).expect(422);
});

test('a repeat under one Idempotency-Key makes one entry', async () => {
  const key = newId();
  const once = await post('/authorities', { ...school, inn: null })
    .set('idempotency-key', key)
    .expect(201);
  const again = await post('/authorities', { ...school, inn: null })
    .set('idempotency-key', key)
    .expect(201);
  expect(again.body.id).toBe(once.body.id);
});

test('a correction is in the log with codes and ids only', async () => {
  const { id } = (await post('/authorities', school).expect(201)).body;
  await patch(id, 1, { head: null, postalAddress: 'Казань' }).expect(200);
  const rows = await api.database.asAdmin<{ action: string; details: unknown }>(
    'SELECT action, details FROM audit_entries WHERE subject_id = $1 ORDER BY number',
    [id],
  );
  expect(rows).toEqual([
    { action: 'schools.create', details: { kind: 'school', region: '16' } },
    { action: 'schools.correct', details: { fields: 'postalAddress,head', origin: 'correction' } },
  ]);
});

test('the catalogue shows systems and regions, and no office where it is uncertain', async () => {
  const systems = (await get('/information-systems').expect(200)).body.items;
  expect(systems).toContainEqual(
    expect.objectContaining({ code: 'my_school', confidence: 'V2', operatorKind: 'state_operator' }),
  );
  const regions = (await get('/regions').expect(200)).body.items;
  expect(regions).toHaveLength(89);
  const byCode = new Map(regions.map((region: { code: string }) => [region.code, region]));
  expect(byCode.get('16')).toMatchObject({ roskomnadzorOffice: expect.stringContaining('Татарстан') });
  expect(byCode.get('06')).toMatchObject({ confidence: 'U', roskomnadzorOffice: null });
});

test('complaints are routed to the office of the region, never where it is uncertain', async () => {
  const authorities = api.app.get(Authorities);
  const codeOf = (error: unknown) => (error instanceof Problem ? error.code : error);
  const missing = await inBranch(() => authorities.regulatorFor('16')).catch(codeOf);
  expect(missing).toBe('schools.regulator-missing');
  const id = await insertAuthority('regulator', '16', 'Управление Роскомнадзора');
  expect((await inBranch(() => authorities.regulatorFor('16'))).id).toBe(id);
  await insertAuthority('regulator', '06', 'Управление');
  expect(await inBranch(() => authorities.regulatorFor('06')).catch(codeOf)).toBe('schools.regulator-uncertain');
});

test('one office that serves two regions is found from both', async () => {
  const regions = (await get('/regions')).body.items as { code: string; roskomnadzorOffice: string | null }[];
  const pair = regions.find(
    ({ code, roskomnadzorOffice }) =>
      roskomnadzorOffice !== null &&
      regions.some((other) => other.code > code && other.roskomnadzorOffice === roskomnadzorOffice),
  );
  const other = regions.find(
    ({ code, roskomnadzorOffice }) => code > (pair?.code ?? '') && roskomnadzorOffice === pair?.roskomnadzorOffice,
  );
  if (pair === undefined || other === undefined) throw new Error('No office serves two regions any more.');
  const id = await insertAuthority('regulator', other.code, 'Общее управление');
  expect((await inBranch(() => api.app.get(Authorities).regulatorFor(pair.code))).id).toBe(id);
});
