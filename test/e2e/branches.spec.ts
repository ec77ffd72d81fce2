import request from 'supertest';
import { Database, TenantScope } from '#database';
import { newId } from '#kernel';
import { type ApiServer, type SignedIn, startApiServer } from '../support/api-server.ts';

let api: ApiServer;
let associationId: string;
let admin: SignedIn;

beforeAll(async () => {
  api = await startApiServer();
  admin = await api.signIn({ role: 'association_admin' });
  associationId = await associationOf(admin.branchId);
  await api.database.asAdmin('INSERT INTO association_admins (association_id, person_id) VALUES ($1, $2)', [
    associationId,
    admin.id,
  ]);
});
afterAll(() => api.close());

async function associationOf(branchId: string): Promise<string> {
  const [row] = await api.database.asAdmin<{ id: string }>('SELECT association_id AS id FROM branches WHERE id = $1', [
    branchId,
  ]);
  return row?.id ?? '';
}

const get = (path: string, who = admin) => request(api.server).get(path).set(who.headers);
const post = (path: string, body: object, who = admin) => request(api.server).post(path).set(who.headers).send(body);
const put = (path: string, body: object, who = admin) => request(api.server).put(path).set(who.headers).send(body);
const remove = (path: string, who = admin) => request(api.server).delete(path).set(who.headers);
const branches = () => `/v1/associations/${associationId}/branches`;

let prefixes = 0;
/** АА, АБ, АВ ... */
const nextPrefix = () => {
  const letter = (index: number) => String.fromCodePoint('А'.charCodeAt(0) + (index % 32));
  prefixes += 1;
  return letter(Math.floor(prefixes / 32)) + letter(prefixes);
};
const newBranch = (changes: object = {}) => ({
  name: 'Омское отделение',
  regionCode: '55',
  casePrefix: nextPrefix(),
  postalAddress: '644000, Омск, ул. Образцовая, д. 2',
  ...changes,
});

async function opened(): Promise<string> {
  return (await post(branches(), newBranch()).expect(201)).body.id as string;
}

/** Runs raw SQL as the runtime role in the branch, on behalf of the person: past every check of the program. */
function raw<T>(who: { id: string }, branchId: string, sql: string, parameters: unknown[] = []): Promise<T> {
  const entry = { kind: 'person', personId: who.id } as const;
  const db = api.app.get(Database);
  return api.app.get(TenantScope).run({ branchId, entry }, () => db.transaction((tx) => tx.query<T>(sql, parameters)));
}

const logOf = (branchId: string) =>
  api.database.asAdmin<{ action: string; actor_as: string; reason: string | null; request_id: string | null }>(
    'SELECT action, actor_as, reason, request_id FROM audit_entries WHERE branch_id = $1 ORDER BY number',
    [branchId],
  );

test('an association admin opens a branch in the time zone of its region and is in it at once', async () => {
  const responsible = { name: 'Ольга Союзная', position: 'председатель', email: 'olga@people.test' };
  const settings = { languages: ['ru', 'tt'], letterhead: 'Союз родителей\nОмск', mailSenderName: 'Союз родителей' };
  const { body } = await post(branches(), newBranch({ ...settings, responsible })).expect(201);
  expect(body).toMatchObject({ timeZone: 'Asia/Omsk', status: 'open', membersCount: 1, familiesCount: 0 });
  const branch = await get(`/v1/branches/${body.id}`).expect(200);
  expect(branch.body).toMatchObject({ ...settings, responsible: { ...responsible, phone: null } });
  const log = await logOf(body.id);
  expect(log.map(({ action, actor_as }) => `${action} ${actor_as}`)).toEqual([
    'branches.open association_admin',
    'branches.change association_admin',
    'sign-in.enter association_admin',
  ]);
  expect(log[0]?.request_id).not.toBeNull();
  const [stored] = await api.database.asAdmin<{ text: string }>(
    `SELECT encode(person_sealed, 'escape') AS text FROM responsible_people WHERE branch_id = $1`,
    [body.id],
  );
  expect(stored?.text.length).toBeGreaterThan(50);
  expect(stored?.text).not.toContain('olga');
  expect((await get('/v1/associations').expect(200)).body.items).toEqual([
    { id: associationId, name: 'Союз родителей' },
  ]);
});

test('a taken prefix, an unknown region and an unknown time zone are refused', async () => {
  const { casePrefix } = (await post(branches(), newBranch()).expect(201)).body;
  const taken = await post(branches(), newBranch({ casePrefix })).expect(409);
  expect(taken.body).toMatchObject({ code: 'organisations.case-prefix-taken', errors: [{ pointer: '/casePrefix' }] });
  expect((await post(branches(), newBranch({ regionCode: '00' }))).body.code).toBe('law.region-unknown');
  const zone = await post(branches(), newBranch({ timeZone: 'Europe/Atlantis' })).expect(422);
  expect(zone.body.code).toBe('organisations.time-zone-unknown');
});

test('who does not administer the association gets the answer of one that does not exist', async () => {
  const branchAdmin = await api.signIn({ role: 'branch_admin', branchId: admin.branchId });
  const stranger = await api.signIn({ role: 'branch_admin' });
  const shape = ({ body }: { body: object }) => ({ ...body, requestId: '', instance: '' });
  const absent = shape(await get(`/v1/associations/${newId()}/branches`).expect(404));
  for (const who of [branchAdmin, stranger]) {
    expect(shape(await get(branches(), who).expect(404))).toEqual(absent);
    await post(branches(), newBranch(), who).expect(404);
    await post(`${branches()}/${admin.branchId}/suspend`, { reason: 'Проверка' }, who).expect(404);
    await post(`/v1/associations/${associationId}/admins`, { personId: who.id }, who).expect(404);
  }
  await post(`${branches()}/${stranger.branchId}/suspend`, { reason: 'Чужое отделение' }).expect(404);
});

test('a suspended branch is read only, and opens again', async () => {
  const branchId = await opened();
  const coordinator = await api.signIn({ role: 'coordinator', branchId });
  const suspended = await post(`${branches()}/${branchId}/suspend`, { reason: 'Жалоба на порядок работы' }).expect(200);
  expect(suspended.body).toMatchObject({ status: 'suspended', statusNote: 'Жалоба на порядок работы' });
  await get(`/v1/branches/${branchId}/families`, coordinator).expect(200);
  const refused = await post(`/v1/branches/${branchId}/families`, {}, coordinator).expect(403);
  expect(refused.body.code).toBe('access.branch-suspended');
  const again = await post(`${branches()}/${branchId}/suspend`, { reason: 'Ещё раз' }).expect(409);
  expect(again.body.code).toBe('organisations.status-refused');
  await post(`${branches()}/${branchId}/reopen`, { reason: 'Порядок наведён' }).expect(200);
  expect((await post(`/v1/branches/${branchId}/families`, {}, coordinator)).status).toBe(422);
  expect((await logOf(branchId)).map(({ action }) => action)).toEqual(
    expect.arrayContaining(['branches.open', 'branches.suspend', 'branches.reopen']),
  );
});

test('nobody enters a closed branch; its data wait for erasure, and until then it can be reopened', async () => {
  const branchId = await opened();
  const coordinator = await api.signIn({ role: 'coordinator', branchId });
  const days = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString();
  const close = (eraseAfter: string) =>
    post(`${branches()}/${branchId}/close`, { reason: 'Отделение распущено', eraseAfter });
  expect((await close(days(3)).expect(422)).body.code).toBe('organisations.erase-too-soon');
  const eraseAfter = days(30);
  const { body } = await close(eraseAfter).expect(200);
  expect(body).toMatchObject({ status: 'closed', eraseAfter, closedAt: expect.any(String) });
  await get(`/v1/branches/${branchId}`, coordinator).expect(404);
  await get(`/v1/branches/${branchId}`).expect(404);
  await expect(raw(coordinator, branchId, 'SELECT 1')).rejects.toMatchObject({ code: 'not-found' });
  await post(`${branches()}/${branchId}/suspend`, { reason: 'Так нельзя' }).expect(409);
  await post(`${branches()}/${branchId}/reopen`, { reason: 'Закрыли по ошибке' }).expect(200);
  await get(`/v1/branches/${branchId}`, coordinator).expect(200);

  await close(eraseAfter).expect(200);
  await api.database.asAdmin(`UPDATE clock_shift SET shift = interval '31 days'`);
  try {
    const late = await post(`${branches()}/${branchId}/reopen`, { reason: 'Слишком поздно' }).expect(409);
    expect(late.body.code).toBe('organisations.status-refused');
  } finally {
    await api.database.asAdmin(`UPDATE clock_shift SET shift = interval '0'`);
  }
});

test('settings change by version; who only works in the branch does not change them', async () => {
  const branchId = await opened();
  const path = `/v1/branches/${branchId}`;
  const change = (body: object, who: SignedIn, version = 1) =>
    request(api.server).patch(path).set(who.headers).set('if-match', `"${version}"`).send(body);
  const branchAdmin = await api.signIn({ role: 'branch_admin', branchId });
  const coordinator = await api.signIn({ role: 'coordinator', branchId });
  await change({ name: 'Другое' }, coordinator).expect(403);
  const changed = await change({ letterhead: 'Новая шапка', responsible: null }, branchAdmin).expect(200);
  expect(changed.body).toMatchObject({ letterhead: 'Новая шапка', name: 'Омское отделение', version: 2 });
  await change({ name: 'Другое' }, branchAdmin).expect(412);
  await change({ mailSenderName: 'Союз <a@b.test>' }, branchAdmin, 2).expect(422);
  await raw(coordinator, branchId, `UPDATE branches SET name = 'Захвачено'`);
  expect((await get(path).expect(200)).body.name).toBe('Омское отделение');
  await expect(raw(branchAdmin, branchId, `UPDATE branches SET status = 'closed'`)).rejects.toThrow(
    'permission denied',
  );
});

test('the signed order to the processor is kept in every version, and the newest by its day is in force', async () => {
  const branchId = await opened();
  const path = `/v1/branches/${branchId}/processing-orders`;
  const record = (version: string, signedOn: string, who = admin) =>
    request(api.server)
      .post(path)
      .query({ version, signedOn })
      .set(who.headers)
      .attach('file', Buffer.from(`%PDF-1.4 поручение ${version}`), 'поручение.pdf');
  const coordinator = await api.signIn({ role: 'coordinator', branchId });
  await record('1', '2026-01-10', coordinator).expect(403);
  await record('2', '2026-06-01').expect(201);
  await record('1', '2026-01-10').expect(201);
  expect((await record('2', '2026-07-01').expect(409)).body.code).toBe('database.conflict');
  const { body } = await get(`/v1/branches/${branchId}`).expect(200);
  expect(body.processingOrder).toMatchObject({ version: '2', signedOn: '2026-06-01' });
  const { items } = (await get(path).expect(200)).body;
  expect(items.map(({ version }: { version: string }) => version)).toEqual(['2', '1']);
  const insert = raw(
    coordinator,
    branchId,
    `INSERT INTO processing_orders (id, version, signed_on, file_id, recorded_by) VALUES ($1, '3', now(), $2, $3)`,
    [newId(), items[0].fileId, coordinator.id],
  );
  await expect(insert).rejects.toThrow('row-level security');
});

test('roles are given, changed and taken; one person serves several branches', async () => {
  const [first, second] = [await opened(), await opened()];
  const branchAdmin = await api.signIn({ role: 'branch_admin', branchId: first });
  const volunteer = await api.signIn({ role: 'volunteer', branchId: second });
  const members = `/v1/branches/${first}/members`;
  const granted = await post(members, { personId: volunteer.id, role: 'volunteer' }, branchAdmin).expect(201);
  expect(granted.body).toMatchObject({ personId: volunteer.id, role: 'volunteer' });
  expect((await get('/v1/me', volunteer).expect(200)).body.branches).toHaveLength(2);
  const twice = await post(members, { personId: volunteer.id, role: 'lawyer' }, branchAdmin).expect(409);
  expect(twice.body.code).toBe('organisations.already-member');

  await get(members, volunteer).expect(403);
  await put(`${members}/${volunteer.id}/role`, { role: 'coordinator' }, branchAdmin).expect(200);
  await get(members, volunteer).expect(200);
  await remove(`${members}/${volunteer.id}`, branchAdmin).expect(204);
  await get(members, volunteer).expect(404);
  await remove(`${members}/${volunteer.id}`, branchAdmin).expect(404);
  expect((await logOf(first)).map(({ action }) => action)).toEqual(
    expect.arrayContaining(['members.grant', 'members.change-role', 'members.revoke']),
  );
});

test('a stranger to the association, an unknown role and the role of association admins cannot be given', async () => {
  const branchId = await opened();
  const branchAdmin = await api.signIn({ role: 'branch_admin', branchId });
  const elsewhere = await api.signIn({ role: 'lawyer' });
  const inside = await api.signIn({ role: 'lawyer', branchId: admin.branchId });
  const give = (personId: string, role: string) =>
    post(`/v1/branches/${branchId}/members`, { personId, role }, branchAdmin);
  expect((await give(elsewhere.id, 'lawyer').expect(422)).body.code).toBe('organisations.person-unknown');
  expect((await give(newId(), 'lawyer').expect(422)).body.code).toBe('organisations.person-unknown');
  for (const role of ['association_admin', 'platform_operator', 'king']) {
    expect((await give(inside.id, role).expect(422)).body.code).toBe('organisations.role-unknown');
  }
});

test('the last administrator of a branch stays, also against raw SQL', async () => {
  const branchId = await opened();
  const members = `/v1/branches/${branchId}/members`;
  const first = await api.signIn({ role: 'branch_admin', branchId });
  const last = await remove(`${members}/${first.id}`, first).expect(409);
  expect(last.body.code).toBe('organisations.last-branch-admin');
  expect((await put(`${members}/${first.id}/role`, { role: 'lawyer' }).expect(409)).body.code).toBe(
    'organisations.last-branch-admin',
  );
  const sql = `UPDATE memberships SET revoked_at = now() WHERE person_id = $1 RETURNING id`;
  await expect(raw(first, branchId, sql, [first.id])).rejects.toThrow('the last branch admin stays');

  const second = await api.signIn({ role: 'branch_admin', branchId });
  expect((await put(`${members}/${first.id}/role`, { role: 'lawyer' }, first)).body.code).toBe(
    'organisations.own-role',
  );
  const races = await Promise.all([remove(`${members}/${second.id}`, first), remove(`${members}/${first.id}`, second)]);
  const left = await api.database.asAdmin(
    `SELECT 1 FROM memberships WHERE branch_id = $1 AND role = 'branch_admin' AND revoked_at IS NULL`,
    [branchId],
  );
  expect(left).toHaveLength(1);
  expect(races.filter(({ status }) => status === 204)).toHaveLength(1);
});

test('the database itself keeps who may not manage members from writing memberships', async () => {
  const branchId = await opened();
  const volunteer = await api.signIn({ role: 'volunteer', branchId });
  const coordinator = await api.signIn({ role: 'coordinator', branchId });
  const insert = (who: SignedIn, role: string) =>
    raw(who, branchId, `INSERT INTO memberships (id, person_id, role) VALUES ($1, $2, $3)`, [newId(), admin.id, role]);
  await expect(insert(volunteer, 'branch_admin')).rejects.toThrow('row-level security');
  await expect(insert(coordinator, 'volunteer')).rejects.toThrow('row-level security');
  await expect(raw(volunteer, branchId, `UPDATE memberships SET role = 'branch_admin'`)).rejects.toThrow(
    'permission denied',
  );
  await raw(coordinator, branchId, 'UPDATE memberships SET revoked_at = now() WHERE person_id = $1', [volunteer.id]);
  await get(`/v1/branches/${branchId}/families`, volunteer).expect(200);
  const branchAdmin = await api.signIn({ role: 'branch_admin', branchId });
  await expect(insert(branchAdmin, 'association_admin')).rejects.toThrow('row-level security');
  for (const table of ['association_admins', 'guarded_permissions']) {
    await expect(raw(branchAdmin, branchId, `SELECT * FROM ${table}`)).rejects.toThrow('permission denied');
  }
});

test('administrators of an association are added and removed, in all of its branches at once', async () => {
  const branchId = await opened();
  const lawyer = await api.signIn({ role: 'lawyer', branchId });
  const admins = `/v1/associations/${associationId}/admins`;
  expect((await post(admins, { personId: newId() }).expect(422)).body.code).toBe('organisations.person-unknown');
  await post(admins, { personId: lawyer.id }).expect(201);
  await get(branches(), lawyer).expect(200);
  await get(`/v1/branches/${admin.branchId}`, lawyer).expect(200);
  // The role that the person works in stays.
  await get(`/v1/branches/${branchId}/families`, lawyer).expect(200);
  await get(`/v1/branches/${admin.branchId}/families`, lawyer).expect(403);
  await remove(`${admins}/${lawyer.id}`).expect(204);
  await get(branches(), lawyer).expect(404);
  await get(`/v1/branches/${admin.branchId}`, lawyer).expect(404);
  await get(`/v1/branches/${branchId}/families`, lawyer).expect(200);
  const last = await remove(`${admins}/${admin.id}`).expect(409);
  expect(last.body.code).toBe('organisations.last-association-admin');
});
