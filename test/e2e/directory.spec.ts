import request from 'supertest';
import { newId } from '#kernel';
import { type ApiServer, type SignedIn, startApiServer } from '../support/api-server.ts';

let api: ApiServer;
let coordinator: SignedIn;
beforeAll(async () => {
  api = await startApiServer();
  coordinator = await api.signIn({ role: 'coordinator' });
});
afterAll(() => api.close());

const school = {
  ...{ kind: 'school', regionCode: '16', municipality: 'г. Казань', shortName: 'МБОУ «СОШ № 14»' },
  ...{ fullName: 'Школа № 14', inn: '7710474375', ogrn: '1047702026701', kpp: '165501001', postalAddress: 'Казань' },
  head: { position: 'Директор', positionDative: 'Директору', fullName: 'Белых Нина Сергеевна' },
  licence: { number: 'Л035-01272-16/00000001', issuedOn: '2020-02-03', status: 'active' },
  emails: [{ address: 'shkola14@kazan.test', source: 'сайт', observedOn: '2026-09-01' }],
};

type Method = 'get' | 'post' | 'patch' | 'put' | 'delete';
const call = (who: SignedIn, method: Method, path: string, version?: number) => {
  const started = request(api.server)[method](`/v1/branches/${who.branchId}${path}`).set(who.headers);
  return version === undefined ? started : started.set('if-match', `"${version}"`);
};
const made = async (changes: object = {}): Promise<{ id: string; version: number }> =>
  (
    await call(coordinator, 'post', '/authorities')
      .send({ ...school, ...changes })
      .expect(201)
  ).body;

/** A branch of another association in the same region. */
async function neighbour(): Promise<SignedIn> {
  const branchId = await api.givenBranch({ name: 'Отделение соседей' });
  return api.signIn({ role: 'coordinator', branchId });
}

const codes = (body: { errors: { pointer: string }[] }) => body.errors.map(({ pointer }) => pointer);

test('an entry carries what a register tells, and a КПП of another shape is refused', async () => {
  const { id } = await made();
  const { body } = await call(coordinator, 'get', `/authorities/${id}`).expect(200);
  expect(body).toMatchObject({
    kpp: '165501001',
    municipality: 'г. Казань',
    licence: school.licence,
    status: 'active',
  });
  expect(body.head.positionDative).toBe('Директору');
  expect(body.emails[0]).toMatchObject({ purpose: 'general', quality: 'unverified', confirmed: null, sharedWith: 0 });
  const refused = await call(coordinator, 'post', '/authorities')
    .send({ ...school, kpp: '16550100a' })
    .expect(422);
  expect(refused.body.errors).toEqual([expect.objectContaining({ pointer: '/kpp', rule: 'kpp-shape' })]);
});

test('every correction stays in the history and can be taken back by another one', async () => {
  const { id } = await made({ source: 'ЕГРЮЛ' });
  const body = {
    shortName: 'МБОУ «Гимназия № 14»',
    source: 'приказ',
    reason: 'переименована',
    effectiveOn: '2026-09-01',
  };
  await call(coordinator, 'patch', `/authorities/${id}`, 1).send(body).expect(200);
  const history = (await call(coordinator, 'get', `/authorities/${id}/corrections`).expect(200)).body.items;
  expect(history).toMatchObject([
    {
      ...{ version: 2, origin: 'correction', source: 'приказ', reason: 'переименована', effectiveOn: '2026-09-01' },
      changes: { shortName: { from: school.shortName, to: body.shortName } },
      by: { branchId: coordinator.branchId, branchName: 'Отделение' },
    },
    { version: 1, origin: 'created', source: 'ЕГРЮЛ' },
  ]);
  const undo = (line: number, version: number) =>
    call(coordinator, 'post', `/authorities/${id}/corrections/${history[line].id}/undo`, version).send({
      reason: 'ошибка',
    });
  expect((await undo(1, 2).expect(409)).body.code).toBe('schools.undo-impossible');
  expect((await undo(0, 2).expect(200)).body).toMatchObject({ shortName: school.shortName, version: 3 });
  const superseded = await undo(0, 3).expect(409);
  expect([superseded.body.code, codes(superseded.body)]).toEqual(['schools.undo-superseded', ['/shortName']]);
  const [newest] = (await call(coordinator, 'get', `/authorities/${id}/corrections?sinceVersion=2`)).body.items;
  expect(newest).toMatchObject({ origin: 'undo', reference: history[0].id, reason: 'ошибка' });
});

test('a correction that changes nothing leaves neither version nor history', async () => {
  const { id } = await made();
  const same = await call(coordinator, 'patch', `/authorities/${id}`, 1).send({
    emails: school.emails,
    inn: school.inn,
  });
  expect(same.body.version).toBe(1);
  expect((await call(coordinator, 'get', `/authorities/${id}/corrections`)).body.items).toHaveLength(1);
});

test('of two branches of one region the later one is told who changed the same field, and overwrites nothing', async () => {
  const { id } = await made();
  const other = await neighbour();
  await call(other, 'patch', `/authorities/${id}`, 1).send({ postalAddress: 'Казань, Новая, 1' }).expect(200);
  const late = await call(coordinator, 'patch', `/authorities/${id}`, 1)
    .send({ postalAddress: 'Казань, Старая, 2', municipality: 'Казань' })
    .expect(412);
  expect(late.body).toMatchObject({ code: 'http.version-mismatch', errors: [{ pointer: '/postalAddress' }] });
  expect(JSON.stringify(late.body.errors)).toContain('Отделение соседей');
  expect((await call(coordinator, 'get', `/authorities/${id}`)).body.postalAddress).toBe('Казань, Новая, 1');
});

test('an address keeps its quality when the list is sent again, a confirmation names the branch, and mailboxes are shared', async () => {
  const { id } = await made();
  const twin = await made({ shortName: 'МБОУ «СОШ № 15»' });
  const verified = [{ ...school.emails[0], quality: 'verified' }];
  await call(coordinator, 'patch', `/authorities/${id}`, 1).send({ emails: verified }).expect(200);
  const more = [
    ...school.emails,
    { address: 'pd@kazan.test', source: 'сайт', observedOn: '2026-09-02', purpose: 'personal_data' },
  ];
  const { body } = await call(coordinator, 'patch', `/authorities/${id}`, 2).send({ emails: more }).expect(200);
  const kept = body.emails.find(({ address }: { address: string }) => address === 'shkola14@kazan.test');
  expect(kept).toMatchObject({ quality: 'verified', confirmed: { branchId: coordinator.branchId } });
  expect(kept.sharedWith).toBeGreaterThanOrEqual(1);
  const sharing = await call(coordinator, 'get', '/authorities').query({ email: 'Shkola14@kazan.test' }).expect(200);
  expect(sharing.body.items.map((item: { id: string }) => item.id)).toEqual(expect.arrayContaining([id, twin.id]));
});

test('the list is narrowed by municipality, quality, address, status and time of change', async () => {
  const municipality = `Город ${newId()}`;
  const [bare, bouncing, closed] = [
    await made({ municipality, emails: [] }),
    await made({ municipality, emails: [{ ...school.emails[0], quality: 'bouncing' }] }),
    await made({ municipality, status: 'closed' }),
  ];
  const found = async (query: object) => {
    const { body } = await call(coordinator, 'get', '/authorities').query({
      municipality,
      sort: 'createdAt',
      ...query,
    });
    return body.items.map((item: { id: string }) => item.id);
  };
  expect(await found({})).toEqual([bare.id, bouncing.id, closed.id]);
  expect(await found({ hasEmail: true })).toEqual([closed.id]);
  expect(await found({ hasEmail: false })).toEqual([bare.id, bouncing.id]);
  expect(await found({ quality: 'bouncing' })).toEqual([bouncing.id]);
  expect(await found({ status: ['closed', 'reorganising'] })).toEqual([closed.id]);
  const since = (await call(coordinator, 'get', `/authorities/${closed.id}`)).body.updatedAt;
  await call(coordinator, 'patch', `/authorities/${bare.id}`, 1).send({ inn: null }).expect(200);
  expect(await found({ changedSince: since, sort: '-updatedAt' })).toEqual([bare.id, closed.id]);
  await call(coordinator, 'get', '/authorities').query({ quality: 'excellent' }).expect(422);
});

test('successors are followed to the end, and no chain may come round to itself', async () => {
  const [a, b, c] = [await made(), await made({ shortName: 'Б' }), await made({ shortName: 'В' })];
  const step = (from: { id: string }, to: { id: string }, effectiveOn = '2026-01-10') =>
    call(coordinator, 'post', `/authorities/${from.id}/succession`).send({
      ...{ successorId: to.id, kind: 'joined', effectiveOn, source: 'Постановление' },
    });
  await step(a, b).expect(201);
  expect((await step(b, c).expect(201)).body.currentIds).toEqual([c.id]);
  for (const [from, to] of [
    [c, a],
    [b, a],
    [a, a],
  ] as const) {
    expect((await step(from, to).expect(409)).body.code).toBe('schools.succession-circle');
  }
  expect((await step(a, b).expect(409)).body.code).toBe('schools.succession-known');
  expect((await step(a, { id: newId() }).expect(422)).body.code).toBe('schools.successor-unfit');
  const chain = (await call(coordinator, 'get', `/authorities/${a.id}/succession`).expect(200)).body;
  expect(chain.steps.map(({ successorId }: { successorId: string }) => successorId)).toEqual([b.id, c.id]);
  expect(chain.currentIds).toEqual([c.id]);
  expect((await call(coordinator, 'get', `/authorities/${a.id}`)).body.successors).toMatchObject([{ id: b.id }]);
  await call(coordinator, 'delete', `/authorities/${a.id}/succession/${chain.steps[0].id}`).expect(204);
  expect((await call(coordinator, 'get', `/authorities/${a.id}/succession`)).body).toEqual({
    steps: [],
    currentIds: [],
  });
});

test('two steps recorded at once never close a circle', async () => {
  for (let round = 0; round < 5; round += 1) {
    const [a, b] = [await made(), await made()];
    const step = (from: string, successorId: string) =>
      call(coordinator, 'post', `/authorities/${from}/succession`).send({
        ...{ successorId, kind: 'merged', effectiveOn: '2026-01-10', source: 'Постановление' },
      });
    const answers = await Promise.all([step(a.id, b.id), step(b.id, a.id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  }
});

test('a volunteer proposes, a coordinator applies or declines, and a stale proposal overwrites nothing', async () => {
  const { id } = await made();
  const volunteer = await api.signIn({ role: 'volunteer', branchId: coordinator.branchId });
  const propose = (changes: object) =>
    call(volunteer, 'post', `/authorities/${id}/proposals`).send({ changes, source: 'звонок в школу' });
  expect((await propose({ inn: school.inn }).expect(422)).body.code).toBe('schools.proposal-empty');
  const first = (await propose({ postalAddress: 'Казань, Новая, 1' }).expect(201)).body;
  const second = (await propose({ postalAddress: 'Казань, Старая, 2' }).expect(201)).body;
  const decide = (who: SignedIn, one: { id: string }, decision: string) =>
    call(who, 'post', `/authority-proposals/${one.id}/decision`, 1).send({ decision });
  await decide(volunteer, first, 'apply').expect(403);
  expect((await decide(coordinator, first, 'apply').expect(200)).body).toMatchObject({ state: 'applied' });
  expect((await call(coordinator, 'get', `/authorities/${id}`)).body.postalAddress).toBe('Казань, Новая, 1');
  expect((await decide(coordinator, second, 'apply').expect(412)).body.errors[0].pointer).toBe('/postalAddress');
  expect((await decide(coordinator, second, 'decline').expect(200)).body).toMatchObject({ state: 'declined' });
  expect((await decide(coordinator, first, 'decline').expect(409)).body.code).toBe('schools.proposal-decided');
  const open = await call(volunteer, 'get', '/authority-proposals')
    .query({ state: 'open', authorityId: id })
    .expect(200);
  expect(open.body).toEqual({ items: [], nextCursor: null });
  const elsewhere = await neighbour();
  await call(elsewhere, 'get', `/authority-proposals/${first.id}`).expect(404);
});

test('the association keeps regions without a branch, and not those of another association', async () => {
  const administrator = await api.signIn({ role: 'association_admin', branchId: coordinator.branchId });
  const body = { ...school, regionCode: '65', timeZone: 'Asia/Sakhalin' };
  expect((await call(coordinator, 'post', '/authorities').send(body).expect(403)).body.code).toBe(
    'schools.foreign-region',
  );
  await call(administrator, 'post', '/authorities').send(body).expect(201);
  const foreign = await api.givenBranch();
  await api.database.asAdmin(`UPDATE branches SET region_code = '65' WHERE id = $1`, [foreign]);
  await call(administrator, 'post', '/authorities').send(body).expect(403);
});

test('what a region or school has otherwise goes before the catalogue, and is found by what people call it', async () => {
  const { id } = await made();
  const fact = { systemCode: 'e_diary', regionCode: '16', basis: 'law_partial', act: 'Приказ № 5', source: 'сайт' };
  const ofRegion = (await call(coordinator, 'post', '/system-facts').send(fact).expect(201)).body;
  expect((await call(coordinator, 'post', '/system-facts').send(fact).expect(409)).body.code).toBe(
    'schools.fact-known',
  );
  const own = { systemCode: 'e_diary', regionCode: '16', authorityId: id, localName: 'ЭлШкола', source: 'школа' };
  await call(coordinator, 'post', '/system-facts').send(own).expect(201);
  const wrong = { ...own, regionCode: '77' };
  await call(coordinator, 'post', '/system-facts').send(wrong).expect(403);
  const here = async (query: object) =>
    (await call(coordinator, 'get', '/information-systems/e_diary').query(query).expect(200)).body.here;
  expect(await here({})).toBeNull();
  expect(await here({ region: '77' })).toMatchObject({ level: 'catalogue', basis: 'mixed', inUse: null });
  expect(await here({ region: '16' })).toMatchObject({ level: 'region', basis: 'law_partial', act: 'Приказ № 5' });
  expect(await here({ authority: id })).toMatchObject({ level: 'school', basis: 'law_partial', localName: 'ЭлШкола' });
  const typed = async (q: string, more: object = {}) => {
    const { body } = await call(coordinator, 'get', '/information-systems')
      .query({ q, ...more })
      .expect(200);
    return body.items.map(({ code }: { code: string }) => code);
  };
  expect(await typed('моя шк')).toContain('my_school');
  expect(await typed('MySchool')).toContain('my_school');
  expect(await typed('дневник.РУ')).toContain('e_diary');
  expect(await typed('элшкола', { authority: id })).toEqual(['e_diary']);
  expect(await typed('нет такой')).toEqual([]);
  await call(coordinator, 'put', `/system-facts/${ofRegion.id}`, 7).send({ source: 'сайт' }).expect(412);
  await call(coordinator, 'put', `/system-facts/${ofRegion.id}`, 1).send({ source: 'сайт', inUse: false }).expect(200);
  expect(await here({ region: '16' })).toMatchObject({ inUse: false, basis: 'mixed', act: null });
  await call(coordinator, 'delete', `/system-facts/${ofRegion.id}`, 2).expect(204);
  expect(await here({ region: '16' })).toMatchObject({ level: 'catalogue' });
});

test('a matter is routed to an office or to a person, with the reasons', async () => {
  const route = async (region: string, query: object) =>
    (await call(coordinator, 'get', `/regions/${region}/route`).query(query).expect(200)).body;
  const reasons = (answer: { reasons: { code: string }[] }) => answer.reasons.map(({ code }) => code);
  const missing = await route('16', { kind: 'regulator' });
  expect([missing.decision, missing.office, reasons(missing)]).toEqual(['person', null, ['not-in-directory']]);
  const office = await made({ kind: 'regulator', shortName: 'Управление', licence: null });
  expect(await route('16', { kind: 'regulator' })).toMatchObject({ decision: 'office', office: { id: office.id } });
  await call(coordinator, 'patch', `/authorities/${office.id}`, 1).send({ status: 'closed' }).expect(200);
  expect((await route('16', { kind: 'regulator' })).decision).toBe('person');
  for (const region of ['06', '08', '49', '87']) {
    const answer = await route(region, { kind: 'regulator' });
    expect([region, answer.decision, ...reasons(answer)]).toEqual([region, 'person', 'assignment-uncertain']);
  }
  const founder = await made({ kind: 'founder', shortName: 'Управление образования' });
  const { id } = await made({ founderId: founder.id });
  expect(reasons(await route('16', { kind: 'founder' }))).toEqual(['school-not-named']);
  expect(await route('16', { kind: 'founder', authority: id })).toMatchObject({ office: { id: founder.id } });
  expect(reasons(await route('16', { kind: 'founder', authority: (await made()).id }))).toEqual(['founder-unknown']);
  await call(coordinator, 'get', '/regions/00/route?kind=regulator').expect(422);
});
