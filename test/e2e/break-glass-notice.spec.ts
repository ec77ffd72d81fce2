import request from 'supertest';
import type { ApiServer, SignedIn } from '../support/api-server.ts';
import { type MailedApi, PUBLIC_URL, startMailedApi } from '../support/mailed-api.ts';

const REASON = 'Школа звонит: ребёнка забирают прямо сейчас';

let mailed: MailedApi;
let api: ApiServer;

beforeAll(async () => {
  mailed = await startMailedApi();
  ({ api } = mailed);
});
afterAll(() => mailed.close());

const get = (path: string, who: SignedIn) => request(api.server).get(path).set(who.headers);
const post = (path: string, body: object, who: SignedIn) => request(api.server).post(path).set(who.headers).send(body);

/** A branch with its association's administrator, and a sealed family that only a lawyer sees. */
async function givenSealedFamily() {
  const lawyer = await api.signIn({ role: 'lawyer' });
  const { branchId } = lawyer;
  const overseer = await api.signIn({ role: 'association_admin', branchId });
  const [found] = await api.database.asAdmin<{ id: string }>(
    `INSERT INTO association_admins (association_id, person_id) SELECT association_id, $2 FROM branches WHERE id = $1
     RETURNING association_id AS id`,
    [branchId, overseer.id],
  );
  const name = { surname: 'Скрытная', givenName: 'Вера', patronymic: 'Ильинична' };
  const body = {
    dataSource: 'guardian_in_person',
    guardians: [{ relation: 'parent', name, postalAddress: 'Казань' }],
    children: [{ name, birthDate: '2015-01-02' }],
  };
  const base = `/v1/branches/${branchId}`;
  const { id } = (await post(`${base}/families`, body, lawyer).expect(201)).body as { id: string };
  await post(`${base}/families/${id}/seal`, { reason: 'Защищённый адрес' }, lawyer).expect(201);
  const events = `/v1/associations/${found?.id ?? ''}/break-glass-events`;
  return { branchId, base, familyId: id, overseer, lawyer, events };
}

const breakGlass = async (base: string, familyId: string, who: SignedIn) =>
  (await post(`${base}/families/${familyId}/break-glass`, { reason: REASON, minutes: 30 }, who).expect(201)).body as {
    id: string;
  };

test('every administrator of the branch is told at once, by case number and link, without name or reason', async () => {
  const { branchId, base, familyId, overseer } = await givenSealedFamily();
  const coordinator = await api.signIn({ role: 'coordinator', branchId });
  const admins = [
    await api.signIn({ role: 'branch_admin', branchId }),
    await api.signIn({ role: 'branch_admin', branchId }),
  ];
  await breakGlass(base, familyId, coordinator);
  for (const { email } of admins) {
    const { mail } = await mailed.mailTo(email);
    expect(mail.subject).toBe('Экстренный доступ: дело КЗН-1');
    expect(mail.from?.name).toBe('Союз родителей');
    expect(mail.text).toContain(`${PUBLIC_URL}${base}/break-glass-events?reviewed=false`);
    expect(mail.text).not.toMatch(/Скрытн|Вера|Школа|забирают|Образцова/);
    expect(mail.text).not.toContain(familyId);
  }
  expect(await mailed.mailsTo(overseer.email)).toBe(0);
  expect(await mailed.mailsTo(coordinator.email)).toBe(0);
  const queued = await api.database.asAdmin<{ payload: object }>(
    `SELECT payload FROM outbox WHERE branch_id = $1 AND job = 'families.send-break-glass-notice'`,
    [branchId],
  );
  expect(queued.map(({ payload }) => Object.keys(payload).sort())).toEqual([
    ['eventId', 'personId'],
    ['eventId', 'personId'],
  ]);
});

test('where nobody else of the branch could, the association reviews the fact and the time, not the content', async () => {
  const { branchId, base, familyId, overseer, events } = await givenSealedFamily();
  const admin = await api.signIn({ role: 'branch_admin', branchId });
  const { id } = await breakGlass(base, familyId, admin);
  expect((await post(`${base}/break-glass-events/${id}/review`, {}, admin).expect(409)).body.code).toBe(
    'families.review-own',
  );
  const { mail } = await mailed.mailTo(overseer.email);
  expect(mail.text).toContain(`${PUBLIC_URL}${events}?reviewed=false`);
  const { body } = await get(`${events}?reviewed=false`, overseer).expect(200);
  expect(body.items).toEqual([
    {
      ...{ id, personId: admin.id, branch: { id: branchId, name: 'Отделение' } },
      ...{ openedAt: expect.any(String), endsAt: expect.any(String), reviewedAt: null, reviewedBy: null },
    },
  ]);
  expect(JSON.stringify(body)).not.toContain(familyId);
  await get(`${base}/families/${familyId}`, overseer).expect(403);
  await post(`${events}/${id}/review`, {}, overseer).expect(204);
  await post(`${events}/${id}/review`, {}, overseer).expect(204);
  const { items } = (await get(`${base}/break-glass-events`, admin).expect(200)).body;
  expect(items[0]).toMatchObject({ id, reviewedBy: overseer.id });
  const log = await api.database.asAdmin<{ actor: string; role: string }>(
    `SELECT actor_id AS actor, actor_as AS role FROM audit_entries WHERE branch_id = $1 AND action = 'break-glass.review'`,
    [branchId],
  );
  expect(log).toEqual([{ actor: overseer.id, role: 'association_admin' }]);
  const auditor = await api.signIn({ role: 'auditor', branchId });
  expect((await get(`${base}/audit-chain`, auditor).expect(200)).body).toMatchObject({ intact: true });
});

test('where a second person could, the association does not step in; strangers find nothing', async () => {
  const { branchId, base, familyId, overseer, lawyer, events } = await givenSealedFamily();
  const admin = await api.signIn({ role: 'branch_admin', branchId });
  await api.signIn({ role: 'branch_admin', branchId });
  const { id } = await breakGlass(base, familyId, admin);
  expect((await post(`${events}/${id}/review`, {}, overseer).expect(409)).body.code).toBe('families.review-inside');
  const stranger = await givenSealedFamily();
  await get(events, stranger.overseer).expect(404);
  await get(events, lawyer).expect(404);
  await post(`${stranger.events}/${id}/review`, {}, stranger.overseer).expect(404);
});
