import { localDate } from '#kernel';
import { isWeekend, toEpochDay, toLocalDate, weekdayOf, yearOf } from './epoch-day.ts';

test('day numbers agree with Date over four centuries', () => {
  for (let day = -80_000; day <= 80_000; day += 1) {
    const date = new Date(day * 86_400_000);
    if (yearOf(day) !== date.getUTCFullYear() || weekdayOf(day) !== date.getUTCDay()) {
      throw new Error(`day ${day} is ${date.toISOString()}`);
    }
  }
});

test('spelling and number are inverse', () => {
  for (const text of ['1970-01-01', '2024-02-29', '2026-12-31', '2027-01-01']) {
    expect(toLocalDate(toEpochDay(localDate(text)))).toBe(text);
  }
  expect(toEpochDay(localDate('1970-01-02'))).toBe(1);
  expect(isWeekend(toEpochDay(localDate('2026-11-28')))).toBe(true);
  expect(isWeekend(toEpochDay(localDate('2026-11-27')))).toBe(false);
});
