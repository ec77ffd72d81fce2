import request from 'supertest';
import { Database, TenantScope } from '#database';
import { newId } from '#kernel';
import { type ApiServer, type SignedIn, startApiServer } from '../support/api-server.ts';

let api: ApiServer;
let coordinator: SignedIn;
let lawyer: SignedIn;
let branchId: string;
let base: string;

beforeAll(async () => {
  api = await startApiServer();
  coordinator = await api.signIn({ role: 'coordinator' });
  branchId = coordinator.branchId;
  lawyer = await api.signIn({ role: 'lawyer', branchId });
  base = `/v1/branches/${branchId}`;
});
afterAll(() => api.close());

const get = (path: string, who: SignedIn) => request(api.server).get(`${base}${path}`).set(who.headers);
const post = (path: string, body: object, who: SignedIn) =>
  request(api.server).post(`${base}${path}`).set(who.headers).send(body);
const remove = (path: string, who: SignedIn) => request(api.server).delete(`${base}${path}`).set(who.headers);

/** Runs raw SQL as the runtime role, on behalf of the person: past every check of the program. */
function raw<T>(who: SignedIn, sql: string, parameters: unknown[] = []): Promise<T> {
  const entry = { kind: 'person', personId: who.id } as const;
  const db = api.app.get(Database);
  return api.app.get(TenantScope).run({ branchId, entry }, () => db.transaction((tx) => tx.query<T>(sql, parameters)));
}

async function givenFamily(): Promise<{ id: string; guardianId: string }> {
  const name = { surname: 'Скрытная', givenName: 'Вера', patronymic: 'Ильинична' };
  const body = {
    dataSource: 'guardian_in_person',
    guardians: [{ relation: 'parent', name, postalAddress: 'Казань' }],
    children: [{ name, birthDate: '2015-01-02' }],
  };
  const created = (await post('/families', body, coordinator).expect(201)).body;
  return { id: created.id as string, guardianId: created.guardians[0].id as string };
}

const idsOf = ({ body }: request.Response) => body.items.map(({ id }: { id: string }) => id) as string[];

test('a sealed family is gone for branch-wide roles, and whoever sealed it is assigned to it', async () => {
  const { id } = await givenFamily();
  const upload = await request(api.server)
    .post(`${base}/families/${id}/files`)
    .set(coordinator.headers)
    .attach('file', Buffer.from('%PDF-1.4 справка'), 'справка.pdf')
    .expect(201);
  await post(`/families/${id}/seal`, { reason: 'Защищённый адрес' }, coordinator).expect(403);
  const sealed = await post(`/families/${id}/seal`, { reason: 'Защищённый адрес' }, lawyer).expect(201);
  expect(sealed.body).toMatchObject({ familyId: id, reason: 'Защищённый адрес', sealedBy: lawyer.id });
  expect((await post(`/families/${id}/seal`, { reason: 'Ещё раз' }, lawyer).expect(409)).body.code).toBe(
    'families.already-sealed',
  );

  const shape = ({ body }: { body: object }) => ({ ...body, requestId: '', instance: '' });
  const absent = shape(await get(`/families/${newId()}`, coordinator).expect(404));
  expect(shape(await get(`/families/${id}`, coordinator).expect(404))).toEqual(absent);
  expect(idsOf(await get('/families', coordinator).expect(200))).not.toContain(id);
  await get(`/families/${id}/seal`, coordinator).expect(404);
  await get(`/families/${id}/assignments`, coordinator).expect(404);
  await get(`/files/${upload.body.id}/content`, coordinator).expect(404);
  await post(`/families/${id}/assignments`, { personId: coordinator.id, reason: 'Хочу' }, coordinator).expect(404);

  await get(`/families/${id}`, lawyer).expect(200);
  await get(`/files/${upload.body.id}/content`, lawyer).expect(200);
  expect((await get(`/families/${id}/assignments`, lawyer).expect(200)).body.items).toMatchObject([
    { personId: lawyer.id, endsAt: null },
  ]);
  const [stored] = await api.database.asAdmin<{ text: string }>(
    `SELECT encode(reason_sealed, 'escape') AS text FROM sealed_families WHERE family_id = $1`,
    [id],
  );
  expect(stored?.text).not.toContain('адрес');

  expect((await get(`/families/${id}/seal`, lawyer).expect(200)).body.sealing).toEqual(sealed.body);
  await remove(`/families/${id}/seal`, coordinator).expect(403);
  await remove(`/families/${id}/seal`, lawyer).expect(204);
  expect((await get(`/families/${id}/seal`, coordinator).expect(200)).body.sealing).toBeNull();
  await get(`/families/${id}`, coordinator).expect(200);
  await remove(`/families/${id}/seal`, lawyer).expect(404);
  const log = await api.database.asAdmin<{ action: string }>(
    `SELECT action FROM audit_entries WHERE family_id = $1 AND action LIKE '%seal' ORDER BY number`,
    [id],
  );
  expect(log.map(({ action }) => action)).toEqual(['families.seal', 'families.unseal']);
});

test('letters, requests and search of a sealed family are gone too', async () => {
  const { id, guardianId } = await givenFamily();
  const authority = newId();
  await api.database.asAdmin(
    `INSERT INTO authorities (id, kind, region_code, short_name, full_name, postal_address, time_zone)
     VALUES ($1, 'school', '16', 'Школа', 'Школа', 'адрес', 'Europe/Moscow')`,
    [authority],
  );
  const [thread, message, requestId] = [newId(), newId(), newId()];
  await api.database.asAdmin(
    `INSERT INTO threads (branch_id, id, family_id, authority_id, subject_type, subject_id, reply_token_hash, reply_token_sealed)
     VALUES ($1, $2, $3, $4, 'request', $5, $6, '')`,
    [branchId, thread, id, authority, requestId, Buffer.from(newId())],
  );
  await api.database.asAdmin(
    `INSERT INTO messages (branch_id, id, thread_id, family_id, direction, channel, state, content_sealed)
     VALUES ($1, $2, $3, $4, 'inbound', 'email', 'received', '')`,
    [branchId, message, thread, id],
  );
  await api.database.asAdmin(
    `INSERT INTO requests (branch_id, id, case_number, family_id, guardian_id, authority_id, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [branchId, requestId, `КЗН-${newId()}`, id, guardianId, authority, lawyer.id],
  );
  await get(`/requests/${requestId}`, coordinator).expect(200);
  await post(`/families/${id}/seal`, { reason: 'Конфликт интересов' }, lawyer).expect(201);
  await get(`/requests/${requestId}`, coordinator).expect(404);
  expect(idsOf(await get('/requests', coordinator).expect(200))).not.toContain(requestId);
  await get(`/messages/${message}`, coordinator).expect(404);
  await get(`/requests/${requestId}`, lawyer).expect(200);
  for (const table of ['requests', 'threads', 'messages', 'guardians', 'children']) {
    expect(await raw<unknown[]>(coordinator, `SELECT 1 FROM ${table} WHERE family_id = $1`, [id])).toEqual([]);
    expect(await raw<unknown[]>(lawyer, `SELECT 1 FROM ${table} WHERE family_id = $1`, [id])).toHaveLength(1);
  }
});

test('every table that hangs from a family is under the restrictive family policy', async () => {
  /** Whose rows say who sees what, who did what, or hold wrapped keys; each has a rule of its own. */
  const apart = ['audit_entries', 'break_glass_events', 'family_assignments', 'sealed_families', 'vault_keys'];
  const rows = await api.database.asAdmin<{ name: string }>(
    `SELECT DISTINCT c.table_name::text AS name FROM information_schema.columns c
      JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE c.table_schema = 'public' AND c.column_name = 'family_id' AND t.table_type = 'BASE TABLE'
        AND EXISTS (SELECT FROM information_schema.columns b WHERE b.table_schema = 'public'
          AND b.table_name = c.table_name AND b.column_name = 'branch_id')
        AND NOT EXISTS (SELECT FROM pg_policies p WHERE p.tablename = c.table_name AND p.permissive = 'RESTRICTIVE'
          AND p.cmd = 'ALL' AND p.qual LIKE '%sealed_families%' AND p.with_check LIKE '%sealed_families%')
      ORDER BY 1`,
  );
  expect(rows.map(({ name }) => name)).toEqual(apart);
});

test('the database itself refuses sealing, unsealing and self-assignment to who may not', async () => {
  const { id } = await givenFamily();
  const seal = (who: SignedIn) =>
    raw(who, `INSERT INTO sealed_families (family_id, reason_sealed, sealed_by) VALUES ($1, '', $2)`, [id, who.id]);
  const assign = (who: SignedIn, familyId: string) =>
    raw(
      who,
      `INSERT INTO family_assignments (id, family_id, person_id, reason_sealed, assigned_by) VALUES ($1, $2, $3, '', $3)`,
      [newId(), familyId, who.id],
    );
  const volunteer = await api.signIn({ role: 'volunteer', branchId });
  await expect(seal(coordinator)).rejects.toThrow('row-level security');
  await expect(seal(volunteer)).rejects.toThrow('row-level security');
  await post(`/families/${id}/seal`, { reason: 'Защищённый адрес' }, lawyer).expect(201);

  await raw(coordinator, 'DELETE FROM sealed_families WHERE family_id = $1', [id]);
  const otherLawyer = await api.signIn({ role: 'lawyer', branchId });
  // May seal, but does not see this family.
  await raw(otherLawyer, 'DELETE FROM sealed_families WHERE family_id = $1', [id]);
  expect(await api.database.asAdmin('SELECT 1 FROM sealed_families WHERE family_id = $1', [id])).toHaveLength(1);
  for (const who of [coordinator, otherLawyer]) {
    await expect(assign(who, id)).rejects.toThrow('row-level security');
    expect(await raw<unknown[]>(who, 'SELECT 1 FROM families WHERE id = $1', [id])).toEqual([]);
  }
  const insert = (table: string, columns: string, values: string) =>
    raw(coordinator, `INSERT INTO ${table} (id, family_id, ${columns}) VALUES ($1, $2, ${values})`, [newId(), id]);
  await expect(insert('children', 'gender, personal_sealed', `'male', ''`)).rejects.toThrow('row-level security');
});

test('an assignment that ended cannot be brought back to life, nor turned to another person', async () => {
  const { id } = await givenFamily();
  const assigned = await post(`/families/${id}/assignments`, { personId: coordinator.id, reason: 'Помогает' }, lawyer);
  await remove(`/families/${id}/assignments/${assigned.body.id}`, lawyer).expect(204);
  const revive = raw(coordinator, 'UPDATE family_assignments SET ended_at = NULL WHERE id = $1', [assigned.body.id]);
  await expect(revive).rejects.toThrow('row-level security');
  for (const change of ['person_id = family_id', 'family_id = person_id', `kind = 'break_glass'`, 'ends_at = NULL']) {
    await expect(raw(coordinator, `UPDATE family_assignments SET ${change}`)).rejects.toThrow('permission denied');
  }
});

test('who leaves the branch loses the assignments; who changes roles keeps them', async () => {
  const { id } = await givenFamily();
  const branchAdmin = await api.signIn({ role: 'branch_admin', branchId });
  const volunteer = await api.signIn({ role: 'volunteer', branchId });
  await post(`/families/${id}/assignments`, { personId: volunteer.id, reason: 'Помогает' }, coordinator).expect(201);
  await post(`/families/${id}/seal`, { reason: 'Защищённый адрес' }, lawyer).expect(201);
  await get(`/families/${id}`, volunteer).expect(200);
  await request(api.server)
    .put(`${base}/members/${volunteer.id}/role`)
    .set(branchAdmin.headers)
    .send({ role: 'coordinator' })
    .expect(200);
  await get(`/families/${id}`, volunteer).expect(200);
  await remove(`/members/${volunteer.id}`, branchAdmin).expect(204);
  const live = await api.database.asAdmin(
    'SELECT 1 FROM family_assignments WHERE person_id = $1 AND ended_at IS NULL',
    [volunteer.id],
  );
  expect(live).toEqual([]);
});
