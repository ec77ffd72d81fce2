import { Client } from 'pg';
import { localDate } from '#kernel';
import { bundledCalendar, type CalendarData, ruleInForce } from '#law';
import { CalendarEditions } from '#requests';
import { CaseHouse } from '../support/case-house.ts';
import { eventually } from '../support/correspondence-house.ts';

let house: CaseHouse;
let client: Client;

beforeAll(async () => {
  house = await CaseHouse.build();
  await house.moveClockTo(new Date('2026-12-28T07:00:00Z'));
  client = new Client({ connectionString: house.api.database.adminUrl });
  await client.connect();
}, 60_000);

afterAll(async () => {
  await client.end();
  await house.close();
});

/** 11 January 2027 is off, for which a Saturday in February works. */
function decree(): CalendarData {
  const year = bundledCalendar.data.years.find((one) => one.year === 2027);
  if (year === undefined) throw new Error('The bundled calendar has no 2027.');
  return {
    ...bundledCalendar.data,
    version: 'ru-2027-decree',
    years: [
      {
        ...year,
        ...{ status: 'final', statusDetail: 'final', decree: 'ПП РФ (пример)' },
        daysOff: [...year.daysOff, localDate('2027-01-11')],
        workingWeekends: [localDate('2027-02-20')],
      },
    ],
  };
}

test('a decree is loaded, shown, applied: open deadlines move by new rows, and only then', async () => {
  const open = await house.openCase();
  await house.prepare(open);
  await house.send(open);
  const editions = new CalendarEditions(client);
  const preview = await editions.preview(decree());
  expect(preview.difference.statuses).toEqual([{ year: 2027, was: 'provisional', is: 'final' }]);
  expect(preview.branches).toHaveLength(1);
  expect(preview.branches[0]?.moves).toMatchObject({ open: 3, moved: 2, later: 2, earlier: 0, confirmed: 3 });
  expect(await editions.load(decree())).toBe(true);
  expect(await editions.load(decree())).toBe(false);

  const moves = await house.get('/deadlines/moves?calendar=ru-2027-decree').expect(200);
  expect(moves.body).toMatchObject({ calendar: 'ru-2027-decree', open: 3, moved: 2 });
  expect(moves.body.items).toContainEqual({ ruleId: 'stop10wd', from: '2027-01-20', to: '2027-01-21', count: 1 });
  expect((await house.get('/deadlines/moves?calendar=nobody').expect(422)).body.code).toBe('requests.calendar-unknown');
  const loaded = await house.get('/calendars').expect(200);
  expect(loaded.body.items).toHaveLength(2);
  expect(loaded.body.items[1]).toMatchObject({ version: 'ru-2027-decree', inForce: false, appliedAt: null });
  const still = await house
    .post('/deadlines/what-if', { ruleId: 'stop10wd', event: { day: '2026-12-28' }, timeZone: 'Europe/Moscow' })
    .expect(200);
  expect(still.body.items[0]).toMatchObject({ dueOn: '2027-01-20', provisional: true });

  expect(await editions.apply('nobody')).toBeNull();
  expect(await editions.apply('ru-2027-decree')).toBe(1);
  const moved = await eventually(async () => {
    const { body } = await house.get(`/requests/${open.id}/deadlines`).expect(200);
    const armed = (body.items as { status: string; change: string | null; ruleId: string }[]).filter(
      ({ status }) => status === 'armed',
    );
    return armed.length === 3 && armed.every(({ change }) => change === 'calendar') ? armed : undefined;
  }, 'the deadlines to be computed anew');
  expect(moved.find(({ ruleId }) => ruleId === 'stop10wd')).toMatchObject({
    ...{ dueOn: '2027-01-21', provisional: false, calendarVersion: 'ru-2027-decree' },
  });
  const request = await house.get(`/requests/${open.id}`).expect(200);
  expect(request.body.nextDueOn).toBe('2027-01-21');
  const entries = await house.api.database.asAdmin<{ details: Record<string, unknown> }>(
    `SELECT details FROM audit_entries WHERE action = 'deadlines.recompute' AND subject_id = $1`,
    [open.id],
  );
  expect(entries).toHaveLength(3);
  expect(entries[0]?.details['because']).toBe('calendar ru-2027-decree');
}, 60_000);

test('a new version of a rule is in force at once for cases that began after it', async () => {
  const known = ruleInForce('access10wd', localDate('2026-01-01'));
  const changed = { version: 2, amount: 7, validFrom: localDate('2027-01-01'), source: 'a test' };
  const rule = { ...known, ...changed, confidence: 'U' as const };
  const editions = new CalendarEditions(client);
  const supposed = { ...rule, amount: 20, validFrom: null };
  const { body: moves } = await house.post('/deadlines/moves', { rules: [supposed] }).expect(200);
  expect(moves).toMatchObject({ open: 3, moved: 1, later: 1, items: [{ ruleId: 'access10wd', count: 1 }] });
  const [branch] = await editions.previewRules([supposed]);
  expect(branch?.moves).toMatchObject({ open: 3, moved: 1, later: 1 });
  const unsourced = await house.post('/deadlines/moves', { rules: [{ ...supposed, source: undefined }] }).expect(422);
  expect(unsourced.body.errors[0]).toMatchObject({ pointer: '/rules/0/source' });
  expect(await editions.loadRules([rule])).toBe(1);
  expect(await editions.loadRules([rule])).toBe(0);
  const again = await house.post('/deadlines/moves', { rules: [rule] }).expect(422);
  expect(again.body).toMatchObject({
    code: 'requests.rule-version-known',
    errors: [{ pointer: '/rules/0/version' }],
  });
  const { body: list } = await house.get('/deadline-rules').expect(200);
  const versions = (list.items as { rule: { id: string; version: number }; origin: string }[]).filter(
    (one) => one.rule.id === 'access10wd',
  );
  expect(versions.map(({ rule: { version }, origin }) => [version, origin])).toEqual([
    [1, 'bundled'],
    [2, 'loaded'],
  ]);
  const dueOn = async (day: string) => {
    const body = { ruleId: 'access10wd', event: { day }, timeZone: 'Europe/Moscow' };
    const answer = await house.post('/deadlines/what-if', body).expect(200);
    return [answer.body.items[0].ruleVersion, answer.body.items[0].dueOn];
  };
  expect(await dueOn('2026-11-24')).toEqual([1, '2026-12-08']);
  expect(await dueOn('2027-02-01')).toEqual([2, '2027-02-10']);
});
