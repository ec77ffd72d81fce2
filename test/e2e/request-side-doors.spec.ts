import { newId } from '#kernel';
import { CaseHouse, type OpenCase } from '../support/case-house.ts';

let house: CaseHouse;

beforeAll(async () => {
  house = await CaseHouse.build();
  await house.moveClockTo(new Date('2026-10-05T07:00:00Z'));
}, 60_000);

afterAll(async () => {
  await house.close();
});

async function sentCase(): Promise<OpenCase> {
  const open = await house.openCase();
  await house.prepare(open);
  await house.send(open);
  const { body } = await house.get(`/requests/${open.id}`).expect(200);
  open.version = body.version as number;
  return open;
}

async function allowedActions(open: OpenCase): Promise<string[]> {
  const { body } = await house.get(`/requests/${open.id}/actions`).expect(200);
  return (body.items as { action: string; allowed: boolean }[])
    .filter((one) => one.allowed)
    .map(({ action }) => action);
}

test('what the actions say is what the routes do, from the draft to the way out', async () => {
  const open = await house.openCase();
  expect(await allowedActions(open)).toEqual(['prepare', 'withdraw']);
  await house.prepare(open);
  expect(await allowedActions(open)).toEqual(['prepare', 'sign', 'submit', 'file', 'withdraw']);
  await house.send(open);
  expect(await allowedActions(open)).toEqual(['return', 'transfer', 'withdraw']);
});

test('a letter that came back stops the clocks without a verdict and may be sent anew by the same thread', async () => {
  const open = await sentCase();
  const returned = await house.post(`/requests/${open.id}/return`, { reason: 'undelivered' }, open.version).expect(200);
  expect(returned.body).toMatchObject({ stage: 'returned', departureReason: 'undelivered', nextDueOn: null });
  const threadId = returned.body.threadId as string;
  const clocks = await house.get(`/requests/${open.id}/deadlines`).expect(200);
  expect(new Set(clocks.body.items.map(({ status }: { status: string }) => status))).toEqual(new Set(['superseded']));
  open.version = returned.body.version as number;
  await house.prepare(open);
  await house.send(open);
  const again = await house.get(`/requests/${open.id}`).expect(200);
  expect(again.body).toMatchObject({ stage: 'submitted', departureReason: null, threadId, lateness: 'in_time' });
});

test('a request that was passed on goes on in a draft to the other operator, with what is still unanswered', async () => {
  const open = await sentCase();
  const itself = { authorityId: house.schoolId };
  expect((await house.post(`/requests/${open.id}/transfer`, itself, open.version).expect(422)).body.code).toBe(
    'requests.transfer-to-itself',
  );
  const authorityId = newId();
  await house.api.database.asAdmin(
    `INSERT INTO authorities (id, kind, region_code, short_name, full_name, postal_address, time_zone)
      VALUES ($1, 'operator', '16', 'Оператор', 'Оператор информационной системы', 'г. Казань', 'Europe/Moscow')`,
    [authorityId],
  );
  const { body } = await house.post(`/requests/${open.id}/transfer`, { authorityId }, open.version).expect(200);
  expect(body.request).toMatchObject({ stage: 'transferred', departureReason: 'transferred' });
  expect(body.successor).toMatchObject({ stage: 'draft', authorityId, transferredFrom: open.id });
  expect(body.successor.demands).toHaveLength(3);
  open.version = body.request.version as number;
  expect((await house.post(`/requests/${open.id}/transfer`, { authorityId }, open.version).expect(409)).body.code).toBe(
    'requests.stage-forbids',
  );
});

test('lists find what is due first, what is due by a day, and several stages at once', async () => {
  await house.openCase();
  const due = await house.get('/requests?sort=nextDueOn&limit=100').expect(200);
  const days = (due.body.items as { nextDueOn: string }[]).map(({ nextDueOn }) => nextDueOn);
  expect(days.length).toBeGreaterThan(0);
  expect(days).toEqual([...days].sort());
  expect((await house.get('/requests?dueBefore=2026-10-01').expect(200)).body.items).toEqual([]);
  expect((await house.get('/requests?dueBefore=2026-12-31').expect(200)).body.items).toHaveLength(days.length);
  const mixed = await house.get('/requests?stage=draft&stage=transferred&limit=1').expect(200);
  const more = await house.get(`/requests?stage=draft&stage=transferred&limit=100&cursor=${mixed.body.nextCursor}`);
  const stages = [...mixed.body.items, ...more.body.items].map(({ stage }: { stage: string }) => stage);
  expect(new Set(stages)).toEqual(new Set(['draft', 'transferred']));
});
