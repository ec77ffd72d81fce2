import request from 'supertest';
import { type ApiServer, startApiServer } from '../support/api-server.ts';

let api: ApiServer;

beforeAll(async () => {
  api = await startApiServer();
});
afterAll(() => api.close());

test('a branch tells its region, time zone, letterhead and association', async () => {
  const { branchId, headers } = await api.signIn({ role: 'volunteer' });
  const { body } = await request(api.server).get(`/v1/branches/${branchId}`).set(headers).expect(200);
  expect(body).toEqual({
    id: branchId,
    name: 'Отделение',
    casePrefix: 'КЗН',
    region: {
      code: '16',
      name: { ru: expect.stringContaining('Татарстан'), en: expect.stringContaining('Tatarstan') },
    },
    timeZone: 'Europe/Moscow',
    postalAddress: '420000, Казань',
    ...{
      languages: ['ru'],
      letterhead: '',
      mailSenderName: '',
      reminderDays: [-3, 0, 1],
      reminderHour: 9,
      responsible: null,
      processingOrder: null,
    },
    ...{ status: 'open', version: 1 },
    association: { id: expect.any(String), name: 'Союз родителей' },
  });
});

test('members come page by page, in the order of joining, without those who left and those of other branches', async () => {
  const coordinator = await api.signIn({ role: 'coordinator' });
  const { branchId, headers } = coordinator;
  const others = [];
  for (const role of ['volunteer', 'lawyer', 'volunteer'] as const) {
    others.push((await api.givenPerson({ branchId, role })).id);
  }
  await api.database.asAdmin('UPDATE memberships SET revoked_at = now() WHERE person_id = $1', [others[1]]);
  await api.signIn({ role: 'coordinator' });
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: request.Response = await request(api.server)
      .get(`/v1/branches/${branchId}/members`)
      .query({ limit: 1, ...(cursor !== null && { cursor }) })
      .set(headers)
      .expect(200);
    seen.push(...page.body.items.map((member: { personId: string }) => member.personId));
    cursor = page.body.nextCursor;
  } while (cursor !== null);
  expect(seen).toEqual([coordinator.id, others[0], others[2]]);
  const volunteers = await request(api.server).get(`/v1/branches/${branchId}/members?role=volunteer`).set(headers);
  expect(volunteers.body.items.map((member: { role: string }) => member.role)).toEqual(['volunteer', 'volunteer']);
});

test('a stranger gets the answer of a branch that does not exist', async () => {
  const { headers } = await api.signIn({ role: 'branch_admin' });
  const foreign = await api.givenBranch();
  const answers = [
    await request(api.server).get(`/v1/branches/${foreign}`).set(headers).expect(404),
    await request(api.server).get('/v1/branches/019a0000-0000-7000-8000-000000000000').set(headers).expect(404),
  ];
  const [first, second] = answers.map(({ body }) => ({ ...body, requestId: '', instance: '' }));
  expect(first).toEqual(second);
});
