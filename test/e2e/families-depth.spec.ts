import request from 'supertest';
import { newId } from '#kernel';
import { type ApiServer, type SignedIn, startApiServer } from '../support/api-server.ts';

let api: ApiServer;
let coordinator: SignedIn;
let schoolId: string;
let otherSchoolId: string;

beforeAll(async () => {
  api = await startApiServer();
  coordinator = await api.signIn({ role: 'coordinator' });
  [schoolId, otherSchoolId] = [await insertSchool(), await insertSchool()];
});
afterEach(() => api.database.asAdmin(`UPDATE clock_shift SET shift = interval '0'`));
afterAll(() => api.close());

async function insertSchool(): Promise<string> {
  const id = newId();
  await api.database.asAdmin(
    `INSERT INTO authorities (id, kind, region_code, short_name, full_name, postal_address, time_zone)
     VALUES ($1, 'school', '16', 'Школа', 'Школа', 'адрес', 'Europe/Moscow')`,
    [id],
  );
  return id;
}

const moveClockTo = (moment: string) =>
  api.database.asAdmin('UPDATE clock_shift SET shift = $1::timestamptz - now()', [moment]);
const url = (path: string, who: SignedIn) => `/v1/branches/${who.branchId}${path}`;
const get = (path: string, who = coordinator) => request(api.server).get(url(path, who)).set(who.headers);
const post = (path: string, body: object, who = coordinator) =>
  request(api.server).post(url(path, who)).set(who.headers).send(body);
const patch = (path: string, version: number, body: object, who = coordinator) =>
  request(api.server).patch(url(path, who)).set(who.headers).set('if-match', `"${version}"`).send(body);
const remove = (path: string, who = coordinator) => request(api.server).delete(url(path, who)).set(who.headers);

let made = 0;
function people(changes: { guardian?: object; child?: object } = {}) {
  made += 1;
  const patronymic = 'Петровна';
  return {
    guardians: [
      {
        relation: 'parent',
        name: { surname: 'Приметная', givenName: 'Мария', patronymic },
        phone: `+7 900 100-${String(1000 + made).slice(0, 2)}-${String(1000 + made).slice(2)}`,
        postalAddress: 'Казань, ул. Мира, 1',
        ...changes.guardian,
      },
    ],
    children: [
      {
        name: { surname: `Приметн${'абвгдежзиклмнопрст'[made % 18] ?? ''}в`, givenName: 'Пётр', patronymic: 'Ильич' },
        birthDate: '2016-05-04',
        enrolment: { authorityId: schoolId, classLabel: '3 «А»', from: '2025-09-01' },
        ...changes.child,
      },
    ],
  };
}

interface Made {
  readonly id: string;
  readonly guardianId: string;
  readonly childId: string;
  readonly body: Record<string, never>;
}

async function given(changes = {}, who = coordinator, rest: object = {}): Promise<Made> {
  const { body } = await post(
    '/families',
    { dataSource: 'guardian_in_person', ...people(changes), ...rest },
    who,
  ).expect(201);
  return { id: body.id, guardianId: body.guardians[0].id, childId: body.children[0].id, body };
}

test('a guardian has several contacts with purpose and quality, and the other parent’s position says what it means', async () => {
  const family = await given({ guardian: { otherParent: 'objects', basisExpiresOn: '2027-01-31' } });
  const bad = await post(`/families/${family.id}/guardians/${family.guardianId}/contacts`, {
    ...{ kind: 'email', value: 'no address', purpose: 'letters' },
  }).expect(422);
  expect(bad.body.errors[0]).toMatchObject({ pointer: '/value', rule: 'email-unreadable' });
  const path = `/families/${family.id}/guardians/${family.guardianId}/contacts`;
  const mail = await post(path, { kind: 'email', value: 'Second@families.test', purpose: 'letters' }).expect(201);
  await post(path, { kind: 'phone', value: '8 900 555-66-77', purpose: 'urgent', quality: 'confirmed' }).expect(201);
  const old = await patch(`/families/${family.id}/contacts/${mail.body.id as string}`, 1, { quality: 'bounced' });
  expect(old.status).toBe(412);
  await patch(`/families/${family.id}/contacts/${mail.body.id as string}`, 3, { quality: 'bounced' }).expect(200);
  const { body } = await get(`/families/${family.id}`).expect(200);
  expect(body.guardians[0]).toMatchObject({
    basisExpiresOn: '2027-01-31',
    otherParent: { position: 'objects', meaning: { ru: expect.stringContaining('СК ст. 65') } },
    contacts: [
      { kind: 'email', value: 'Second@families.test', quality: 'bounced', qualityOn: expect.any(String) },
      { kind: 'phone', purpose: 'urgent', quality: 'confirmed' },
    ],
  });
  const alike = await given({ guardian: { phone: '+79005556677' } });
  expect(alike.body['warnings']).toEqual([
    expect.objectContaining({ familyId: family.id, matched: ['child-birth-date', 'phone'].reverse() }),
  ]);
  await remove(`/families/${family.id}/contacts/${mail.body.id as string}`).expect(204);
  await remove(`/families/${family.id}/contacts/${mail.body.id as string}`).expect(404);
});

test('moving school closes the former enrolment in one call; what overlaps is refused where it was given', async () => {
  const { id, childId } = await given();
  const path = `/families/${id}/children/${childId}/enrolments`;
  const moved = await post(path, { authorityId: otherSchoolId, classLabel: '4', from: '2026-09-01' }).expect(201);
  expect(moved.body).toMatchObject({ version: 2, endedId: expect.any(String), to: null });
  const early = await post(path, { authorityId: schoolId, classLabel: '2', from: '2025-01-01', to: '2025-09-01' });
  expect(early.body.errors).toEqual([expect.objectContaining({ pointer: '/from', rule: 'enrolments-overlap' })]);
  await post(path, { authorityId: schoolId, classLabel: '2', from: '2024-09-01', to: '2025-08-31' }).expect(201);
  const kept = await post(path, { authorityId: schoolId, classLabel: '5', from: '2026-10-01', endsFormer: false });
  expect(kept.status).toBe(422);
  const operator = await post(path, { authorityId: newId(), classLabel: '5', from: '2027-10-01' }).expect(422);
  expect(operator.body.errors[0].pointer).toBe('/authorityId');
  const { enrolments } = (await get(`/families/${id}`).expect(200)).body.children[0];
  expect(enrolments).toMatchObject([
    { from: '2026-09-01', to: null },
    { from: '2025-09-01', to: '2026-08-31', schoolYears: ['2025/26'] },
    { from: '2024-09-01', to: '2025-08-31', schoolYears: ['2024/25'] },
  ]);
  const overlong = await patch(`/families/${id}/enrolments/${enrolments[2].id as string}`, 3, { to: '2025-10-01' });
  expect(overlong.body.errors).toEqual([expect.objectContaining({ pointer: '/to', rule: 'enrolments-overlap' })]);
});

test('two who move a child at once do not both do it on the same days', async () => {
  const { id, childId } = await given();
  const moves = await Promise.all(
    [1, 2, 3].map((day) =>
      post(`/families/${id}/children/${childId}/enrolments`, {
        ...{ authorityId: otherSchoolId, classLabel: '4', from: `2026-09-0${day}`, to: '2026-12-31' },
      }),
    ),
  );
  expect(moves.map(({ status }) => status).sort()).toEqual([201, 422, 422]);
});

test('a consent is withdrawn by a request of the same family only; a withdrawn mandate says what it stops', async () => {
  const consents = [{ childIndex: 0, authorityId: schoolId, systemCode: 'my_school', givenOn: '2024-09-01' }];
  const mandate = { guardianIndex: 0, scope: 'represent', signedOn: '2026-01-10' };
  const family = await given({}, coordinator, { consents, mandate });
  const other = await given();
  const open = async ({ id, guardianId, childId }: Made) =>
    (
      await post('/requests', {
        ...{ familyId: id, guardianId, childIds: [childId], authorityId: schoolId },
        demands: [{ kind: 'consent_withdrawal', systemCodes: ['my_school'] }],
      }).expect(201)
    ).body.id as string;
  const [mine, foreign] = [await open(family), await open(other)];
  const { version, ...before } = (await get(`/families/${family.id}`).expect(200)).body;
  const path = `/families/${family.id}/consents/${before.consents[0].id as string}`;
  const withdrawn = { withdrawnOn: '2026-02-01', withdrawnByRequestId: foreign };
  const refused = await patch(path, version, withdrawn).expect(422);
  expect(refused.body.errors).toEqual([expect.objectContaining({ pointer: '/withdrawnByRequestId' })]);
  const early = await patch(path, version, { withdrawnOn: '2023-01-01' }).expect(422);
  expect(early.body.errors).toEqual([expect.objectContaining({ pointer: '/withdrawnOn', rule: 'before-given' })]);
  await patch(path, version, { ...withdrawn, withdrawnByRequestId: mine }).expect(200);
  const stop = `/families/${family.id}/mandates/${before.mandates[0].id as string}/withdrawal`;
  expect(before.mandates[0]).toMatchObject({ inForce: true, stops: null });
  const stopped = await post(stop, { withdrawnOn: '2026-03-01' }).expect(200);
  expect(stopped.body).toMatchObject({ inForce: false, stops: { ru: expect.stringContaining('ГК ст. 185') } });
  expect((await post(stop, { withdrawnOn: '2026-03-01' }).expect(409)).body.code).toBe('families.withdrawn-already');
  expect((await get(`/families/${family.id}`)).body.consents[0]).toMatchObject({ withdrawnByRequestId: mine });
});

test('consent to our own processing is a document of its own, and its withdrawal starts our thirty days', async () => {
  const { id, guardianId } = await given();
  await moveClockTo('2026-11-25T12:00:00Z');
  const given1 = { guardianId, purpose: 'case_work', how: 'paper', textVersion: '2026-09', givenOn: '2026-01-10' };
  const consent = (await post(`/families/${id}/processing-consents`, given1).expect(201)).body;
  expect(consent).toMatchObject({ inForce: true, destroyBy: null });
  const path = `/families/${id}/processing-consents/${consent.id as string}/withdrawal`;
  const both = await Promise.all([1, 2].map(() => post(path, { withdrawnOn: '2026-11-20' })));
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  const { body } = await get(`/families/${id}`).expect(200);
  expect(body.processingConsents[0]).toMatchObject({ inForce: false, destroyBy: '2026-12-20' });
  expect(body.comingChanges).toEqual([expect.objectContaining({ code: 'destruction-due', on: '2026-12-20' })]);
});

test('what comes is told ahead by the branch’s clock: birthdays, also of 29 February, papers, destructions', async () => {
  const who = await api.signIn({ role: 'coordinator' });
  await moveClockTo('2026-01-01T00:30:00Z');
  const leap = await given({ child: { birthDate: '2012-02-29' } }, who);
  const adult = await given({ child: { birthDate: '2008-01-01', enrolment: null } }, who);
  await given({ child: { birthDate: '2012-04-02' } }, who);
  const paper = await given({ guardian: { basisExpiresOn: '2026-01-15' } }, who, {
    mandate: { guardianIndex: 0, scope: 'help', signedOn: '2025-12-01', expiresOn: '2026-02-15' },
  });
  const list = async (query: object) => (await get('/families/coming-changes', who).query(query).expect(200)).body;
  const lines = ({ items }: { items: { code: string; on: string; familyId: string }[] }) =>
    items.map(({ code, on, familyId }) => [code, on, familyId]);
  const all = [
    ['child-turns-18', '2026-01-01', adult.id],
    ['basis-expires', '2026-01-15', paper.id],
    ['mandate-expires', '2026-02-15', paper.id],
    ['child-turns-14', '2026-03-01', leap.id],
  ];
  const whole = await list({ within: '90d' });
  expect(lines(whole)).toEqual(all);
  expect(JSON.stringify(whole)).not.toContain('Приметн');
  const first = await list({ limit: 2 });
  const second = await list({ limit: 2, cursor: first.nextCursor });
  expect([...lines(first), ...lines(second)]).toEqual(all);
  expect(lines(await list({ code: 'child-turns-14' }))).toEqual([all[3]]);
  await get('/families/coming-changes', who).query({ within: '900d' }).expect(422);
  // In Moscow the new year has begun three hours earlier: on 31.12.2025, 22:00 UTC, it is the birthday already.
  await moveClockTo('2025-12-31T22:00:00Z');
  expect((await get(`/families/${adult.id}`, who)).body.children[0].ageStage).toBe('adult');
  await moveClockTo('2025-12-31T20:00:00Z');
  expect((await get(`/families/${adult.id}`, who)).body.children[0].ageStage).toBe('from_14');
});

test('a note is seen by those it was written for, also through the list, and edited with its history', async () => {
  const { branchId } = coordinator;
  const [lawyer, volunteer, admin] = [
    await api.signIn({ role: 'lawyer', branchId }),
    await api.signIn({ role: 'volunteer', branchId }),
    await api.signIn({ role: 'branch_admin', branchId }),
  ];
  const { id } = await given();
  await post(`/families/${id}/assignments`, { personId: volunteer.id, reason: 'Помогает' }).expect(201);
  const notes = new Map<string, string>();
  for (const visibility of ['author', 'assigned', 'branch', 'lawyers']) {
    const { body } = await post(`/families/${id}/notes`, { text: `для ${visibility}`, visibility }).expect(201);
    notes.set(visibility, body.id as string);
  }
  const seen = async (who: SignedIn) =>
    (await get(`/families/${id}/notes?sort=createdAt`, who).expect(200)).body.items.map(
      ({ visibility }: { visibility: string }) => visibility,
    );
  expect(await seen(coordinator)).toEqual(['author', 'assigned', 'branch', 'lawyers']);
  expect(await seen(lawyer)).toEqual(['branch', 'lawyers']);
  expect(await seen(volunteer)).toEqual(['assigned', 'branch']);
  expect(await seen(admin)).toEqual(['branch']);
  const hidden = notes.get('author') ?? '';
  await get(`/families/${id}/notes/${hidden}/versions`, admin).expect(404);
  await patch(`/families/${id}/notes/${hidden}`, 1, { text: 'чужая' }, admin).expect(404);
  const open = notes.get('branch') ?? '';
  expect((await patch(`/families/${id}/notes/${open}`, 1, { text: 'чужая' }, admin).expect(403)).body.code).toBe(
    'families.note-of-another',
  );
  await patch(`/families/${id}/notes/${open}`, 1, { text: 'исправлено', pinned: true }).expect(200);
  await patch(`/families/${id}/notes/${open}`, 1, { text: 'поздно' }).expect(412);
  const { items } = (await get(`/families/${id}/notes/${open}/versions`, admin).expect(200)).body;
  expect(items).toMatchObject([{ version: 1, text: 'для branch', replacedBy: coordinator.id }]);
  expect((await get(`/families/${id}/notes?pinned=true`, admin)).body.items).toMatchObject([{ text: 'исправлено' }]);
  await remove(`/families/${id}/notes/${open}`, admin).expect(403);
  await remove(`/families/${id}/notes/${open}`).expect(204);
});

test('confirmed case forms are used again for the same name, in the same branch only, and doubts are shown', async () => {
  const name = { surname: 'Кравец', givenName: 'Нино', patronymic: null };
  const shown = await post('/name-forms', { name, gender: 'female' }).expect(200);
  expect(shown.body).toMatchObject({
    confident: false,
    remembered: null,
    doubts: expect.arrayContaining(['rare-given-name-ending']),
  });
  const caseForms = { genitive: 'Кравец Нино', dative: 'Кравец Нино (дат.)' };
  await given({ guardian: { name, gender: 'female', caseForms } });
  const again = await given({ guardian: { name, gender: 'female' } });
  expect((await get(`/families/${again.id}`)).body.guardians[0].caseForms).toEqual(caseForms);
  expect((await post('/name-forms', { name, gender: 'female' })).body).toMatchObject({
    confident: true,
    remembered: caseForms,
  });
  const man = await given({ guardian: { name, gender: 'male' } });
  expect((await get(`/families/${man.id}`)).body.guardians[0].caseForms).toBeNull();
  const elsewhere = await api.signIn({ role: 'coordinator' });
  const foreign = await given({ guardian: { name, gender: 'female' } }, elsewhere);
  expect((await get(`/families/${foreign.id}`, elsewhere)).body.guardians[0].caseForms).toBeNull();
});

test('pairs that may be one family are listed with initials, never across branches or seals', async () => {
  const who = await api.signIn({ role: 'lawyer' });
  const same = { child: { name: { surname: 'Двойнов', givenName: 'Лев', patronymic: 'Ильич' } } };
  const [one, two] = [await given(same, who), await given(same, who)];
  const list = async () => (await get('/families/duplicates', who).expect(200)).body;
  const { items } = await list();
  expect(items).toMatchObject([{ families: [{ familyId: one.id }, { familyId: two.id }], matched: ['child'] }]);
  expect(JSON.stringify(items)).not.toContain('Двойнов');
  await post(`/families/${two.id}/seal`, { reason: 'Защищённый адрес' }, who).expect(201);
  const other = await api.signIn({ role: 'lawyer', branchId: who.branchId });
  expect((await get('/families/duplicates', other).expect(200)).body.items).toEqual([]);
  expect((await list()).items).toHaveLength(1);
});
