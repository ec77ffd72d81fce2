import { localDate, Problem } from '#kernel';
import content from '../data/calendar-ru.json' with { type: 'json' };
import { bundledCalendar, calendarDataSchema, calendarYearSchema, ProductionCalendar } from './index.ts';

const data = calendarDataSchema.parse(content);
const day = localDate;

test.each([
  [2023, 247],
  [2024, 248],
  [2025, 247],
  [2026, 247],
  [2027, 249],
])('%i has %i working days', (year, expected) => {
  expect(bundledCalendar.workdaysIn(year)).toBe(expected);
});

test.each(['2024-04-27', '2024-11-02', '2024-12-28', '2025-11-01'])('the Saturday %s works', (saturday) => {
  expect(bundledCalendar.isWorkday(day(saturday))).toBe(true);
});

test('every short day is an ordinary working day, every day off is not', () => {
  for (const year of data.years) {
    for (const short of year.shortDays) expect([short, bundledCalendar.isWorkday(short)]).toEqual([short, true]);
    for (const off of year.daysOff) expect([off, bundledCalendar.isWorkday(off)]).toEqual([off, false]);
  }
  expect(data.years.flatMap((year) => year.shortDays)).toHaveLength(16);
});

test('the next working day leaps over the New Year break', () => {
  expect(bundledCalendar.nextWorkday(day('2025-12-30'))).toBe('2026-01-12');
  expect(bundledCalendar.addWorkdays(day('2024-11-01'), 1)).toBe('2024-11-02');
});

test('2027 is provisional, the years before it are final, 2028 is missing', () => {
  expect(bundledCalendar.years.map((year) => bundledCalendar.yearStatus(year))).toEqual([
    'final',
    'final',
    'final',
    'final',
    'provisional',
  ]);
  const failure = catchProblem(() => bundledCalendar.isWorkday(day('2028-01-10')));
  expect(failure.code).toBe('law.calendar-year-missing');
  expect(failure.textIn('ru')).toContain('2028');
  expect(failure.textIn('ru')).toContain('Администратор должен загрузить постановление');
  expect(failure.textIn('en')).toContain('administrator must load the decree on days off for 2028');
});

test('a published decree replaces a provisional year and changes the version', () => {
  const known = data.years.find((year) => year.year === 2027);
  const decreed = calendarYearSchema.parse({
    ...known,
    status: 'final',
    statusDetail: 'final',
    daysOff: [...(known?.daysOff ?? []), '2027-11-05'],
    expectedWorkdays: 248,
  });
  const loaded = bundledCalendar.withYear(decreed, 'ru-2026-12-01');
  expect(loaded.version).toBe('ru-2026-12-01');
  expect(loaded.yearStatus(2027)).toBe('final');
  expect(loaded.isWorkday(day('2027-11-05'))).toBe(false);
  expect(bundledCalendar.isWorkday(day('2027-11-05'))).toBe(true);
});

test('a year whose days do not add up is refused with both figures', () => {
  const first = data.years[0];
  if (first === undefined) throw new Error('no years');
  const failure = catchProblem(() => bundledCalendar.withYear({ ...first, expectedWorkdays: 248 }, 'x'));
  expect(failure.code).toBe('law.calendar-inconsistent');
  expect(failure.textIn('en')).toContain('248 working days are stated, 247 are counted');
});

test('a six-day week counts Saturdays, but no Saturday holiday', () => {
  const six = bundledCalendar.with({ week: 'six_day' });
  expect(six.isWorkday(day('2026-11-28'))).toBe(true);
  expect(six.isWorkday(day('2026-11-29'))).toBe(false);
  expect(six.isWorkday(day('2026-05-09'))).toBe(false);
  expect(six.isWorkday(day('2026-01-03'))).toBe(false);
  expect(six.version).toBe(`${bundledCalendar.version}+six-day`);
});

test('regional holidays count as days off only where asked for', () => {
  const holiday = day('2026-05-27');
  const regional = bundledCalendar.with({ regionalHolidays: [holiday] });
  expect(bundledCalendar.isWorkday(holiday)).toBe(true);
  expect(regional.isWorkday(holiday)).toBe(false);
  expect(regional.workdaysIn(2026)).toBe(246);
  expect(regional.version).not.toBe(bundledCalendar.version);
  expect(regional.version).not.toBe(bundledCalendar.with({ regionalHolidays: [day('2026-05-28')] }).version);
  expect(new ProductionCalendar(data, { regionalHolidays: [holiday] }).version).toBe(regional.version);
});

test.each([
  ['a weekend day among the days off', { daysOff: ['2026-01-03'] }],
  ['a weekday among the working weekends', { workingWeekends: ['2026-02-02'] }],
  ['a day of another year', { shortDays: ['2025-03-07'] }],
  ['a short day that is off', { shortDays: ['2026-01-01'] }],
  ['a day that does not exist', { daysOff: ['2026-02-30'] }],
])('the schema refuses %s', (_, damage) => {
  const year = data.years.find((known) => known.year === 2026);
  expect(calendarYearSchema.safeParse(year).success).toBe(true);
  expect(calendarYearSchema.safeParse({ ...year, ...damage }).success).toBe(false);
});

function catchProblem(act: () => unknown): Problem {
  try {
    act();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('no problem was raised');
}
