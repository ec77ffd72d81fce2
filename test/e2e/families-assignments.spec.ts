import request from 'supertest';
import { Database, TenantScope } from '#database';
import { newId } from '#kernel';
import { type ApiServer, type SignedIn, startApiServer } from '../support/api-server.ts';

let api: ApiServer;
let coordinator: SignedIn;
let volunteer: SignedIn;
let base: string;

beforeAll(async () => {
  api = await startApiServer();
  coordinator = await api.signIn({ role: 'coordinator' });
  volunteer = await api.signIn({ role: 'volunteer', branchId: coordinator.branchId });
  base = `/v1/branches/${coordinator.branchId}/families`;
});
afterAll(() => api.close());

const get = (path: string, who: SignedIn) => request(api.server).get(`${base}${path}`).set(who.headers);
const post = (path: string, body: object, who = coordinator) =>
  request(api.server).post(`${base}${path}`).set(who.headers).send(body);
const end = (path: string, who = coordinator) => request(api.server).delete(`${base}${path}`).set(who.headers);

async function givenFamily(): Promise<string> {
  const name = { surname: 'Образцова', givenName: 'Вера', patronymic: 'Ильинична' };
  const body = {
    dataSource: 'guardian_in_person',
    guardians: [{ relation: 'parent', name, postalAddress: 'Казань' }],
    children: [{ name, birthDate: '2015-01-02' }],
  };
  return (await post('', body).expect(201)).body.id as string;
}

test('a volunteer sees a family from the assignment on and not one request longer', async () => {
  const familyId = await givenFamily();
  const unassigned = await get(`/${familyId}`, volunteer).expect(404);
  const absent = await get(`/${newId()}`, volunteer).expect(404);
  const shape = ({ body }: { body: object }) => ({ ...body, requestId: '', instance: '' });
  expect(shape(unassigned)).toEqual(shape(absent));
  expect((await get('', volunteer).expect(200)).body.items).toEqual([]);

  const reason = 'Помогает с письмом';
  const assigned = await post(`/${familyId}/assignments`, { personId: volunteer.id, reason }).expect(201);
  expect(assigned.body).toMatchObject({ familyId, personId: volunteer.id, reason, endsAt: null, endedAt: null });
  expect((await get(`/${familyId}`, volunteer).expect(200)).body.guardians[0].name.surname).toBe('Образцова');
  expect((await get('', volunteer).expect(200)).body.items.map(({ id }: { id: string }) => id)).toEqual([familyId]);

  await end(`/${familyId}/assignments/${assigned.body.id}`).expect(204);
  await get(`/${familyId}`, volunteer).expect(404);
  expect((await get('', volunteer).expect(200)).body.items).toEqual([]);
  await end(`/${familyId}/assignments/${assigned.body.id}`).expect(204);
  const log = await api.database.asAdmin<{ action: string }>(
    `SELECT action FROM audit_entries WHERE family_id = $1 AND action LIKE 'families.%assign%' ORDER BY number`,
    [familyId],
  );
  expect(log.map(({ action }) => action)).toEqual(['families.assign', 'families.end-assignment']);
});

test('an assignment ends by itself at its time, and then another one may follow', async () => {
  const familyId = await givenFamily();
  const body = { personId: volunteer.id, reason: 'Замена', endsAt: new Date(Date.now() + 3_600_000).toISOString() };
  await post(`/${familyId}/assignments`, body).expect(201);
  await get(`/${familyId}`, volunteer).expect(200);
  expect((await post(`/${familyId}/assignments`, body).expect(409)).body.code).toBe('families.already-assigned');
  await api.database.asAdmin(`UPDATE clock_shift SET shift = interval '2 hours'`);
  try {
    await get(`/${familyId}`, volunteer).expect(404);
    const late = await post(`/${familyId}/assignments`, body).expect(422);
    expect(late.body.errors[0]).toMatchObject({ pointer: '/endsAt' });
    await post(`/${familyId}/assignments`, { ...body, endsAt: null }).expect(201);
    await get(`/${familyId}`, volunteer).expect(200);
    const { items } = (await get(`/${familyId}/assignments`, coordinator).expect(200)).body;
    expect(items.map(({ endedAt }: { endedAt: string | null }) => endedAt)).toEqual([body.endsAt, null]);
  } finally {
    await api.database.asAdmin(`UPDATE clock_shift SET shift = interval '0'`);
  }
});

test('only a member can be assigned, and a volunteer assigns nobody', async () => {
  const familyId = await givenFamily();
  const stranger = await api.givenPerson();
  const refused = await post(`/${familyId}/assignments`, { personId: stranger.id, reason: 'Просит' }).expect(422);
  expect(refused.body.code).toBe('families.person-not-member');
  const asVolunteer = { personId: volunteer.id, reason: 'Хочу' };
  await post(`/${familyId}/assignments`, asVolunteer, volunteer).expect(403);
  await post(`/${newId()}/assignments`, asVolunteer).expect(404);
});

test('the database itself keeps a volunteer from assigning and from seeing whom others serve', async () => {
  const familyId = await givenFamily();
  const other = await api.signIn({ role: 'volunteer', branchId: coordinator.branchId });
  await post(`/${familyId}/assignments`, { personId: other.id, reason: 'Помогает' }).expect(201);
  const db = api.app.get(Database);
  const entry = { kind: 'person', personId: volunteer.id } as const;
  const asVolunteer = <T>(sql: string, parameters: unknown[] = []) =>
    api.app
      .get(TenantScope)
      .run({ branchId: coordinator.branchId, entry }, () => db.transaction((tx) => tx.query<T>(sql, parameters)));
  const insert = asVolunteer(
    `INSERT INTO family_assignments (id, family_id, person_id, reason_sealed, assigned_by) VALUES ($1, $2, $3, '', $3)`,
    [newId(), familyId, volunteer.id],
  );
  await expect(insert).rejects.toThrow('row-level security');
  const seen = await asVolunteer<unknown[]>('SELECT id FROM family_assignments WHERE family_id = $1', [familyId]);
  expect(seen).toEqual([]);
  for (const table of ['families', 'guardians', 'children', 'enrolments', 'consents', 'mandates']) {
    const column = table === 'families' ? 'id' : 'family_id';
    expect(await asVolunteer<unknown[]>(`SELECT 1 FROM ${table} WHERE ${column} = $1`, [familyId])).toEqual([]);
  }
});

test('a sealed family is for assigned people only, also among branch-wide roles', async () => {
  const familyId = await givenFamily();
  const lawyer = await api.signIn({ role: 'lawyer', branchId: coordinator.branchId });
  await post(`/${familyId}/assignments`, { personId: lawyer.id, reason: 'Защищённый адрес' }).expect(201);
  await api.database.asAdmin(
    `INSERT INTO sealed_families (branch_id, family_id, reason_sealed, sealed_by) VALUES ($1, $2, '', $3)`,
    [coordinator.branchId, familyId, lawyer.id],
  );
  await get(`/${familyId}`, coordinator).expect(404);
  await get(`/${familyId}`, lawyer).expect(200);
});
