import { localDate } from '#kernel';
import { schoolYears } from './school-years.ts';

test.each([
  ['2025-09-01', '2026-08-31', ['2025/26']],
  ['2025-08-31', '2025-09-01', ['2024/25', '2025/26']],
  ['1999-09-01', '2000-09-01', ['1999/00', '2000/01']],
  ['2026-09-01', null, ['2026/27']],
  ['2027-01-01', null, ['2026/27']],
])('%s to %s are the school years %j', (from, to, years) => {
  expect(schoolYears(localDate(from), to === null ? null : localDate(to), localDate('2026-11-25'))).toEqual(years);
});
