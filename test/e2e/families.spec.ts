import request from 'supertest';
import { TenantScope } from '#database';
import { Families } from '#families';
import { newId } from '#kernel';
import { type ApiServer, type SignedIn, startApiServer } from '../support/api-server.ts';

let api: ApiServer;
let coordinator: SignedIn;
let base: string;
let schoolId: string;

beforeAll(async () => {
  api = await startApiServer();
  coordinator = await api.signIn({ role: 'coordinator' });
  base = `/v1/branches/${coordinator.branchId}/families`;
  schoolId = await insertAuthority('school');
});
afterAll(() => api.close());

async function insertAuthority(kind: string): Promise<string> {
  const id = newId();
  await api.database.asAdmin(
    `INSERT INTO authorities (id, kind, region_code, short_name, full_name, postal_address, time_zone)
     VALUES ($1, $2, '16', 'Школа', 'Школа', 'адрес', 'Europe/Moscow')`,
    [id, kind],
  );
  return id;
}

const guardian = {
  relation: 'parent',
  name: { surname: 'Приметная', givenName: 'Мария', patronymic: 'Петровна' },
  phone: '8 (916) 123-45-67',
  email: 'Maria@families.test',
  postalAddress: '420000, Казань, ул. Заметная, д. 1',
  identityDocument: { kind: 'passport', number: '92 04 654321', issuedOn: '2020-02-01', issuedBy: 'УВД Заречья' },
  caseForms: { genitive: 'Приметной Марии Петровны' },
};
const child = {
  name: { surname: 'Приметный', givenName: 'Пётр', patronymic: 'Ильич' },
  birthDate: '2016-05-04',
};

function family(changes: object = {}) {
  return {
    dataSource: 'guardian_in_person',
    guardians: [guardian],
    children: [{ ...child, enrolment: { authorityId: schoolId, classLabel: '3 «А»', from: '2025-09-01' } }],
    consents: [{ childIndex: 0, authorityId: schoolId, systemCode: 'my_school', givenOn: '2024-09-01' }],
    mandate: { guardianIndex: 0, scope: 'submit', signedOn: '2026-01-10' },
    ...changes,
  };
}

const get = (path: string, who = coordinator) => request(api.server).get(`${base}${path}`).set(who.headers);
const post = (path: string, body: object, who = coordinator) =>
  request(api.server).post(`${base}${path}`).set(who.headers).send(body);
const patch = (id: string, version: number, body: object) =>
  request(api.server).patch(`${base}/${id}`).set(coordinator.headers).set('if-match', `"${version}"`).send(body);

/** The same answer but for what names the single request. */
const answerOf = ({ status, body }: { status: number; body: Record<string, unknown> }) => ({
  status,
  body: { ...body, requestId: '', instance: '' },
});

test('a whole family is recorded at once and read back, with ids for all of its parts', async () => {
  const second = { ...guardian, name: { surname: 'Ким', givenName: 'Ан' }, gender: 'male', phone: null, email: null };
  const created = await post('', family({ guardians: [guardian, second] })).expect(201);
  const { id, number, guardians, children, consents, mandate, version, warnings } = created.body;
  expect({ version, warnings }).toEqual({ version: 1, warnings: [] });
  const { body, headers } = await get(`/${id}`).expect(200);
  expect(headers['etag']).toBe('"1"');
  expect(body).toEqual({
    ...{ id, number, version: 1, status: 'open', dataSource: 'guardian_in_person' },
    createdAt: expect.any(String),
    guardians: [
      {
        ...{ ...guardian, id: guardians[0].id, gender: 'female', basisDocument: null, basisExpiresOn: null },
        ...{ otherParent: { position: 'unknown', meaning: expect.anything() }, contacts: [] },
        documentNumbers: { held: true, keptUntil: expect.any(String) },
        identityDocument: { kind: 'passport', numberEnding: '321', issuedOn: '2020-02-01' },
        caseForms: { genitive: 'Приметной Марии Петровны', dative: null },
      },
      expect.objectContaining({
        id: guardians[1].id,
        gender: 'male',
        name: { surname: 'Ким', givenName: 'Ан', patronymic: null },
      }),
    ],
    children: [
      {
        ...{ ...child, id: children[0].id, gender: 'male', caseForms: null },
        ...{ ageStage: 'under_14', turns14On: '2030-05-04', turns18On: '2034-05-04' },
        enrolments: [
          {
            id: children[0].enrolmentId,
            authorityId: schoolId,
            classLabel: '3 «А»',
            from: '2025-09-01',
            to: null,
            schoolYears: expect.arrayContaining(['2025/26']),
          },
        ],
      },
    ],
    consents: [
      {
        id: consents[0].id,
        childId: children[0].id,
        authorityId: schoolId,
        systemCode: 'my_school',
        givenOn: '2024-09-01',
        fileId: null,
        withdrawnOn: null,
        withdrawnByRequestId: null,
      },
    ],
    mandates: [
      {
        id: mandate.id,
        guardianId: guardians[0].id,
        scope: 'submit',
        signedOn: '2026-01-10',
        expiresOn: null,
        revokedOn: null,
        fileId: null,
        ...{ revocationFileId: null, inForce: true, stops: null },
      },
    ],
    ...{ processingConsents: [], comingChanges: [] },
  });
});

/** Names of the tables of the branches in which the text stands, as text or as the bytes of it. */
async function tablesHolding(text: string): Promise<string[]> {
  const tables = await api.database.asAdmin<{ name: string }>(
    `SELECT quote_ident(c.relname) AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND a.attname = 'branch_id'`,
  );
  const holding: string[] = [];
  for (const { name } of tables) {
    const found = await api.database.asAdmin(
      `SELECT 1 FROM ${name} t WHERE strpos(lower(t::text), lower($1)) > 0 OR strpos(t::text, $2) > 0 LIMIT 1`,
      [text, Buffer.from(text).toString('hex')],
    );
    if (found.length > 0) holding.push(name);
  }
  return holding;
}

test('nothing personal lies in the clear in any table', async () => {
  await post('', family()).set('idempotency-key', newId()).expect(201);
  expect(await tablesHolding('guardian_in_person')).toEqual(expect.arrayContaining(['families', 'audit_entries']));
  const names = ['Приметн', 'Мария', 'Петровна', 'Пётр', 'И. М. П.'];
  const contacts = ['Заметная', '(916)', '9161234567', 'maria@', '04 654321', 'Заречья', '2016-05-04'];
  for (const word of [...names, ...contacts]) expect({ word, in: await tablesHolding(word) }).toEqual({ word, in: [] });
});

test('a list shows number and initials, never a name, and filters by school and status', async () => {
  const otherSchool = await insertAuthority('school');
  const enrolment = { authorityId: otherSchool, classLabel: '1', from: '2025-09-01' };
  const created = (await post('', family({ children: [{ ...child, enrolment }, child], consents: [] })).expect(201))
    .body;
  const { body, text } = await get('').query({ authorityId: otherSchool }).expect(200);
  expect(body.items).toEqual([
    {
      id: created.id,
      number: created.number,
      initials: 'П. М. П.',
      childrenCount: 2,
      status: 'open',
      createdAt: expect.any(String),
    },
  ]);
  expect(text).not.toContain('Приметн');
  expect((await get('').query({ authorityId: otherSchool, status: 'closed' })).body.items).toEqual([]);
  await patch(created.id, 1, { status: 'closed' }).expect(200);
  expect((await get('').query({ authorityId: otherSchool, status: 'closed' })).body.items).toHaveLength(1);
});

test('pages hold every family once under each order', async () => {
  const owner = await api.signIn({ role: 'coordinator' });
  const path = `/v1/branches/${owner.branchId}/families`;
  const numbers = [];
  for (let index = 0; index < 5; index += 1) {
    const answer = await request(api.server).post(path).set(owner.headers).send(family()).expect(201);
    numbers.push(answer.body.number);
  }
  expect(numbers).toEqual([1, 2, 3, 4, 5]);
  for (const sort of ['number', '-number', 'createdAt', '-createdAt']) {
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const page: request.Response = await request(api.server)
        .get(path)
        .query({ sort, limit: 2, ...(cursor !== null && { cursor }) })
        .set(owner.headers)
        .expect(200);
      seen.push(...page.body.items.map((item: { number: number }) => item.number));
      cursor = page.body.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(sort.startsWith('-') ? [...numbers].reverse() : numbers);
  }
});

test.each([
  [{ children: [{ ...child, birthDate: '2016-02-30' }] }, '/children/0/birthDate', 'not-a-day'],
  [{ children: [{ ...child, birthDate: '2216-02-03' }] }, '/children/0/birthDate', 'day-in-future'],
  [{ children: [{ ...child, birthDate: '1916-02-03' }] }, '/children/0/birthDate', 'birth-date-too-old'],
  [
    { children: [{ ...child, name: { surname: 'Иванов2', givenName: 'Ян' } }] },
    '/children/0/name/surname',
    'name-characters',
  ],
  [
    { guardians: [{ ...guardian, name: { surname: 'Ли\u0007', givenName: 'Ян' } }] },
    '/guardians/0/name/surname',
    'name-characters',
  ],
  [{ guardians: [{ ...guardian, name: { surname: 'Ли', givenName: 'Ян' } }] }, '/guardians/0/gender', 'gender-needed'],
  [{ guardians: [{ ...guardian, phone: '12345' }] }, '/guardians/0/phone', 'phone-unreadable'],
  [{ guardians: [{ ...guardian, postalAddress: 'Казань\nул. 1' }] }, '/guardians/0/postalAddress', 'control-character'],
  [{ consents: [{ childIndex: 1, authorityId: newId() }] }, '/consents/0/childIndex', 'index-outside'],
  [{ consents: [{ childIndex: 0, authorityId: newId() }] }, '/consents/0/authorityId', 'authority-unknown'],
  [{ mandate: { guardianIndex: 3, scope: 'help', signedOn: '2026-01-01' } }, '/mandate/guardianIndex', 'index-outside'],
  [
    { mandate: { guardianIndex: 0, scope: 'help', signedOn: '2026-01-01', expiresOn: '2025-01-01' } },
    '/mandate/expiresOn',
    'ends-before-start',
  ],
  [
    { mandate: { guardianIndex: 0, scope: 'help', signedOn: '2026-01-01', fileId: newId() } },
    '/mandate/fileId',
    'file-unknown',
  ],
  [{ dataSource: 'bought list' }, '/dataSource', 'not-allowed'],
])('%j is refused at %s as %s', async (wrong, pointer, rule) => {
  const { body } = await post('', { ...family(), ...wrong }).expect(422);
  expect(body.errors).toContainEqual(expect.objectContaining({ pointer, rule, message: expect.any(String) }));
});

test('all faults are told at once, and none of the family is kept', async () => {
  const count = () => api.database.asAdmin<{ count: string }>('SELECT count(*) FROM families');
  const before = await count();
  const operator = await insertAuthority('operator');
  const wrong = family({
    children: [{ ...child, enrolment: { authorityId: operator, classLabel: '1', from: '2010-09-01' } }],
    consents: [{ childIndex: 0, authorityId: schoolId, systemCode: 'no_such_system' }],
  });
  const { body } = await post('', wrong).expect(422);
  expect(body.errors.map(({ pointer, rule }: { pointer: string; rule: string }) => [pointer, rule])).toEqual([
    ['/children/0/enrolment/from', 'before-birth'],
    ['/consents/0/systemCode', 'system-unknown'],
    ['/children/0/enrolment/authorityId', 'not-a-school'],
  ]);
  expect(await count()).toEqual(before);
});

test.each(['О’Нил', "Д'Артаньян", 'Кызы-оглы', 'Нго Динь Зьем', 'Ё', 'Св. Клер'])(
  'the surname %s is let in',
  async (surname) => {
    const named = { ...guardian, name: { ...guardian.name, surname }, phone: null, email: null };
    const { id } = (await post('', family({ guardians: [named] })).expect(201)).body;
    expect((await get(`/${id}`)).body.guardians[0].name.surname).toBe(surname);
  },
);

test('a repeat under one Idempotency-Key makes one family', async () => {
  const key = newId();
  const once = await post('', family()).set('idempotency-key', key).expect(201);
  const again = await post('', family()).set('idempotency-key', key).expect(201);
  expect(again.body).toEqual(once.body);
  await post('', family({ dataSource: 'guardian_document' }))
    .set('idempotency-key', key)
    .expect(422);
});

test('a possible duplicate is told and not refused, and never across branches', async () => {
  const document = { ...guardian.identityDocument, number: '92 05 111222' };
  const contact = { ...guardian, phone: '+7 987 000-11-22', email: null, identityDocument: document };
  const children = [{ ...child, name: { ...child.name, givenName: 'Артём' } }];
  const first = (await post('', family({ guardians: [contact], children })).expect(201)).body;
  expect(first.warnings).toEqual([]);
  const spelled = { phone: '89870001122', identityDocument: { ...document, number: '9205 № 111222' } };
  const artem = [{ ...child, name: { ...child.name, givenName: 'АРТЕМ' } }];
  const second = (await post('', family({ guardians: [{ ...contact, ...spelled }], children: artem })).expect(201))
    .body;
  const warning = { code: 'families.possible-duplicate', familyId: first.id, number: first.number };
  expect(second.warnings).toEqual([{ ...warning, matched: ['phone', 'document', 'child', 'child-birth-date'] }]);
  const elsewhere = await api.signIn({ role: 'coordinator' });
  const foreign = await request(api.server)
    .post(`/v1/branches/${elsewhere.branchId}/families`)
    .set(elsewhere.headers)
    .send(family({ guardians: [contact], children }))
    .expect(201);
  expect(foreign.body.warnings).toEqual([]);
});

test('a change needs the version that was read; a new name forgets forms, initials follow, a new school ends the old', async () => {
  const created = (await post('', family()).expect(201)).body;
  const otherSchool = await insertAuthority('school');
  const change = {
    guardians: [{ id: created.guardians[0].id, name: { ...guardian.name, surname: 'Новая' }, email: null }],
    children: [
      { id: created.children[0].id, enrolment: { authorityId: otherSchool, classLabel: '4', from: '2026-09-01' } },
    ],
  };
  await request(api.server).patch(`${base}/${created.id}`).set(coordinator.headers).send(change).expect(428);
  const { body } = await patch(created.id, 1, change).expect(200);
  expect(body.version).toBe(2);
  expect(body.guardians[0]).toMatchObject({
    name: { ...guardian.name, surname: 'Новая' },
    ...{ caseForms: null, email: null, phone: guardian.phone },
  });
  expect(body.children[0].enrolments).toEqual([
    expect.objectContaining({ authorityId: otherSchool, from: '2026-09-01', to: null }),
    expect.objectContaining({ authorityId: schoolId, from: '2025-09-01', to: '2026-08-31' }),
  ]);
  expect((await patch(created.id, 1, { status: 'closed' }).expect(412)).body.code).toBe('http.version-mismatch');
  const list = await get('').query({ authorityId: otherSchool });
  expect(list.body.items[0].initials).toBe('Н. М. П.');
  const stranger = await patch(created.id, 2, { guardians: [{ id: newId(), email: null }] }).expect(422);
  expect(stranger.body.errors[0].pointer).toBe('/guardians/0/id');
  expect((await get(`/${created.id}`)).body.version).toBe(2);
});

test('guardians, children, consents and mandates can be added later, each to its own family only', async () => {
  const created = (await post('', family({ consents: [], mandate: null })).expect(201)).body;
  const added = await post(`/${created.id}/guardians`, { ...guardian, phone: null, email: null }).expect(201);
  expect(added.headers['etag']).toBe('"2"');
  const newChild = (await post(`/${created.id}/children`, child).expect(201)).body;
  expect(newChild).toEqual({ id: expect.any(String), version: 3, enrolmentId: null });
  await post(`/${created.id}/consents`, { childId: newChild.id, authorityId: schoolId }).expect(201);
  await post(`/${created.id}/mandates`, { guardianId: added.body.id, scope: 'help', signedOn: '2026-01-01' }).expect(
    201,
  );
  const { body } = await get(`/${created.id}`).expect(200);
  expect(body).toMatchObject({
    version: 5,
    guardians: [{ id: created.guardians[0].id }, { id: added.body.id }],
    children: [{ id: created.children[0].id }, { id: newChild.id }],
    consents: [{ childId: newChild.id, systemCode: null }],
    mandates: [{ guardianId: added.body.id, scope: 'help' }],
  });
  const other = (await post('', family()).expect(201)).body;
  const mixed = { childId: other.children[0].id, authorityId: schoolId };
  expect((await post(`/${created.id}/consents`, mixed).expect(422)).body.code).toBe('families.not-of-family');
  const fault = await post(`/${created.id}/children`, { ...child, birthDate: '2216-01-01' }).expect(422);
  expect(fault.body.errors).toEqual([expect.objectContaining({ pointer: '/birthDate', rule: 'day-in-future' })]);
  await post(`/${newId()}/children`, child).expect(404);
});

test('a coordinator of another branch gets the answer of a family that does not exist', async () => {
  const { id } = (await post('', family()).expect(201)).body;
  const foreign = await api.signIn({ role: 'coordinator' });
  const path = `/v1/branches/${foreign.branchId}/families`;
  const answers = await Promise.all(
    [id, newId()].map((family) => request(api.server).get(`${path}/${family}`).set(foreign.headers)),
  );
  expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  expect(answerOf(answers[0] as never)).toEqual(answerOf(answers[1] as never));
  expect((await request(api.server).get(path).set(foreign.headers).expect(200)).body.items).toEqual([]);
  const inForeignBranch = await request(api.server).get(`${base}/${id}`).set(foreign.headers).expect(404);
  expect(answerOf(inForeignBranch)).toEqual(answerOf(answers[0] as never));
  await request(api.server).patch(`${path}/${id}`).set(foreign.headers).set('if-match', '"1"').send({}).expect(404);
});

test('roles without a reach see no family at all', async () => {
  const { branchId } = coordinator;
  for (const role of ['auditor', 'association_admin'] as const) {
    await get('', await api.signIn({ role, branchId })).expect(403);
  }
});

test('reading a family and changing it is in the log, with codes and ids only', async () => {
  const { id } = (await post('', family()).expect(201)).body;
  await get(`/${id}`).expect(200);
  await patch(id, 1, { status: 'closed' }).expect(200);
  const rows = await api.database.asAdmin<{ action: string; actor_id: string }>(
    `SELECT action, actor_id FROM audit_entries WHERE family_id = $1 ORDER BY number`,
    [id],
  );
  expect(rows.map(({ action }) => action)).toEqual([
    'families.create',
    'families.read',
    'families.update',
    'families.read',
  ]);
  expect(new Set(rows.map((row) => row.actor_id))).toEqual(new Set([coordinator.id]));
});

test('a letter gets names, documents, the current class and the mandate in force, of this family only', async () => {
  const created = (await post('', family()).expect(201)).body;
  const { id, guardians, children } = created;
  const families = api.app.get(Families);
  const entry = { kind: 'person', personId: coordinator.id } as const;
  const enter = <T>(work: () => Promise<T>) =>
    api.app.get(TenantScope).run({ branchId: coordinator.branchId, entry }, work);
  const letter = await enter(() => families.getForLetter(id, guardians[0].id, [children[0].id]));
  expect(letter).toMatchObject({
    familyId: id,
    guardian: {
      name: guardian.name,
      gender: 'female',
      identityDocument: 'паспорт 92 04 654321, выдан 01.02.2020 УВД Заречья',
      caseForms: { genitive: 'Приметной Марии Петровны' },
    },
    children: [
      { id: children[0].id, birthDate: '2016-05-04', classLabel: '3 «А»', authorityId: schoolId, caseForms: {} },
    ],
    consents: [{ systemCode: 'my_school' }],
    mandate: { scope: 'submit' },
  });
  const other = (await post('', family()).expect(201)).body;
  for (const [guardianId, childId] of [
    [other.guardians[0].id, children[0].id],
    [guardians[0].id, other.children[0].id],
  ]) {
    await expect(enter(() => families.getForLetter(id, guardianId, [childId]))).rejects.toMatchObject({
      code: 'not-found',
    });
  }
  expect(await enter(() => families.membersOf(id))).toEqual({
    guardianIds: [guardians[0].id],
    childIds: [children[0].id],
  });
});
