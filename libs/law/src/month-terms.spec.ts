import { localDate } from '#kernel';
import { addMonths, blockingLimit, bundledCalendar, koapLimit, ruleInForce } from './index.ts';

const day = localDate;

test.each([
  ['2025-08-31', 6, '2026-02-28'],
  ['2023-08-31', 6, '2024-02-29'],
  ['2024-02-29', 12, '2025-02-28'],
  ['2024-02-29', 48, '2028-02-29'],
  ['2026-01-31', 1, '2026-02-28'],
  ['2026-11-24', 2, '2027-01-24'],
  ['2026-11-30', 3, '2027-02-28'],
  ['2026-12-31', 0, '2026-12-31'],
])('%s and %i months is %s (Civil Code art. 192 part 3)', (from, months, expected) => {
  expect(addMonths(day(from), months)).toBe(expected);
});

test.each([
  ['2025-11-10', '2026-11-11'],
  ['2025-12-31', '2027-01-01'],
  ['2024-02-28', '2025-02-28'],
  ['2024-02-29', '2025-03-01'],
])('a deadline of %s may be punished until %s', (deadline, limit) => {
  expect(koapLimit(day(deadline))).toBe(limit);
});

test('blocked data are destroyed within six months, shifted to a working day', () => {
  const rule = ruleInForce('withdraw30d', day('2026-01-01'));
  expect(blockingLimit(rule, day('2025-11-24'), bundledCalendar)).toBe('2026-05-25');
  expect(blockingLimit(rule, day('2025-11-24'), bundledCalendar, 'none')).toBe('2026-05-24');
  expect(blockingLimit(rule, day('2025-11-24'), bundledCalendar, 'previous_workday')).toBe('2026-05-22');
  expect(() => blockingLimit(rule, day('2027-08-01'), bundledCalendar)).toThrow(
    expect.objectContaining({ code: 'law.calendar-year-missing' }),
  );
  const stop = ruleInForce('stop10wd', day('2026-01-01'));
  expect(() => blockingLimit(stop, day('2026-01-01'), bundledCalendar)).toThrow(
    expect.objectContaining({ code: 'law.blocking-not-provided' }),
  );
});
