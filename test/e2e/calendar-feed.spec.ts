import ICAL from 'ical.js';
import request from 'supertest';
import { newId } from '#kernel';
import { type SignedIn, startApiServer } from '../support/api-server.ts';
import { CaseHouse, type OpenCase } from '../support/case-house.ts';

let house: CaseHouse;
let open: OpenCase;
let volunteer: SignedIn;

const account = (who: SignedIn) => ({
  make: (body: object = {}) =>
    request(house.api.server).post('/v1/me/calendar-feed').set(who.headers).send(body).expect(201),
  find: () => request(house.api.server).get('/v1/me/calendar-feed').set(who.headers).expect(200),
  revoke: () => request(house.api.server).delete('/v1/me/calendar-feed').set(who.headers).expect(204),
});
const read = (path: string) => request(house.api.server).get(path);
const pathOf = (address: string) => new URL(address).pathname;

interface Entry {
  readonly uid: string;
  readonly summary: string;
  readonly day: string;
  readonly allDay: boolean;
  readonly stamp: string;
}

function entriesOf(text: string): Entry[] {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    const stamp = component.getFirstPropertyValue('dtstamp') as ICAL.Time;
    return {
      ...{ uid: event.uid, summary: event.summary, day: event.startDate.toString(), allDay: event.startDate.isDate },
      stamp: stamp.toString(),
    };
  });
}

beforeAll(async () => {
  house = await CaseHouse.build();
  await house.moveClockTo(new Date('2025-10-24T07:00:00Z'));
  volunteer = await house.api.signIn({ role: 'volunteer', branchId: house.coordinator.branchId });
  open = await house.openCase();
  await house.prepare(open);
  await house.send(open);
}, 120_000);

afterAll(() => house.close());

test('the address is told once, and shows the running terms as days with a case number and a kind only', async () => {
  expect((await account(house.coordinator).find()).body).toEqual({ feed: null });
  const { body } = await account(house.coordinator).make();
  expect(body.address).toMatch(/^http:\/\/\S+\/calendar\/[\w-]{43}\.ics$/);
  expect(JSON.stringify((await account(house.coordinator).find()).body)).not.toContain('/calendar/');

  const { text, headers } = await read(pathOf(body.address)).expect(200);
  expect(headers['content-type']).toBe('text/calendar; charset=utf-8');
  expect(headers['cache-control']).toBe('private, no-cache');
  expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  const entries = entriesOf(text);
  const stop = entries.find(({ summary }) => summary.endsWith('Прекращение обработки по требованию'));
  expect(stop).toMatchObject({
    ...{ summary: `${open.caseNumber}: Прекращение обработки по требованию`, day: '2025-11-10', allDay: true },
    stamp: expect.stringMatching(/^2025-10-24T07:/) as string,
  });
  expect(new Set(entries.map(({ uid }) => uid)).size).toBe(entries.length);
  expect(text).not.toMatch(/Петров|Анна|Илья|Иванов|СОШ/);
});

test('the same terms are the same bytes, which need not be sent twice; a moved date keeps its id', async () => {
  const { body } = await account(house.coordinator).make({ language: 'en' });
  const path = pathOf(body.address);
  const first = await read(path).expect(200);
  expect(first.text).toContain('Stopping the processing on demand');
  const tag = first.headers['etag'] ?? '';
  const same = await read(path).set('if-none-match', tag).expect(304);
  expect(same.text).toBe('');
  expect(same.headers['etag']).toBe(tag);

  const { body: clocks } = await house.get(`/requests/${open.id}/deadlines`).expect(200);
  const clock = clocks.items.find((one: { ruleId: string }) => one.ruleId === 'stop10wd');
  await house.api.database.asAdmin(`UPDATE deadlines SET due_on = due_on + 7, created_at = app_now() WHERE id = $1`, [
    clock.id,
  ]);
  const moved = await read(path).set('if-none-match', tag).expect(200);
  const dayOf = (text: string) => entriesOf(text).find(({ summary }) => summary.includes('Stopping the processing on'));
  expect(dayOf(moved.text)?.day).toBe('2025-11-17');
  expect(dayOf(moved.text)?.uid).toBe(dayOf(first.text)?.uid);
});

test('a replaced, a revoked and an invented secret are answered alike', async () => {
  const old = pathOf((await account(house.coordinator).make()).body.address);
  const now = pathOf((await account(house.coordinator).make()).body.address);
  await read(now).expect(200);
  const answers = [await read(old), await read(`/calendar/${'A'.repeat(43)}.ics`), await read('/calendar/nothing.ics')];
  await account(house.coordinator).revoke();
  await account(house.coordinator).revoke();
  answers.push(await read(now));
  const shapes = answers.map(({ status, body, headers }) => {
    const { requestId, instance, ...rest } = body as Record<string, unknown>;
    expect([requestId, instance]).not.toContain(undefined);
    return JSON.stringify({ status, rest, type: headers['content-type'] });
  });
  expect(new Set(shapes).size).toBe(1);
  expect(answers[0]?.status).toBe(404);
  const log = await house.api.database.asAdmin<{ action: string }>(
    `SELECT action FROM audit_entries WHERE action LIKE 'calendar-feed.%' AND actor_id = $1 ORDER BY number DESC LIMIT 2`,
    [house.coordinator.id],
  );
  expect(log.map(({ action }) => action)).toEqual(['calendar-feed.revoke', 'calendar-feed.make']);
});

test('what the person may not see any more is gone at the next look', async () => {
  const path = pathOf((await account(volunteer).make()).body.address);
  const count = async () => entriesOf((await read(path).expect(200)).text).length;
  expect(await count()).toBe(0);
  await house.api.database.asAdmin(
    `INSERT INTO family_assignments (branch_id, id, family_id, person_id, reason_sealed, assigned_by)
      VALUES ($1, $2, $3, $4, '', $5)`,
    [house.coordinator.branchId, newId(), open.familyId, volunteer.id, house.coordinator.id],
  );
  expect(await count()).toBeGreaterThan(0);
  await house.api.database.asAdmin('UPDATE memberships SET revoked_at = app_now() WHERE person_id = $1', [
    volunteer.id,
  ]);
  expect(await count()).toBe(0);
  await house.api.database.asAdmin('UPDATE people SET disabled_at = now() WHERE id = $1', [volunteer.id]);
  await read(path).expect(404);
});

test('no line of the log holds a secret, and who tries many is slowed down', async () => {
  const lines: string[] = [];
  const api = await startApiServer({ logStream: { write: (line: string) => lines.push(line) } });
  try {
    const person = await api.signIn({ role: 'coordinator' });
    const { body } = await request(api.server).post('/v1/me/calendar-feed').set(person.headers).send({}).expect(201);
    const path = pathOf(body.address);
    await request(api.server).get(path).expect(200);
    await request(api.server)
      .get(`/calendar/${'B'.repeat(43)}.ics`)
      .expect(404);
    const statuses: number[] = [];
    for (let tries = 0; tries < 40; tries += 1) statuses.push((await request(api.server).get(path)).status);
    expect(statuses[0]).toBe(200);
    expect(statuses.at(-1)).toBe(429);
    const log = lines.join('');
    expect(log).toContain('/calendar/:file');
    expect(log).not.toContain(path.slice('/calendar/'.length, -4));
    expect(log).not.toContain('BBBB');
  } finally {
    await api.close();
  }
});
