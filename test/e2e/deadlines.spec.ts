import { CaseHouse, type OpenCase } from '../support/case-house.ts';

let house: CaseHouse;

beforeAll(async () => {
  house = await CaseHouse.build();
  await house.moveClockTo(new Date('2025-10-24T07:00:00Z'));
}, 60_000);

afterAll(async () => {
  await house.close();
});

interface Clock {
  readonly id: string;
  readonly ruleId: string;
  readonly status: string;
  readonly dueOn: string;
  readonly supersedes: string | null;
  readonly change: string | null;
  readonly explanation: { readonly ru: string[]; readonly en: string[] };
}

async function clocksOf(open: OpenCase): Promise<Clock[]> {
  const { body } = await house.get(`/requests/${open.id}/deadlines`).expect(200);
  return body.items as Clock[];
}

async function armed(open: OpenCase, ruleId: string): Promise<Clock> {
  const clock = (await clocksOf(open)).find((one) => one.ruleId === ruleId && one.status === 'armed');
  if (clock === undefined) throw new Error(`No clock of ${ruleId} runs.`);
  return clock;
}

async function answeredCase(): Promise<{ open: OpenCase; messageId: string }> {
  const open = await house.openCase();
  await house.prepare(open);
  const messageId = await house.reply(open, await house.send(open), 'Срок рассмотрения продлён.');
  return { open, messageId };
}

test('a notice of an extension makes a new row that explains itself, and a better-proven start keeps it', async () => {
  const { open, messageId } = await answeredCase();
  const before = await armed(open, 'stop10wd');
  expect(before.dueOn).toBe('2025-11-10');
  const path = `/requests/${open.id}/deadlines/${before.id}/extension`;
  const refused = await house.post(path, { messageId, reason: 'none_stated' }, open.version).expect(422);
  expect(refused.body.code).toBe('requests.extension-unreasoned');
  const { body: extended } = await house
    .post(path, { messageId, reason: 'volume', until: '2025-11-14' }, open.version)
    .expect(200);
  expect(extended).toMatchObject({
    ...{ dueOn: '2025-11-14', extended: true, supersedes: before.id, change: 'extension', status: 'armed' },
    extension: { amount: 4, reason: 'volume', messageId },
  });
  expect(extended.explanation.ru).toContain('Заменяет срок, истекавший 10.11.2025: адресат уведомил о продлении.');
  expect(extended.explanation.en.at(-1)).toContain('stands in place of the deadline of 10 November 2025');
  const rows = await clocksOf(open);
  expect(rows.find(({ id }) => id === before.id)?.status).toBe('superseded');
  open.version += 1;
  const again = await house
    .post(
      `/requests/${open.id}/deadlines/${extended.id as string}/extension`,
      { messageId, reason: 'volume' },
      open.version,
    )
    .expect(409);
  expect(again.body.code).toBe('requests.already-extended');
  const withdrawal = await armed(open, 'withdraw30d');
  const none = await house
    .post(`/requests/${open.id}/deadlines/${withdrawal.id}/extension`, { messageId, reason: 'volume' }, open.version)
    .expect(422);
  expect(none.body.code).toBe('law.extension-not-provided');
  await house
    .post(
      `/requests/${open.id}/classification`,
      { messageId, incomingNumber: 'вх. 12', receivedOn: '2025-10-24' },
      open.version,
    )
    .expect(200);
  expect(await armed(open, 'stop10wd')).toMatchObject({ dueOn: '2025-11-14', change: 'better_start' });
  const log = await house.api.database.asAdmin<{ action: string }>(
    `SELECT action FROM audit_entries WHERE action LIKE 'deadlines.%' AND subject_id = $1 ORDER BY number`,
    [open.id],
  );
  expect(log.map(({ action }) => action)).toEqual(['deadlines.start', 'deadlines.extend', 'deadlines.restart']);
}, 60_000);

test('a question about a term is answered in both languages and leaves nothing behind', async () => {
  const count = async () => {
    const [row] = await house.api.database.asAdmin<{ count: number }>('SELECT count(*)::int FROM deadlines');
    return row?.count;
  };
  const before = await count();
  const { body } = await house
    .post('/deadlines/what-if', { demand: 'stop_processing', event: { day: '2026-12-28' }, timeZone: 'Asia/Omsk' })
    .expect(200);
  expect(body.items[0]).toMatchObject({ ruleId: 'stop10wd', dueOn: '2027-01-20', provisional: true });
  expect(body.items[0].warnings).toEqual([
    expect.objectContaining({ code: 'law.calendar-year-provisional', year: 2027 }),
  ]);
  const missing = await house
    .post('/deadlines/what-if', { ruleId: 'stop10wd', event: { day: '2028-02-01' }, authorityId: house.schoolId })
    .expect(422);
  expect(missing.body).toMatchObject({ code: 'law.calendar-year-missing' });
  expect(JSON.stringify(missing.body)).toContain('2028');
  for (const body of [
    { event: { day: '2026-01-01' }, timeZone: 'Europe/Moscow' },
    { ruleId: 'breach24h', event: { day: '2026-01-01' }, timeZone: 'Europe/Moscow' },
    { ruleId: 'stop10wd', event: { instant: '2026-01-01T00:00:00Z' }, timeZone: 'Mars/Olympus' },
    { ruleId: 'stop10wd', event: { day: '2026-01-01' }, timeZone: 'Europe/Moscow', calendarVersion: 'none' },
  ]) {
    const answer = await house.post('/deadlines/what-if', body);
    expect([400, 422]).toContain(answer.status);
  }
  expect(await count()).toBe(before);
});
