import request from 'supertest';
import { Database, TenantScope } from '#database';
import { newId } from '#kernel';
import { type ApiServer, type SignedIn, startApiServer } from '../support/api-server.ts';

const REASON = 'Школа звонит: ребёнка забирают прямо сейчас';

let api: ApiServer;
let coordinator: SignedIn;
let lawyer: SignedIn;
let branchAdmin: SignedIn;
let branchId: string;
let base: string;

beforeAll(async () => {
  api = await startApiServer();
  coordinator = await api.signIn({ role: 'coordinator' });
  branchId = coordinator.branchId;
  lawyer = await api.signIn({ role: 'lawyer', branchId });
  branchAdmin = await api.signIn({ role: 'branch_admin', branchId });
  base = `/v1/branches/${branchId}`;
});
afterAll(() => api.close());

const get = (path: string, who: SignedIn) => request(api.server).get(`${base}${path}`).set(who.headers);
const post = (path: string, body: object, who: SignedIn) =>
  request(api.server).post(`${base}${path}`).set(who.headers).send(body);

function raw<T>(who: SignedIn, sql: string, parameters: unknown[] = []): Promise<T> {
  const entry = { kind: 'person', personId: who.id } as const;
  const db = api.app.get(Database);
  return api.app.get(TenantScope).run({ branchId, entry }, () => db.transaction((tx) => tx.query<T>(sql, parameters)));
}

/** A family that only the lawyer sees. */
async function sealedFamily(): Promise<string> {
  const name = { surname: 'Скрытная', givenName: 'Вера', patronymic: 'Ильинична' };
  const body = {
    dataSource: 'guardian_in_person',
    guardians: [{ relation: 'parent', name, postalAddress: 'Казань' }],
    children: [{ name, birthDate: '2015-01-02' }],
  };
  const { id } = (await post('/families', body, coordinator).expect(201)).body as { id: string };
  await post(`/families/${id}/seal`, { reason: 'Защищённый адрес' }, lawyer).expect(201);
  return id;
}

const breakGlass = (familyId: string, who = coordinator, body: object = { reason: REASON, minutes: 30 }) =>
  post(`/families/${familyId}/break-glass`, body, who);

test('a broken glass shows the family for its time, and everything read in it carries the event', async () => {
  const familyId = await sealedFamily();
  await get(`/families/${familyId}`, coordinator).expect(404);
  const { body: event } = await breakGlass(familyId).expect(201);
  expect(event).toMatchObject({ familyId, personId: coordinator.id, reason: REASON, reviewedAt: null });
  await get(`/families/${familyId}`, coordinator).expect(200);
  await get(`/families/${familyId}`, lawyer).expect(200);
  await api.database.asAdmin(`UPDATE clock_shift SET shift = interval '31 minutes'`);
  try {
    await get(`/families/${familyId}`, coordinator).expect(404);
    expect((await get('/families', coordinator).expect(200)).body.items).toEqual([]);
    await breakGlass(familyId).expect(201);
  } finally {
    await api.database.asAdmin(`UPDATE clock_shift SET shift = interval '0'`);
  }
  const log = await api.database.asAdmin<{ action: string; person: string; event: string | null }>(
    `SELECT action, actor_id AS person, details ->> 'breakGlass' AS event FROM audit_entries
      WHERE family_id = $1 AND action IN ('families.read', 'break-glass.use') ORDER BY number LIMIT 3`,
    [familyId],
  );
  expect(log).toEqual([
    { action: 'break-glass.use', person: coordinator.id, event: event.id },
    { action: 'families.read', person: coordinator.id, event: event.id },
    { action: 'families.read', person: lawyer.id, event: null },
  ]);
  const auditor = await api.signIn({ role: 'auditor', branchId });
  expect((await get('/audit-chain', auditor).expect(200)).body).toMatchObject({ intact: true });
});

test('the administrators of the branch see each event until a second person has looked at it', async () => {
  const familyId = await sealedFamily();
  const { id } = (await breakGlass(familyId).expect(201)).body as { id: string };
  const waiting = async () =>
    (await get('/break-glass-events?reviewed=false', branchAdmin).expect(200)).body.items as { id: string }[];
  const found = (await waiting()).find((one) => one.id === id);
  expect(found).toMatchObject({ familyId, personId: coordinator.id, reason: REASON });
  // The administrator reads why, and still does not see the family.
  await get(`/families/${familyId}`, branchAdmin).expect(404);
  await get('/break-glass-events', coordinator).expect(403);
  await post(`/break-glass-events/${id}/review`, {}, coordinator).expect(403);
  const reviewed = await post(`/break-glass-events/${id}/review`, {}, branchAdmin).expect(200);
  expect(reviewed.body).toMatchObject({ reviewedBy: branchAdmin.id });
  expect((await waiting()).map((one) => one.id)).not.toContain(id);

  const own = (await breakGlass(await sealedFamily(), branchAdmin).expect(201)).body as { id: string };
  const refused = await post(`/break-glass-events/${own.id}/review`, {}, branchAdmin).expect(409);
  expect(refused.body.code).toBe('families.review-own');
  await raw(branchAdmin, `UPDATE break_glass_events SET reviewed_at = now(), reviewed_by = $2 WHERE id = $1`, [
    ...[own.id, branchAdmin.id],
  ]);
  expect((await waiting()).map((one) => one.id)).toContain(own.id);
});

test('a page of events ends where the next begins', async () => {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: request.Response = await request(api.server)
      .get(`${base}/break-glass-events`)
      .query({ limit: 1, ...(cursor !== null && { cursor }) })
      .set(branchAdmin.headers)
      .expect(200);
    seen.push(...page.body.items.map(({ id }: { id: string }) => id));
    cursor = page.body.nextCursor;
  } while (cursor !== null);
  const [{ count } = { count: -1 }] = await api.database.asAdmin<{ count: number }>(
    'SELECT count(*)::int AS count FROM break_glass_events WHERE branch_id = $1',
    [branchId],
  );
  expect(new Set(seen).size).toBe(count);
  expect(seen).toHaveLength(count);
});

test('a role without the permission, an unknown family, a visible one and a long time are refused', async () => {
  const familyId = await sealedFamily();
  const volunteer = await api.signIn({ role: 'volunteer', branchId });
  await breakGlass(familyId, volunteer).expect(403);
  await breakGlass(newId()).expect(404);
  await breakGlass(familyId, coordinator, { reason: REASON, minutes: 241 }).expect(422);
  await breakGlass(familyId, coordinator, { reason: 'надо', minutes: 10 }).expect(422);
  expect((await breakGlass(familyId, lawyer).expect(409)).body.code).toBe('families.visible-already');
  const stranger = await api.signIn({ role: 'branch_admin' });
  await request(api.server)
    .post(`/v1/branches/${stranger.branchId}/families/${familyId}/break-glass`)
    .set(stranger.headers)
    .send({ reason: REASON, minutes: 10 })
    .expect(404);
});

test('the database itself refuses a broken glass without the permission, without an event and past four hours', async () => {
  const familyId = await sealedFamily();
  const volunteer = await api.signIn({ role: 'volunteer', branchId });
  const call = (who: SignedIn, minutes: number) =>
    raw(who, `SELECT break_glass($1, $2, $3, '', '', $4)`, [newId(), newId(), familyId, minutes]);
  await expect(call(volunteer, 10)).rejects.toThrow('may not break the glass');
  await expect(call(coordinator, 241)).rejects.toThrow('check constraint');
  await expect(call(coordinator, -1)).rejects.toThrow('check constraint');
  expect(await raw<unknown[]>(coordinator, 'SELECT 1 FROM families WHERE id = $1', [familyId])).toEqual([]);
  const insert = raw(
    coordinator,
    `INSERT INTO break_glass_events (id, family_id, person_id, assignment_id, reason_sealed, ends_at)
      VALUES ($1, $2, $3, $1, '', now() + interval '1 hour')`,
    [newId(), familyId, coordinator.id],
  );
  await expect(insert).rejects.toThrow('permission denied');
  await expect(raw(coordinator, `SELECT audit_append_unmarked('[]')`)).rejects.toThrow('permission denied');
  expect(await raw<unknown[]>(lawyer, 'SELECT 1 FROM break_glass_events')).toEqual([]);
});
