import request from 'supertest';
import { Database, TenantScope } from '#database';
import { newId } from '#kernel';
import { type ApiServer, type SignedIn, startApiServer } from '../support/api-server.ts';

let api: ApiServer;
let giver: SignedIn;
let receiver: SignedIn;
let schoolId: string;

beforeAll(async () => {
  api = await startApiServer();
  giver = await api.signIn({ role: 'coordinator' });
  receiver = await api.signIn({ role: 'branch_admin', branchId: await sisterOf(giver.branchId, 'ОМС') });
  schoolId = newId();
  await api.database.asAdmin(
    `INSERT INTO authorities (id, kind, region_code, short_name, full_name, postal_address, time_zone)
     VALUES ($1, 'school', '16', 'Школа', 'Школа', 'адрес', 'Europe/Moscow')`,
    [schoolId],
  );
});
afterAll(() => api.close());

/** Another branch of the same association. */
async function sisterOf(branchId: string, casePrefix: string): Promise<string> {
  const id = newId();
  await api.database.asAdmin(
    `INSERT INTO branches (id, association_id, name, case_prefix, region_code, time_zone, postal_address)
     SELECT $1, association_id, 'Омское отделение', $3, '55', 'Asia/Omsk', 'Омск' FROM branches WHERE id = $2`,
    [id, branchId, casePrefix],
  );
  return id;
}

const get = (path: string, who: SignedIn) =>
  request(api.server).get(`/v1/branches/${who.branchId}${path}`).set(who.headers);
const post = (path: string, body: object, who: SignedIn) =>
  request(api.server).post(`/v1/branches/${who.branchId}${path}`).set(who.headers).send(body);
const remove = (path: string, who: SignedIn) =>
  request(api.server).delete(`/v1/branches/${who.branchId}${path}`).set(who.headers);

function raw<T>(who: SignedIn, sql: string, parameters: unknown[] = [], branchId = who.branchId): Promise<T> {
  const entry = { kind: 'person', personId: who.id } as const;
  const db = api.app.get(Database);
  return api.app.get(TenantScope).run({ branchId, entry }, () => db.transaction((tx) => tx.query<T>(sql, parameters)));
}

const guardian = {
  relation: 'parent',
  name: { surname: 'Приметная', givenName: 'Мария', patronymic: 'Петровна' },
  phone: '8 (916) 123-45-67',
  email: 'maria@families.test',
  postalAddress: '420000, Казань, ул. Заметная, д. 1',
};

interface Given {
  readonly id: string;
  readonly guardianId: string;
  readonly paperId: string;
}

async function givenFamily(): Promise<Given> {
  const body = {
    dataSource: 'guardian_in_person',
    guardians: [guardian],
    children: [
      {
        name: { surname: 'Приметный', givenName: 'Пётр', patronymic: 'Ильич' },
        birthDate: '2016-05-04',
        enrolment: { authorityId: schoolId, classLabel: '3 «А»', from: '2025-09-01' },
      },
    ],
    consents: [{ childIndex: 0, authorityId: schoolId, systemCode: 'my_school', givenOn: '2024-09-01' }],
  };
  const { id, guardians } = (await post('/families', body, giver).expect(201)).body;
  const guardianId = guardians[0].id as string;
  const paper = await request(api.server)
    .post(`/v1/branches/${giver.branchId}/families/${id}/files?purpose=mandate`)
    .set(giver.headers)
    .attach('file', Buffer.from('%PDF-1.4 доверенность и согласие'), 'согласие.pdf')
    .expect(201);
  const paperId = paper.body.id as string;
  const mandate = { guardianId, scope: 'submit', signedOn: '2026-01-10', fileId: paperId };
  await post(`/families/${id}/mandates`, mandate, giver).expect(201);
  return { id, guardianId, paperId };
}

const offerOf = ({ guardianId, paperId }: Given, changes: object = {}) => ({
  toBranchId: receiver.branchId,
  consent: { guardianId, givenOn: '2026-02-01', fileId: paperId },
  ...changes,
});

async function offered(family: Given): Promise<string> {
  return (await post(`/families/${family.id}/hand-overs`, offerOf(family), giver).expect(201)).body.id as string;
}

const accept = (id: string, who = receiver) => post(`/incoming-families/${id}/accept`, {}, who);
const actionsOf = async (branchId: string) =>
  (
    await api.database.asAdmin<{ action: string }>(
      `SELECT action FROM audit_entries WHERE branch_id = $1 AND action LIKE 'hand-overs.%' ORDER BY number`,
      [branchId],
    )
  ).map(({ action }) => action);

test('an accepted family lies whole in the other branch, and can only be read where it was', async () => {
  const family = await givenFamily();
  const before = (await get(`/families/${family.id}`, giver).expect(200)).body;
  const id = await offered(family);
  const waiting = (await get('/incoming-families', receiver).expect(200)).body.items;
  expect(waiting).toEqual([
    { id, fromBranchId: giver.branchId, status: 'offered', consentOn: '2026-02-01', offeredAt: expect.any(String) },
  ]);
  // Before the acceptance nothing of the family is seen from there.
  await get(`/families/${family.id}`, receiver).expect(404);

  const { body: received } = await accept(id).expect(201);
  const after = (await get(`/families/${received.familyId}`, receiver).expect(200)).body;
  const people = ({ name, birthDate, phone, email }: Record<string, unknown>) => ({ name, birthDate, phone, email });
  expect(after.guardians.map(people)).toEqual(before.guardians.map(people));
  expect(after.children.map(people)).toEqual(before.children.map(people));
  expect(after.children[0].enrolments).toMatchObject([{ authorityId: schoolId, classLabel: '3 «А»' }]);
  expect(after.consents).toMatchObject([{ childId: after.children[0].id, systemCode: 'my_school' }]);
  expect(after.mandates).toMatchObject([{ guardianId: after.guardians[0].id, scope: 'submit' }]);
  const paper = await get(`/files/${after.mandates[0].fileId}/content`, receiver).buffer(true).expect(200);
  expect(Buffer.from(paper.body as Buffer).toString()).toContain('доверенность');

  const kept = (await get(`/families/${family.id}`, giver).expect(200)).body;
  expect(kept).toMatchObject({ status: 'handed_over', guardians: [{ name: guardian.name }] });
  const change = request(api.server)
    .patch(`/v1/branches/${giver.branchId}/families/${family.id}`)
    .set({ ...giver.headers, 'if-match': `"${kept.version}"` })
    .send({ status: 'open' });
  expect((await change.expect(409)).body.code).toBe('families.handed-over');
  const asked = {
    ...{ familyId: family.id, guardianId: kept.guardians[0].id, childIds: [kept.children[0].id] },
    ...{ authorityId: schoolId, demands: [{ kind: 'consent_withdrawal', systemCodes: ['my_school'] }] },
  };
  expect((await post('/requests', asked, giver).expect(409)).body.code).toBe('families.handed-over');
  const added = await post(`/families/${family.id}/guardians`, guardian, giver).expect(409);
  expect(added.body.code).toBe('families.handed-over');
  await get(`/families/${received.familyId}`, giver).expect(404);
  await accept(id).expect(404);
  expect(await actionsOf(giver.branchId)).toEqual(['hand-overs.offer', 'hand-overs.read', 'hand-overs.complete']);
  expect(await actionsOf(receiver.branchId)).toEqual(['hand-overs.begin', 'hand-overs.accept']);
  for (const branchId of [giver.branchId, receiver.branchId]) {
    const auditor = await api.signIn({ role: 'auditor', branchId });
    expect((await get('/audit-chain', auditor).expect(200)).body).toMatchObject({ intact: true });
  }
});

test('the same telephone number is found in the branch that received, by its own index', async () => {
  const family = await givenFamily();
  await accept(await offered(family)).expect(201);
  const again = {
    dataSource: 'guardian_in_person',
    guardians: [guardian],
    children: [{ name: { surname: 'Приметный', givenName: 'Пётр', patronymic: 'Ильич' }, birthDate: '2019-05-04' }],
  };
  const { warnings } = (await post('/families', again, receiver).expect(201)).body;
  expect(warnings.length).toBeGreaterThan(0);
  const rows = await api.database.asAdmin<{ index: string }>(
    `SELECT DISTINCT encode(phone_index, 'hex') AS index FROM guardians`,
  );
  expect(rows.length).toBe(2);
});

test('a sealed family stays sealed on its way and after it', async () => {
  const family = await givenFamily();
  const lawyer = await api.signIn({ role: 'lawyer', branchId: giver.branchId });
  await post(`/families/${family.id}/seal`, { reason: 'Защищённый адрес' }, lawyer).expect(201);
  await post(`/families/${family.id}/hand-overs`, offerOf(family), giver).expect(404);
  const offer = await post(`/families/${family.id}/hand-overs`, offerOf(family), lawyer).expect(201);
  const { familyId } = (await accept(offer.body.id).expect(201)).body;
  expect((await get(`/families/${familyId}/seal`, receiver).expect(200)).body.sealing.reason).toBe('Защищённый адрес');
  const other = await api.signIn({ role: 'coordinator', branchId: receiver.branchId });
  await get(`/families/${familyId}`, other).expect(404);
  await get(`/families/${family.id}`, giver).expect(404);
  await get(`/families/${family.id}`, lawyer).expect(200);
});

test('an offer is taken back before the answer, rejected, or replaced, and the family stays all the while', async () => {
  const family = await givenFamily();
  const first = await offered(family);
  const twice = await post(`/families/${family.id}/hand-overs`, offerOf(family), giver).expect(409);
  expect(twice.body.code).toBe('families.offered-already');
  await remove(`/families/${family.id}/hand-overs/${first}`, giver).expect(204);
  await accept(first).expect(404);
  const second = await offered(family);
  await post(`/incoming-families/${second}/reject`, {}, receiver).expect(204);
  await accept(second).expect(404);
  const late = await remove(`/families/${family.id}/hand-overs/${second}`, giver).expect(409);
  expect(late.body.code).toBe('families.hand-over-decided');
  const { items } = (await get(`/families/${family.id}/hand-overs`, giver).expect(200)).body;
  expect(items.map(({ status }: { status: string }) => status)).toEqual(['rejected', 'revoked']);
  expect((await get(`/families/${family.id}`, giver).expect(200)).body.status).toBe('open');
});

test('a family may be offered to the open branches of the association, and only who may offer is told which', async () => {
  const closed = await sisterOf(giver.branchId, 'ЗАК');
  await api.database.asAdmin(`UPDATE branches SET status = 'closed' WHERE id = $1`, [closed]);
  await api.signIn({ role: 'coordinator' });
  const { body } = await get('/sister-branches', giver).expect(200);
  expect(body.items).toEqual([{ id: receiver.branchId, name: 'Омское отделение', regionCode: '55' }]);
  const auditor = await api.signIn({ role: 'auditor', branchId: giver.branchId });
  await get('/sister-branches', auditor).expect(403);
});

test('without consent, to a foreign or closed branch, or by a volunteer nothing is offered', async () => {
  const family = await givenFamily();
  const offer = (changes: object, who = giver) =>
    post(`/families/${family.id}/hand-overs`, offerOf(family, changes), who);
  await offer({ consent: undefined }).expect(422);
  const consent = { guardianId: family.guardianId, givenOn: '2026-02-01' };
  expect((await offer({ consent: { ...consent, guardianId: newId() } }).expect(422)).body.code).toBe(
    'families.not-of-family',
  );
  const future = await offer({ consent: { ...consent, givenOn: '2999-01-01' } }).expect(422);
  expect(future.body.errors[0]).toMatchObject({ pointer: '/consent/givenOn', rule: 'day-in-future' });
  const other = await givenFamily();
  const foreignPaper = await offer({ consent: { ...consent, fileId: other.paperId } }).expect(422);
  expect(foreignPaper.body.errors[0]).toMatchObject({ pointer: '/consent/fileId' });
  const closed = await sisterOf(giver.branchId, 'ТОМ');
  await api.database.asAdmin(`UPDATE branches SET status = 'suspended' WHERE id = $1`, [closed]);
  for (const toBranchId of [newId(), await api.givenBranch(), giver.branchId, closed]) {
    expect((await offer({ toBranchId }).expect(422)).body.code).toBe('families.no-such-branch');
  }
  const volunteer = await api.signIn({ role: 'volunteer', branchId: giver.branchId });
  await offer({}, volunteer).expect(403);
});

test('only the branch that was asked may answer, and there only who may receive', async () => {
  const family = await givenFamily();
  const id = await offered(family);
  const coordinator = await api.signIn({ role: 'coordinator', branchId: receiver.branchId });
  await accept(id, coordinator).expect(403);
  const third = await api.signIn({ role: 'branch_admin', branchId: await sisterOf(giver.branchId, 'УФА') });
  const ownAdmin = await api.signIn({ role: 'branch_admin', branchId: giver.branchId });
  for (const who of [third, ownAdmin]) {
    await accept(id, who).expect(404);
    await post(`/incoming-families/${id}/reject`, {}, who).expect(404);
    expect((await get('/incoming-families', who).expect(200)).body.items).toEqual([]);
  }
});

test('after an interruption the family is where it was, and the offer is accepted again', async () => {
  const family = await givenFamily();
  const id = await offered(family);
  // The passage is open, and then the process dies.
  await raw(receiver, 'SELECT * FROM begin_hand_over($1)', [id]);
  await get(`/families/${family.id}`, giver).expect(200);
  await post(`/families/${family.id}/guardians`, { ...guardian, phone: null, email: null }, giver).expect(201);
  const { familyId } = (await accept(id).expect(201)).body;
  expect((await get(`/families/${familyId}`, receiver).expect(200)).body.guardians).toHaveLength(2);
});

test('what changed since it was read is not lost: the acceptance is refused and leaves nothing', async () => {
  const family = await givenFamily();
  const id = await offered(family);
  await raw(receiver, 'SELECT * FROM begin_hand_over($1)', [id]);
  const finish = await raw<{ done: boolean }[]>(receiver, `SELECT finish_hand_over($1, $2, 999, 'r') AS done`, [
    ...[id, newId()],
  ]);
  expect(finish).toEqual([{ done: false }]);
  expect((await get(`/families/${family.id}`, giver).expect(200)).body.status).toBe('open');
});

test('the passage shows what this person has accepted and nothing else, and is no way into the branch', async () => {
  const [family, other] = [await givenFamily(), await givenFamily()];
  const id = await offered(family);
  const accepting = await api.signIn({ role: 'branch_admin', branchId: receiver.branchId });
  const passage = (personId: string) => {
    const entry = { kind: 'hand-over', personId, handOverId: id } as const;
    const db = api.app.get(Database);
    return api.app
      .get(TenantScope)
      .run({ branchId: giver.branchId, entry }, () =>
        db.transaction((tx) => tx.query<{ id: string }[]>('SELECT id FROM families')),
      );
  };
  await expect(passage(accepting.id)).rejects.toMatchObject({ code: 'not-found' });
  await raw(accepting, 'SELECT * FROM begin_hand_over($1)', [id]);
  expect(await passage(accepting.id)).toEqual([{ id: family.id }]);
  const colleague = await api.signIn({ role: 'branch_admin', branchId: receiver.branchId });
  await expect(passage(colleague.id)).rejects.toMatchObject({ code: 'not-found' });
  await request(api.server)
    .get(`/v1/branches/${giver.branchId}/families/${family.id}`)
    .set(accepting.headers)
    .expect(404);
  await expect(raw(accepting, 'SELECT 1', [], giver.branchId)).rejects.toMatchObject({ code: 'not-found' });
  await accept(id, accepting).expect(201);
  await expect(passage(accepting.id)).rejects.toMatchObject({ code: 'not-found' });
  expect(other.id).not.toBe(family.id);
});

test('the database itself refuses forged offers, answers and changes of what was handed over', async () => {
  const family = await givenFamily();
  const forged = (who: SignedIn, toBranchId: string) =>
    raw(
      who,
      `INSERT INTO hand_overs (id, family_id, to_branch_id, consent_guardian_id, consent_on, offered_by)
       VALUES ($1, $2, $3, $4, '2026-02-01', $5)`,
      [newId(), family.id, toBranchId, family.guardianId, who.id],
    );
  await expect(forged(giver, await api.givenBranch())).rejects.toThrow('row-level security');
  const volunteer = await api.signIn({ role: 'volunteer', branchId: giver.branchId });
  await expect(forged(volunteer, receiver.branchId)).rejects.toThrow('row-level security');
  const id = await offered(family);
  for (const status of ['accepted', 'completed']) {
    const answer = `UPDATE hand_overs SET status = '${status}', decided_by = offered_by, decided_at = now() WHERE id = $1`;
    await expect(raw(giver, answer, [id])).rejects.toThrow(/row-level security|check constraint/);
  }
  const coordinator = await api.signIn({ role: 'coordinator', branchId: receiver.branchId });
  await expect(raw(coordinator, 'SELECT * FROM begin_hand_over($1)', [id])).rejects.toThrow('may not receive');
  expect(await raw<unknown[]>(receiver, 'SELECT 1 FROM hand_overs')).toEqual([]);

  await accept(id).expect(201);
  const refused = { code: 'database.reference-missing' };
  await expect(raw(giver, `UPDATE families SET status = 'open' WHERE id = $1`, [family.id])).rejects.toMatchObject(
    refused,
  );
  await expect(
    raw(giver, `UPDATE children SET gender = 'male' WHERE family_id = $1`, [family.id]),
  ).rejects.toMatchObject(refused);
  const newRequest = raw(
    giver,
    `INSERT INTO requests (id, case_number, family_id, guardian_id, authority_id, created_by) VALUES ($1, 'КЗН-1-99', $2, $3, $4, $5)`,
    [newId(), family.id, family.guardianId, schoolId, giver.id],
  );
  await expect(newRequest).rejects.toMatchObject(refused);
});
