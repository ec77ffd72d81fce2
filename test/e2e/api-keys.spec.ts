import request from 'supertest';
import { type ApiServer, type SignedIn, startApiServer } from '../support/api-server.ts';

let api: ApiServer;
let admin: SignedIn;

beforeAll(async () => {
  api = await startApiServer();
  admin = await api.signIn({ role: 'branch_admin' });
});
afterAll(() => api.close());

const path = (rest = '') => `/v1/branches/${admin.branchId}${rest}`;
const make = (body: object, who: SignedIn = admin) =>
  request(api.server).post(`/v1/branches/${who.branchId}/api-keys`).set(who.headers).send(body);
const by = (key: string) => ({ authorization: `Bearer ${key}` });
const get = (to: string, key: string) => request(api.server).get(to).set(by(key));

async function key(scopes: readonly string[], who: SignedIn = admin): Promise<{ id: string; key: string }> {
  const { body } = await make({ name: 'Выгрузка', scopes }, who).expect(201);
  return body as { id: string; key: string };
}

test('a key is shown once; what is listed and stored cannot be used', async () => {
  const { body } = await make({ name: 'Сверка с реестром', scopes: ['families.read', 'requests.read'], days: 30 });
  expect(body.key).toMatch(/^otzyv_[\w-]{43}$/);
  const { body: page } = await request(api.server).get(path('/api-keys')).set(admin.headers).expect(200);
  expect(page.items[0]).toMatchObject({
    ...{ id: body.id, name: 'Сверка с реестром', state: 'valid', lastUsedAt: null, personId: admin.id },
    ...{ prefix: body.key.slice(0, 11), scopes: ['families.read', 'requests.read'] },
  });
  const days = (Date.parse(page.items[0].expiresAt) - Date.parse(page.items[0].createdAt)) / 86_400_000;
  expect(days).toBeCloseTo(30, 3);
  const stored = await api.database.asAdmin('SELECT row_to_json(k)::text AS text FROM api_keys k');
  expect(JSON.stringify([page, stored])).not.toContain(body.key.slice(11));
  expect(JSON.stringify(stored)).not.toContain('Сверка');
});

test('it works within its scopes, in its branch, on routes of branches', async () => {
  const { key: narrow } = await key(['families.read']);
  await get(path('/families'), narrow).expect(200);
  const refused = await get(path('/requests'), narrow).expect(403);
  expect(refused.body.code).toBe('access.permission-missing');
  const other = await api.signIn({ role: 'branch_admin' });
  await get(`/v1/branches/${other.branchId}/families`, narrow).expect(404);
  expect((await get('/v1/me', narrow).expect(403)).body.code).toBe('access.api-key-unfit');
  const { body } = await request(api.server).get(path('/api-keys')).set(admin.headers);
  expect(body.items[0].lastUsedAt).not.toBeNull();
});

test('it never does what needs a person in front of it', async () => {
  const { key: wide } = await key(['integrations.manage', 'members.manage']);
  await get(path('/api-keys'), wide).expect(200);
  const refused = await request(api.server)
    .post(path('/api-keys'))
    .set(by(wide))
    .send({ name: 'x', scopes: ['families.read'] });
  expect([refused.status, refused.body.code]).toEqual([403, 'access.api-key-unfit']);
});

test('nobody gives a key more than they may themselves', async () => {
  const { body } = await make({ name: 'x', scopes: ['audit.read'] }).expect(422);
  expect(body).toMatchObject({ code: 'access.scope-too-wide', errors: [{ pointer: '/scopes' }] });
  await make({ name: 'x', scopes: ['everything'] }).expect(422);
  await make({ name: 'x', scopes: ['families.read'], days: 400 }).expect(422);
  const coordinator = await api.signIn({ role: 'coordinator', branchId: admin.branchId });
  await make({ name: 'x', scopes: ['families.read'] }, coordinator).expect(403);
});

test('a role changed or taken away from its owner counts for the key at once', async () => {
  const owner = await api.signIn({ role: 'branch_admin', branchId: admin.branchId });
  const { key: held } = await key(['families.read', 'branches.read'], owner);
  await get(path('/families'), held).expect(200);
  const member = 'UPDATE memberships SET role = $2 WHERE person_id = $1';
  await api.database.asAdmin(member, [owner.id, 'auditor']);
  await get(path('/families'), held).expect(403);
  await get(path(), held).expect(200);
  await api.database.asAdmin('UPDATE memberships SET revoked_at = now() WHERE person_id = $1', [owner.id]);
  await get(path(), held).expect(404);
});

test.each([
  ['expired', "UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE id = $1"],
  [
    'whose owner was disabled',
    'UPDATE people SET disabled_at = now() FROM api_keys k WHERE people.id = k.person_id AND k.id = $1',
  ],
])('a key that is %s is refused', async (_what, sql) => {
  const owner = await api.signIn({ role: 'branch_admin', branchId: admin.branchId });
  const { id, key: held } = await key(['families.read'], owner);
  await get(path('/families'), held).expect(200);
  await api.database.asAdmin(sql, [id]);
  expect((await get(path('/families'), held).expect(401)).body.code).toBe('access.token-invalid');
});

test('revoked means refused from the next request on', async () => {
  const { id, key: held } = await key(['families.read']);
  await request(api.server)
    .delete(path(`/api-keys/${id}`))
    .set(admin.headers)
    .expect(204);
  await get(path('/families'), held).expect(401);
  await request(api.server)
    .delete(path(`/api-keys/${id}`))
    .set(admin.headers)
    .expect(204);
  const other = await api.signIn({ role: 'branch_admin' });
  await request(api.server).delete(`/v1/branches/${other.branchId}/api-keys/${id}`).set(other.headers).expect(404);
});

test('a key that never was is refused like a token that never was', async () => {
  await get(path('/families'), `otzyv_${'A'.repeat(43)}`).expect(401);
  await get(path('/families'), 'otzyv_short').expect(401);
});

test('making one needs a fresh confirmation, and both ends stand in the log without the name', async () => {
  const who = await api.signIn({ role: 'branch_admin' });
  await api.database.asAdmin("UPDATE sessions SET confirmed_at = now() - interval '1 hour' WHERE person_id = $1", [
    who.id,
  ]);
  expect((await make({ name: 'x', scopes: ['families.read'] }, who).expect(403)).body.code).toBe(
    'access.step-up-needed',
  );
  await request(api.server).post('/v1/auth/confirm').set(who.headers).send({ password: who.password }).expect(204);
  const { id } = await key(['families.read'], who);
  await request(api.server).delete(`/v1/branches/${who.branchId}/api-keys/${id}`).set(who.headers).expect(204);
  const rows = await api.database.asAdmin<{ action: string; details: object }>(
    `SELECT action, details FROM audit_entries WHERE branch_id = $1 AND action LIKE 'integrations.%' ORDER BY number`,
    [who.branchId],
  );
  expect(rows.map(({ action }) => action)).toEqual(['integrations.create-key', 'integrations.revoke-key']);
});

test('roles that need two factors are chosen by who manages members', async () => {
  const who = await api.signIn({ role: 'branch_admin' });
  const to = `/v1/branches/${who.branchId}/second-factor-roles`;
  const put = (roles: string[]) => request(api.server).put(to).set(who.headers).send({ roles });
  expect((await put(['lawyer', 'emperor']).expect(422)).body.code).toBe('access.role-unknown');
  expect((await put(['lawyer', 'coordinator', 'lawyer']).expect(200)).body).toEqual({
    roles: ['coordinator', 'lawyer'],
  });
  const lawyer = await api.signIn({ role: 'lawyer', branchId: who.branchId });
  await request(api.server).get(to).set(lawyer.headers).expect(403);
  expect((await put([]).expect(200)).body).toEqual({ roles: [] });
  await request(api.server).get(to).set(lawyer.headers).expect(200);
  await request(api.server).put(to).set(lawyer.headers).send({ roles: [] }).expect(403);
});
