import request from 'supertest';
import { verifyAllAuditChains } from '#audit';
import { Database, TenantScope } from '#database';
import { newId } from '#kernel';
import type { ApiServer, SignedIn } from '../support/api-server.ts';
import { type MailedApi, startMailedApi } from '../support/mailed-api.ts';
import { type Overseer, type TwoAssociations, twoAssociations } from '../support/two-associations.ts';

interface Offer {
  readonly id: string;
  readonly version: number;
}

let mailed: MailedApi;
let api: ApiServer;
let two: TwoAssociations;

beforeAll(async () => {
  mailed = await startMailedApi();
  ({ api } = mailed);
});
beforeEach(async () => {
  two = await twoAssociations(api);
});
afterEach(() => api.database.asAdmin(`UPDATE clock_shift SET shift = interval '0'`));
afterAll(() => mailed.close());

const get = (path: string, who: SignedIn) => request(api.server).get(path).set(who.headers);
const post = (path: string, body: object, who: SignedIn) => request(api.server).post(path).set(who.headers).send(body);
const offered = async (more = {}, version?: number) => (await two.offer(more, version).expect(201)).body as Offer;
const branchesOf = async (who: Overseer) =>
  (await get(`/v1/associations/${who.associationId}/branches`, who).expect(200)).body.items as {
    id: string;
    [name: string]: unknown;
  }[];
const offersOf = async (who: Overseer, direction: string) =>
  (await get(`/v1/associations/${who.associationId}/branch-offers?direction=${direction}`, who).expect(200)).body.items;
const operatorOf = async () => {
  const [row] = await api.database.asAdmin<{ id: string }>('SELECT association_id AS id FROM branches WHERE id = $1', [
    two.branchId,
  ]);
  return row?.id;
};
const actionsOf = async (branchId: string) =>
  (
    await api.database.asAdmin<{ action: string }>(
      'SELECT action FROM audit_entries WHERE branch_id = $1 ORDER BY number',
      [branchId],
    )
  ).map(({ action }) => action);

test('a branch goes over whole: cases, keys and log with it, people at work, the old association out', async () => {
  const { giver, receiver, branchId, head, familyId, guardianId } = two;
  const path = `/v1/branches/${branchId}`;
  const family = `${path}/families/${familyId}`;
  const before = await get(family, head).expect(200);
  const key = (await post(`${path}/api-keys`, { name: 'Ключ', scopes: ['families.read'] }, head).expect(201)).body.key;
  const invited = `${newId()}@people.test`;
  await post(`${path}/invitations`, { email: invited, role: 'volunteer' }, head).expect(201);
  const { token } = await mailed.mailTo(invited);
  const byKey = { authorization: `Bearer ${String(key)}` };
  await request(api.server).get(family).set(byKey).expect(200);

  const offer = await offered();
  // Nothing has moved, and the other side sees names and codes only.
  expect(await offersOf(receiver, 'received')).toEqual([
    {
      ...{ id: offer.id, version: 1, status: 'offered', reason: 'Объединения сливаются', decidedAt: null },
      branch: {
        ...{ id: branchId, name: 'Казанское', status: 'open' },
        ...{ regionCode: '16', casePrefix: 'ПРЕ', casePrefixShared: false },
      },
      from: { id: giver.associationId, name: 'Союз родителей' },
      to: { id: receiver.associationId, name: 'Союз родителей' },
      offeredAt: expect.any(String),
      expiresAt: expect.any(String),
    },
  ]);
  await get(path, receiver).expect(404);
  await get(family, receiver).expect(404);
  expect((await branchesOf(receiver)).map(({ id }) => id)).not.toContain(branchId);

  const { body } = await two.accept(offer).expect(200);
  expect(body).toMatchObject({ status: 'accepted', version: 2 });
  expect(await operatorOf()).toBe(receiver.associationId);

  // The same case, under the same number, readable by the same people, and worked on.
  const after = await get(family, head).expect(200);
  expect(after.body).toEqual({
    ...before.body,
    processingConsents: [expect.objectContaining({ renewalNeeded: true })],
  });
  await post(`${family}/notes`, { text: 'Звонить вечером' }, head).expect(201);
  expect((await get(path, head).expect(200)).body).toMatchObject({
    association: { id: receiver.associationId },
    casePrefix: 'ПРЕ',
  });
  // At once, in the sessions that they have.
  await get(path, giver).expect(404);
  expect((await branchesOf(giver)).map(({ id }) => id)).not.toContain(branchId);
  await post(
    `/v1/associations/${giver.associationId}/branches/${branchId}/suspend`,
    { reason: 'Поздно' },
    giver,
  ).expect(404);
  await get(path, receiver).expect(200);
  await get(family, receiver).expect(403);
  expect((await branchesOf(receiver)).find(({ id }) => id === branchId)).toMatchObject({
    ...{ familiesCount: 1, membersCount: 2, papersToRenewCount: 2, operatorSince: expect.any(String) },
  });

  await request(api.server).get(family).set(byKey).expect(401);
  const acceptance = { token, name: 'Пётр Новый', password: `пароль ${newId()}` };
  await request(api.server).post('/v1/invitations/acceptance').send(acceptance).expect(410);

  const log = await actionsOf(branchId);
  expect(log).toEqual(expect.arrayContaining(['branches.offer', 'branches.change-association']));
  expect(await actionsOf(giver.branchId)).toContain('associations.give-branch');
  expect(await actionsOf(receiver.branchId)).toContain('associations.receive-branch');
  for await (const chain of verifyAllAuditChains(api.database.adminUrl)) expect(chain).toMatchObject({ intact: true });

  // What names the old operator is listed until it was given anew.
  const toRenew = async () => (await get(`${path}/families/papers-to-renew`, head).expect(200)).body.items;
  expect(await toRenew()).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        kind: 'processing-consent',
        what: 'case_work',
        familyId,
        number: 1,
        initials: 'П. В. И.',
      }),
      expect.objectContaining({
        kind: 'mandate',
        what: 'submit',
        operator: expect.objectContaining({ id: giver.associationId }),
      }),
    ]),
  );
  const consent = { guardianId, purpose: 'case_work', how: 'paper', textVersion: '2026-11', givenOn: '2026-11-01' };
  await post(`${family}/processing-consents`, consent, head).expect(201);
  expect((await toRenew()).map(({ kind }: { kind: string }) => kind)).toEqual(['mandate']);
}, 60_000);

test('the people of the branch and both associations are told, and nothing of any case is in the mail', async () => {
  const { giver, receiver, branchId, head } = two;
  const { body } = await get(`/v1/branches/${branchId}`, head).expect(200);
  const responsible = body.responsible.email as string;
  const offer = await offered();
  for (const to of [head.email, receiver.email, responsible]) {
    const { mail } = await mailed.mailTo(to);
    expect(mail.subject).toBe('Передача отделения: Казанское');
    expect(mail.text).toContain('предложило передать отделение «Казанское»');
    expect(mail.text).not.toMatch(/Приметная|Вера|ПРЕ-1/);
  }
  await two.accept(offer).expect(200);
  for (const to of [head.email, responsible]) {
    expect((await mailed.mailTo(to, 2)).mail.text).toContain('перешло из объединения');
  }
  expect((await mailed.mailTo(giver.email)).mail.text).toContain('перешло из объединения');
  expect(await mailed.mailsTo(receiver.email)).toBe(1);
}, 60_000);

test('an offer is taken back, declined or runs out, and then leads nowhere; a new one can be made', async () => {
  const { giver, receiver } = two;
  const first = await offered();
  expect((await two.offer().expect(409)).body.code).toBe('branch-offers.offered-already');
  await two.decide('revocation', first, receiver).expect(404);
  await two.decide('rejection', first, giver).expect(404);
  await two.decide('revocation', { ...first, version: 2 }, giver).expect(412);
  await two.decide('revocation', first, giver).expect(200);
  expect((await two.accept({ ...first, version: 2 }).expect(409)).body.code).toBe('branch-offers.over');

  const second = await offered();
  await two.decide('rejection', second, receiver).expect(200);
  expect((await two.decide('revocation', { ...second, version: 2 }, giver).expect(409)).body.code).toBe(
    'branch-offers.over',
  );
  const third = await offered({ days: 1 });
  await api.database.asAdmin(`UPDATE clock_shift SET shift = interval '25 hours'`);
  expect((await two.accept(third).expect(409)).body.code).toBe('branch-offers.over');
  const statuses = (await offersOf(giver, 'given')).map(({ status }: { status: string }) => status);
  expect(statuses).toEqual(['expired', 'rejected', 'revoked']);
  await two.accept(await offered()).expect(200);
  expect(await operatorOf()).toBe(receiver.associationId);
});

test('who may offer what, to whom: strangers, old versions, the own and unknown associations are refused', async () => {
  const { giver, receiver, branchId } = two;
  await two.offer({}, 99).expect(412);
  for (const toAssociationId of [giver.associationId, newId()]) {
    expect((await two.offer({ toAssociationId }).expect(422)).body.code).toBe('branch-offers.association-unknown');
  }
  const elsewhere = `/v1/associations/${receiver.associationId}/branches/${branchId}/offers`;
  const body = { toAssociationId: giver.associationId, reason: 'Чужое отделение' };
  await post(elsewhere, body, receiver).set('if-match', '"1"').expect(404);
  const offer = await offered();
  await two.accept(offer, giver).expect(404);
  const stranger = await twoAssociations(api);
  await two.accept(offer, stranger.receiver).expect(404);
  expect(await offersOf(stranger.receiver, 'received')).toEqual([]);
  await api.database.asAdmin(`UPDATE sessions SET confirmed_at = now() - interval '1 hour' WHERE person_id = $1`, [
    receiver.id,
  ]);
  expect((await two.accept(offer).expect(403)).body.code).toBe('access.step-up-needed');
});

test('whoever works by a role of the old association needs another one first', async () => {
  const { giver, branchId, head } = two;
  const roles = `/v1/associations/${giver.associationId}/roles`;
  const own = { name: 'Наблюдатель', reach: 'none', permissions: ['branches.read'] };
  const role = (await post(roles, own, giver).expect(201)).body.id as string;
  const helper = await api.signIn({ role: 'volunteer', branchId });
  const give = (to: string) =>
    request(api.server).put(`/v1/branches/${branchId}/members/${helper.id}/role`).set(head.headers).send({ role: to });
  await give(role).expect(200);
  const refused = await two.offer().expect(409);
  expect(refused.body.code).toBe('branch-offers.own-roles-in-use');
  expect(JSON.stringify(refused.body.errors)).toContain(helper.id);
  await give('volunteer').expect(200);
  const offer = await offered();
  await give(role).expect(200);
  const late = await two.accept(offer).expect(409);
  expect(late.body.code).toBe('branch-offers.own-roles-in-use');
  // The other side learns how many, not who.
  expect(JSON.stringify(late.body)).not.toContain(helper.id);
  expect(await operatorOf()).toBe(giver.associationId);
  await give('auditor').expect(200);
  await two.accept(offer).expect(200);
  await get(`/v1/branches/${branchId}`, helper).expect(200);
  expect((await give(role).expect(422)).body.code).toBe('organisations.role-unknown');
});

test('a suspended branch goes over suspended; a closed one does not go over', async () => {
  const { giver, receiver, branchId, head } = two;
  const step = (name: string, who: Overseer, more = {}) =>
    post(`/v1/associations/${who.associationId}/branches/${branchId}/${name}`, { reason: 'Проверка', ...more }, who);
  const offer = await offered();
  const eraseAfter = new Date(Date.now() + 40 * 86_400_000).toISOString();
  const { body: closed } = await step('close', giver, { eraseAfter }).expect(200);
  expect((await two.accept(offer).expect(409)).body.code).toBe('branch-offers.branch-closed');
  expect((await two.offer({}, closed.version as number).expect(409)).body.code).toBe('branch-offers.branch-closed');
  await step('reopen', giver).expect(200);
  await step('suspend', giver).expect(200);
  await two.accept(offer).expect(200);
  const family = `/v1/branches/${branchId}/families/${two.familyId}`;
  await get(family, head).expect(200);
  await post(`${family}/notes`, { text: 'Заметка' }, head).expect(403);
  await step('reopen', giver).expect(404);
  await step('reopen', receiver).expect(200);
  await post(`${family}/notes`, { text: 'Заметка' }, head).expect(201);
});

test('a prefix that the other association has already is kept, and said beforehand', async () => {
  const { receiver } = two;
  await api.database.asAdmin(`UPDATE branches SET case_prefix = 'ПРЕ' WHERE id = $1`, [receiver.branchId]);
  const offer = await offered();
  expect((await offersOf(receiver, 'received'))[0].branch.casePrefixShared).toBe(true);
  await two.accept(offer).expect(200);
  expect((await branchesOf(receiver)).map(({ casePrefix }) => casePrefix)).toEqual(['ПРЕ', 'ПРЕ']);
  const another = { name: 'Третье', regionCode: '16', casePrefix: 'ПРЕ', postalAddress: 'Казань' };
  const taken = await post(`/v1/associations/${receiver.associationId}/branches`, another, receiver).expect(409);
  expect(taken.body.code).toBe('organisations.case-prefix-taken');
});

test('of decisions that meet one counts', async () => {
  const { giver, receiver, branchId, head } = two;
  const offer = await offered();
  const second = await api.signIn({ role: 'association_admin', branchId: receiver.branchId });
  await api.database.asAdmin('INSERT INTO association_admins (association_id, person_id) VALUES ($1, $2)', [
    receiver.associationId,
    second.id,
  ]);
  const rival = { ...second, associationId: receiver.associationId };
  const accepts = await Promise.all([two.accept(offer), two.accept(offer, rival)]);
  expect(accepts.map(({ status }) => status).sort()).toEqual([200, 409]);
  const log = await actionsOf(branchId);
  expect(log.filter((action) => action === 'branches.change-association')).toHaveLength(1);
  expect((await get(`/v1/branches/${branchId}`, head).expect(200)).body.association.id).toBe(receiver.associationId);

  for (let round = 0; round < 6; round += 1) {
    two = await twoAssociations(api);
    const raced = await offered();
    const pair = [two.accept(raced), two.decide('revocation', raced, two.giver)] as const;
    const [accepted, revoked] = await Promise.all(round % 2 === 0 ? pair : [pair[0], pair[1]]);
    expect([accepted.status, revoked.status].filter((status) => status === 200)).toHaveLength(1);
    const now = accepted.status === 200 ? two.receiver : two.giver;
    expect(await operatorOf()).toBe(now.associationId);
    // One of the two oversees the branch, and its people read it.
    await get(`/v1/branches/${two.branchId}`, now).expect(200);
    await get(`/v1/branches/${two.branchId}/families/${two.familyId}`, two.head).expect(200);
  }
  expect(giver.associationId).not.toBe(receiver.associationId);
}, 60_000);

test('a role, an administrator or a closing that comes at the same moment is judged by the outcome', async () => {
  for (let round = 0; round < 6; round += 1) {
    two = await twoAssociations(api);
    const { giver, receiver, branchId, head } = two;
    const own = { name: 'Наблюдатель', reach: 'none', permissions: ['branches.read'] };
    const roles = `/v1/associations/${giver.associationId}/roles`;
    const role = (await post(roles, own, giver).expect(201)).body.id as string;
    const helper = await api.signIn({ role: 'volunteer', branchId });
    const newcomer = await api.givenPerson({ branchId: receiver.branchId, role: 'lawyer' });
    const offer = await offered();
    const member = `/v1/branches/${branchId}/members/${helper.id}/role`;
    const close = { reason: 'Распущено', eraseAfter: new Date(Date.now() + 40 * 86_400_000).toISOString() };
    const admins = `/v1/associations/${receiver.associationId}/admins`;
    const [accepted] = await Promise.all([
      two.accept(offer),
      request(api.server).put(member).set(head.headers).send({ role }),
      post(admins, { personId: newcomer.id }, receiver),
      post(`/v1/associations/${giver.associationId}/branches/${branchId}/close`, close, giver),
    ]);
    const [state] = await api.database.asAdmin<{ moved: boolean; status: string; strangers: number; admins: number }>(
      `SELECT b.association_id = $2 AS moved, b.status,
         (SELECT count(*)::int FROM memberships m JOIN roles r ON r.code = m.role WHERE m.branch_id = b.id
            AND m.revoked_at IS NULL AND r.association_id <> b.association_id) AS strangers,
         (SELECT count(*)::int FROM memberships m WHERE m.branch_id = b.id AND m.revoked_at IS NULL
            AND m.person_id = $3) AS admins
       FROM branches b WHERE b.id = $1`,
      [branchId, receiver.associationId, newcomer.id],
    );
    const moved = accepted.status === 200;
    expect(state).toEqual({ moved, status: moved ? 'open' : state?.status, strangers: 0, admins: moved ? 1 : 0 });
  }
}, 60_000);

test('the database moves a branch for nobody who has no accepted offer', async () => {
  const { giver, receiver, branchId, head } = two;
  const db = api.app.get(Database);
  const raw = (sql: string, parameters: unknown[]) =>
    api.app
      .get(TenantScope)
      .run({ branchId, entry: { kind: 'person', personId: head.id } }, () =>
        db.transaction((tx) => tx.query(sql, parameters)),
      );
  const move = 'UPDATE branches SET association_id = $1 WHERE id = $2';
  const target = [receiver.associationId, branchId];
  await expect(raw(move, target)).rejects.toThrow('permission denied');
  await expect(raw('INSERT INTO branch_offers (id) VALUES ($1)', [newId()])).rejects.toThrow('permission denied');
  await expect(raw(`UPDATE branch_offers SET status = 'accepted'`, [])).rejects.toThrow('permission denied');
  for (const role of ['otzyv_relay', 'otzyv_app', 'otzyv_gateway']) {
    const attempt = api.database.asAdmin(
      `DO $$ BEGIN SET LOCAL ROLE ${role}; PERFORM set_config('otzyv.branch_id', '${branchId}', true);
        UPDATE branches SET association_id = '${receiver.associationId}' WHERE id = '${branchId}'; END $$`,
    );
    await expect(attempt).rejects.toThrow(/permission denied|by an accepted offer only/);
  }
  await expect(api.database.asAdmin(move, target)).rejects.toThrow('by an accepted offer only');
  const call = 'SELECT accept_branch_offer($1, $2, $3, $4, 1) AS verdict';
  const offer = await offered();
  for (const who of [head, giver]) {
    const attempt = db.outsideTenants((tx) => tx.query(call, [who.id, receiver.associationId, 'test', offer.id]));
    await expect(attempt).rejects.toThrow();
  }
  expect(await operatorOf()).toBe(giver.associationId);
});
