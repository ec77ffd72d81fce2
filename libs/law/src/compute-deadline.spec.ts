import { type LocalDate, localDate, Problem } from '#kernel';
import { bundledCalendar, computeDeadline, type DeadlineInput, ruleInForce } from './index.ts';

const day = localDate;

function compute(id: string, event: DeadlineInput['event'], rest: Partial<DeadlineInput> = {}) {
  const rule = ruleInForce(id, day('2026-01-01'));
  return computeDeadline({ rule, event, timeZone: 'Europe/Moscow', calendar: bundledCalendar, ...rest });
}

const on = (text: string): { day: LocalDate } => ({ day: day(text) });

test('the term ends when the addressee’s next day begins', () => {
  const moscow = compute('stop10wd', on('2026-11-24'));
  expect(moscow.dueAt.toISOString()).toBe('2026-12-08T21:00:00.000Z');
  const kamchatka = compute('stop10wd', on('2026-11-24'), { timeZone: 'Asia/Kamchatka' });
  expect(kamchatka.dueOn).toBe(moscow.dueOn);
  expect(kamchatka.dueAt.toISOString()).toBe('2026-12-08T12:00:00.000Z');
});

test('23:30 in Moscow is already tomorrow in Kamchatka, and the addressee’s day counts', () => {
  const instant = new Date('2026-11-24T20:30:00Z');
  expect(compute('stop10wd', { instant }).startedOn).toBe('2026-11-24');
  const kamchatka = compute('stop10wd', { instant }, { timeZone: 'Asia/Kamchatka' });
  expect(kamchatka.startedOn).toBe('2026-11-25');
  expect(kamchatka.dueOn).toBe('2026-12-09');
});

test('the last and the first millisecond of a local day fall on different days', () => {
  const last = compute('stop10wd', { instant: new Date('2026-11-24T11:59:59.999Z') }, { timeZone: 'Asia/Kamchatka' });
  const first = compute('stop10wd', { instant: new Date('2026-11-24T12:00:00.000Z') }, { timeZone: 'Asia/Kamchatka' });
  expect([last.startedOn, first.startedOn]).toEqual(['2026-11-24', '2026-11-25']);
});

test('zones that change their clocks get the right midnight, a skipped midnight ends at the skip', () => {
  const berlin = compute('appeal_reg3d', on('2026-03-26'), { timeZone: 'Europe/Berlin' });
  expect(berlin.dueAt.toISOString()).toBe('2026-03-29T22:00:00.000Z');
  const before = compute('appeal_reg3d', on('2026-03-25'), { timeZone: 'Europe/Berlin' });
  expect(before.dueAt.toISOString()).toBe('2026-03-28T23:00:00.000Z');
  // Santiago goes from 23:59:59 on 05.09.2026 to 01:00 on 06.09.2026.
  const santiago = compute('appeal_reg3d', on('2026-09-02'), { timeZone: 'America/Santiago' });
  expect(santiago.dueAt.toISOString()).toBe('2026-09-06T04:00:00.000Z');
});

test('29 February is a day like any other', () => {
  expect(compute('appeal30d', on('2024-01-30')).dueOn).toBe('2024-02-29');
  expect(compute('appeal_reg3d', on('2024-02-28')).dueOn).toBe('2024-03-02');
  expect(compute('appeal_reg3d', on('2023-02-28')).dueOn).toBe('2023-03-03');
});

test('a last day on a holiday goes where the shift rule says', () => {
  const received = on('2026-04-01'); // 30 days later is Friday 01.05.2026, a holiday.
  expect(compute('withdraw30d', received).dueOn).toBe('2026-05-04');
  expect(compute('withdraw30d', received, { shift: 'previous_workday' }).dueOn).toBe('2026-04-30');
  expect(compute('withdraw30d', received, { shift: 'none' }).dueOn).toBe('2026-05-01');
  expect(compute('appeal30d', received).dueOn).toBe('2026-05-01');
  expect(compute('appeal30d', received, { shift: 'next_workday' }).dueOn).toBe('2026-05-04');
});

test('an extension counts on from the unextended, unshifted end', () => {
  // 30 days end on Saturday 24.10.2026; 30 more days end on Monday 23.11.2026.
  expect(compute('prosecutor30d', on('2026-09-24')).dueOn).toBe('2026-10-26');
  expect(compute('prosecutor30d', on('2026-09-24'), { extension: true }).dueOn).toBe('2026-11-23');
  expect(compute('appeal30d', on('2026-09-24'), { extension: { amount: 10 } }).dueOn).toBe('2026-11-03');
  expect(compute('stop10wd', on('2025-10-24'), { extension: { amount: 2 } }).dueOn).toBe('2025-11-12');
});

test('the prosecutor’s short term is 15 days', () => {
  expect(compute('prosecutor30d', on('2026-11-02'), { short: true }).dueOn).toBe('2026-11-17');
  expect(compute('prosecutor30d', on('2026-11-06'), { short: true }).dueOn).toBe('2026-11-23');
});

test('a receipt on a day off counts as received, or as of the next working day where the school says so', () => {
  const saturday = on('2026-11-21');
  expect(compute('stop10wd', saturday).dueOn).toBe('2026-12-04');
  const moved = compute('stop10wd', saturday, { receipt: 'next_workday' });
  expect([moved.startedOn, moved.dueOn]).toEqual(['2026-11-21', '2026-12-07']);
  expect(compute('stop10wd', on('2026-11-24'), { receipt: 'next_workday' }).dueOn).toBe('2026-12-08');
});

test('hours run from instant to instant through weekends, holidays and years without calendar', () => {
  const deadline = compute('breach72h', { instant: new Date('2029-12-31T10:15:30.123Z') });
  expect(deadline.dueAt.toISOString()).toBe('2030-01-03T10:15:30.123Z');
  expect([deadline.dueOn, deadline.provisional]).toEqual(['2030-01-03', false]);
  expect(compute('breach24h', { instant: new Date('2026-11-24T20:59:59Z') }).dueOn).toBe('2026-11-25');
});

test('a provisional year anywhere between event and end is reported, a final one is not', () => {
  expect(compute('appeal_reg3d', on('2026-12-28')).provisional).toBe(false);
  expect(compute('appeal_reg3d', on('2026-12-29')).provisionalYears).toEqual([2027]);
  expect(compute('stop10wd', on('2027-06-01')).provisionalYears).toEqual([2027]);
});

test.each<[string, string, DeadlineInput['event'], Partial<DeadlineInput>]>([
  ['law.calendar-year-missing', 'stop10wd', on('2027-12-25'), {}],
  ['law.calendar-year-missing', 'appeal30d', on('2027-12-25'), {}],
  ['law.calendar-year-missing', 'stop10wd', on('2022-12-31'), {}],
  ['law.instant-required', 'breach24h', on('2026-11-24'), {}],
  ['law.extension-not-provided', 'destroy7wd', on('2026-11-24'), { extension: true }],
  ['law.extension-not-provided', 'breach24h', { instant: new Date(0) }, { extension: true }],
  ['law.extension-too-long', 'stop10wd', on('2026-11-24'), { extension: { amount: 6 } }],
  ['law.extension-too-long', 'stop10wd', on('2026-11-24'), { extension: { amount: 0 } }],
  ['law.short-term-not-provided', 'stop10wd', on('2026-11-24'), { short: true }],
  ['law.time-zone-unknown', 'stop10wd', on('2026-11-24'), { timeZone: 'Europe/Muscovy' }],
])('%s is raised by %s', (code, rule, event, rest) => {
  expect(() => compute(rule, event, rest)).toThrow(expect.objectContaining({ code, status: 422 }));
});

test('the missing year is named', () => {
  try {
    compute('stop10wd', on('2027-12-25'));
    throw new Error('no problem was raised');
  } catch (error) {
    expect(error).toBeInstanceOf(Problem);
    expect((error as Problem).parameters).toEqual({ year: 2028 });
  }
});

test('an invalid Date is refused', () => {
  expect(() => compute('stop10wd', { instant: new Date('nonsense') })).toThrow(RangeError);
});

test('the result names the versions it rests on', () => {
  const deadline = compute('stop10wd', on('2026-11-24'));
  expect(deadline).toMatchObject({ ruleId: 'stop10wd', ruleVersion: 1, calendarVersion: bundledCalendar.version });
  expect(JSON.parse(JSON.stringify(deadline.steps))).toEqual(deadline.steps);
});
