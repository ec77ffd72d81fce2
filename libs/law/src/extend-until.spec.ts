import { localDate } from '#kernel';
import { bundledCalendar, extendUntil, ruleInForce } from './index.ts';

const base = {
  rule: ruleInForce('stop10wd', localDate('2026-01-01')),
  event: { day: localDate('2025-10-24') },
  timeZone: 'Europe/Moscow',
  calendar: bundledCalendar,
};

test.each([
  ['2025-11-11', 1],
  ['2025-11-14', 4],
  ['2025-11-16', 4],
  ['2025-11-17', 5],
  ['2025-12-31', 5],
  ['2025-11-10', null],
])('until %s: %s working days', (until, amount) => {
  expect(extendUntil(base, localDate(until))).toBe(amount);
});

test('a rule that knows no extension gives none', () => {
  const rule = ruleInForce('withdraw30d', localDate('2026-01-01'));
  expect(extendUntil({ ...base, rule }, localDate('2026-12-31'))).toBeNull();
});
