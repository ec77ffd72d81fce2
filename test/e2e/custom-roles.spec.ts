import request from 'supertest';
import { Database, TenantScope } from '#database';
import { newId } from '#kernel';
import { type ApiServer, type SignedIn, startApiServer } from '../support/api-server.ts';

let api: ApiServer;
let admin: SignedIn;
let branchAdmin: SignedIn;
let branchId: string;
let roles: string;

beforeAll(async () => {
  api = await startApiServer();
  admin = await api.signIn({ role: 'association_admin' });
  branchId = admin.branchId;
  const [association] = await api.database.asAdmin<{ id: string }>(
    `INSERT INTO association_admins (association_id, person_id) SELECT association_id, $2 FROM branches WHERE id = $1
     RETURNING association_id AS id`,
    [branchId, admin.id],
  );
  roles = `/v1/associations/${association?.id ?? ''}/roles`;
  branchAdmin = await api.signIn({ role: 'branch_admin', branchId });
});
afterAll(() => api.close());

const get = (path: string, who = admin) => request(api.server).get(path).set(who.headers);
const post = (path: string, body: object, who = admin) => request(api.server).post(path).set(who.headers).send(body);
const put = (path: string, body: object, who = admin) => request(api.server).put(path).set(who.headers).send(body);
const families = () => `/v1/branches/${branchId}/families`;

let count = 0;
const newRole = (changes: object = {}) => {
  count += 1;
  return { name: `Роль ${count}`, reach: 'branch', permissions: ['families.read'], ...changes };
};

/** Somebody who holds a role of the association's own in the branch. */
async function holder(changes: object): Promise<SignedIn & { role: string }> {
  const { id } = (await post(roles, newRole(changes)).expect(201)).body as { id: string };
  const person = await api.signIn({ role: 'volunteer', branchId });
  await put(`/v1/branches/${branchId}/members/${person.id}/role`, { role: id }, branchAdmin).expect(200);
  return { ...person, role: id };
}

async function givenFamily(): Promise<string> {
  const name = { surname: 'Образцова', givenName: 'Вера', patronymic: 'Ильинична' };
  const body = {
    dataSource: 'guardian_in_person',
    guardians: [{ relation: 'parent', name, postalAddress: 'Казань' }],
    children: [{ name, birthDate: '2015-01-02' }],
  };
  return (await post(families(), body, branchAdmin).expect(201)).body.id as string;
}

test('a role of the association may what it says, as far as it reaches, and shows in /me', async () => {
  const familyId = await givenFamily();
  const reader = await holder({ permissions: ['families.read', 'branches.read', 'families.read'] });
  await get(`${families()}/${familyId}`, reader).expect(200);
  expect((await post(families(), {}, reader).expect(403)).body.code).toBe('access.permission-missing');
  const { branches } = (await get('/v1/me', reader).expect(200)).body;
  expect(branches[0]).toMatchObject({ role: reader.role, permissions: ['branches.read', 'families.read'] });
  const narrow = await holder({ reach: 'assigned' });
  await get(`${families()}/${familyId}`, narrow).expect(404);
  expect((await get(families(), narrow).expect(200)).body.items).toEqual([]);
});

test('the database knows the reach of such a role', async () => {
  await givenFamily();
  const rows = (who: SignedIn) =>
    api.app
      .get(TenantScope)
      .run({ branchId, entry: { kind: 'person', personId: who.id } }, () =>
        api.app.get(Database).transaction((tx) => tx.query<unknown[]>('SELECT 1 FROM families')),
      );
  expect((await rows(await holder({ reach: 'branch' }))).length).toBeGreaterThan(0);
  expect(await rows(await holder({ reach: 'assigned' }))).toEqual([]);
  expect(await rows(await holder({ reach: 'none', permissions: ['branches.read'] }))).toEqual([]);
});

test('a changed role holds at the next request of who has it', async () => {
  const reader = await holder({ permissions: ['families.read'] });
  await get(families(), reader).expect(200);
  const changed = await put(`${roles}/${reader.role}`, { name: 'Только школы', permissions: ['schools.read'] }).expect(
    200,
  );
  expect(changed.body).toMatchObject({ permissions: ['schools.read'], membersCount: 1, version: 2 });
  await get(families(), reader).expect(403);
});

test('a role without families carries no permission on them, and no unknown permission', async () => {
  const refused = await post(roles, newRole({ reach: 'none' })).expect(422);
  expect(refused.body.errors[0]).toMatchObject({ pointer: '/permissions', rule: 'reach-too-short' });
  await post(roles, newRole({ permissions: ['families.levitate'] })).expect(422);
  const counts = (await post(roles, newRole({ reach: 'none', permissions: ['insights.read'] })).expect(201)).body;
  const changed = await put(`${roles}/${counts.id}`, { name: 'Счёт', permissions: ['families.read'] }).expect(422);
  expect(changed.body.errors[0].rule).toBe('reach-too-short');
  expect((await post(roles, newRole({ name: 'счёт ' })).expect(201)).status).toBe(201);
  expect((await post(roles, newRole({ name: 'СЧЁТ' })).expect(409)).body.code).toBe('organisations.role-name-taken');
});

test('who holds such a role passes on no more than it has', async () => {
  const manager = await holder({ permissions: ['members.manage', 'members.read', 'families.read'] });
  const members = `/v1/branches/${branchId}/members`;
  const volunteer = await api.signIn({ role: 'volunteer', branchId });
  const less = (await post(roles, newRole()).expect(201)).body.id as string;
  const beyond = async (role: string) => (await put(`${members}/${volunteer.id}/role`, { role }, manager)).body.code;
  expect(await beyond('branch_admin')).toBe('organisations.role-beyond-own');
  expect(await beyond('coordinator')).toBe('organisations.role-beyond-own');
  // Nor may it end what it could not give.
  expect(await beyond(less)).toBe('organisations.role-beyond-own');
  await put(`${members}/${volunteer.id}/role`, { role: less }, branchAdmin).expect(200);
  await request(api.server).delete(`${members}/${volunteer.id}`).set(manager.headers).expect(204);
  const insert = api.app
    .get(TenantScope)
    .run({ branchId, entry: { kind: 'person', personId: manager.id } }, () =>
      api.app
        .get(Database)
        .transaction((tx) =>
          tx.query(`INSERT INTO memberships (id, person_id, role) VALUES ($1, $2, 'branch_admin')`, [
            newId(),
            volunteer.id,
          ]),
        ),
    );
  await expect(insert).rejects.toThrow('row-level security');
});

test('a role belongs to its association alone, and stays while the log refers to it', async () => {
  const own = await holder({});
  const foreign = await api.signIn({ role: 'branch_admin' });
  const lawyer = await api.signIn({ role: 'lawyer', branchId: foreign.branchId });
  const list = (await get(`/v1/branches/${foreign.branchId}/roles`, foreign).expect(200)).body.items;
  expect(list.map(({ code }: { code: string }) => code)).not.toContain(own.role);
  expect(list.map(({ code }: { code: string }) => code)).toContain('volunteer');
  const given = await put(`/v1/branches/${foreign.branchId}/members/${lawyer.id}/role`, { role: own.role }, foreign);
  expect(given.body.code).toBe('organisations.role-unknown');
  const forged = api.database.asAdmin(
    `INSERT INTO memberships (branch_id, id, person_id, role) VALUES ($1, $2, $3, $4)`,
    [...[foreign.branchId, newId(), own.id, own.role]],
  );
  await expect(forged).rejects.toThrow('the role is not one of this association');
  await get(roles, foreign).expect(404);
  await post(roles, newRole(), branchAdmin).expect(404);

  const remove = (id: string) => request(api.server).delete(`${roles}/${id}`).set(admin.headers);
  expect((await remove(own.role).expect(409)).body.code).toBe('organisations.role-in-use');
  const unused = (await post(roles, newRole()).expect(201)).body.id as string;
  await remove(unused).expect(204);
  await remove(unused).expect(404);
});
