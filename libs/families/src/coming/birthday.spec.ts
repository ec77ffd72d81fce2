import { localDate } from '#kernel';
import { ageStage, birthday } from './birthday.ts';

test.each([
  ['2012-05-04', 14, '2026-05-04'],
  ['2012-02-29', 14, '2026-03-01'],
  ['2012-02-29', 16, '2028-02-29'],
  ['2008-02-29', 18, '2026-03-01'],
  ['2010-02-28', 18, '2028-02-28'],
])('born on %s one is %i on %s', (born, age, on) => {
  expect(birthday(localDate(born), age)).toBe(on);
});

test.each([
  ['2026-02-28', 'under_14'],
  ['2026-03-01', 'from_14'],
  ['2030-02-28', 'from_14'],
  ['2030-03-01', 'adult'],
])('who was born on 29.02.2012 is on %s: %s', (today, stage) => {
  expect(ageStage(localDate('2012-02-29'), localDate(today))).toBe(stage);
});
