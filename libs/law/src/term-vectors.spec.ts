import { type LocalDate, localDate } from '#kernel';
import { bundledCalendar, computeDeadline, type Deadline, ruleInForce } from './index.ts';

/** received, +3, +7, +10, +10+5 working days, +30 calendar days raw, the same shifted to a working day; * provisional. */
const TABLE = `
2023-02-21 2023-02-28 2023-03-06 2023-03-10 2023-03-17 2023-03-23 2023-03-23
2024-04-22 2024-04-25 2024-05-03 2024-05-08 2024-05-17 2024-05-22 2024-05-22
2024-10-28 2024-10-31 2024-11-06 2024-11-11 2024-11-18 2024-11-27 2024-11-27
2025-04-25 2025-04-30 2025-05-12 2025-05-15 2025-05-22 2025-05-25 2025-05-26
2025-10-24 2025-10-29 2025-11-05 2025-11-10 2025-11-17 2025-11-23 2025-11-24
2025-12-26 2026-01-12 2026-01-16 2026-01-21 2026-01-28 2026-01-25 2026-01-26
2026-02-16 2026-02-19 2026-02-26 2026-03-03 2026-03-11 2026-03-18 2026-03-18
2026-04-27 2026-04-30 2026-05-07 2026-05-13 2026-05-20 2026-05-27 2026-05-27
2026-06-04 2026-06-09 2026-06-16 2026-06-19 2026-06-26 2026-07-04 2026-07-06
2026-11-24 2026-11-27 2026-12-03 2026-12-08 2026-12-15 2026-12-24 2026-12-24
2026-12-28 2027-01-11* 2027-01-15* 2027-01-20* 2027-01-27* 2027-01-27* 2027-01-27*`;

type Computation = (received: LocalDate) => Deadline;
const COLUMNS: readonly [name: string, compute: Computation][] = [
  ['+3 wd', (received) => compute('unlawful_stop3wd', received)],
  ['+7 wd', (received) => compute('destroy7wd', received)],
  ['+10 wd', (received) => compute('stop10wd', received)],
  ['+10+5 wd', (received) => compute('stop10wd', received, true)],
  ['+30 cal raw', (received) => compute('appeal30d', received)],
  ['+30 cal shifted', (received) => compute('withdraw30d', received)],
];

function compute(id: string, day: LocalDate, extension = false): Deadline {
  const rule = ruleInForce(id, day);
  return computeDeadline({ rule, event: { day }, timeZone: 'Europe/Moscow', calendar: bundledCalendar, extension });
}

const cells = TABLE.trim()
  .split('\n')
  .flatMap((line) => {
    const [received = '', ...expected] = line.split(' ');
    return COLUMNS.map(([name, computation], index) => [received, name, expected[index] ?? '', computation] as const);
  });

test('the table has all 66 cells', () => {
  expect(cells).toHaveLength(66);
  expect(cells.every(([, , expected]) => /^\d{4}-\d{2}-\d{2}\*?$/.test(expected))).toBe(true);
});

test.each(cells)('received %s, %s -> %s', (received, _, expected, computation) => {
  const deadline = computation(localDate(received));
  expect(deadline.dueOn + (deadline.provisional ? '*' : '')).toBe(expected);
  expect(deadline.provisionalYears).toEqual(expected.endsWith('*') ? [2027] : []);
});
