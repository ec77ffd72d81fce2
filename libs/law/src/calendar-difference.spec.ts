import { localDate } from '#kernel';
import { bundledCalendar, calendarDifference, ProductionCalendar } from './index.ts';

const provisional = bundledCalendar.data.years.find(({ year }) => year === 2027);
if (provisional === undefined) throw new Error('The bundled calendar has no 2027.');
const decreed = {
  ...bundledCalendar.data,
  version: 'ru-2027',
  years: [
    {
      ...provisional,
      status: 'final' as const,
      daysOff: [...provisional.daysOff, localDate('2027-02-22')],
      workingWeekends: [localDate('2027-02-20')],
    },
  ],
};

test('names years that became final, days that changed and nothing else', () => {
  const after = bundledCalendar.withEdition(decreed);
  expect(after.version).toBe('ru-2027');
  expect(after.years).toEqual(bundledCalendar.years);
  expect(calendarDifference(bundledCalendar, after)).toEqual({
    added: [],
    statuses: [{ year: 2027, was: 'provisional', is: 'final' }],
    days: [
      { day: '2027-02-20', works: true },
      { day: '2027-02-22', works: false },
    ],
  });
  expect(calendarDifference(after, after)).toEqual({ added: [], statuses: [], days: [] });
});

test('a region counts its own holidays and week where the edition says so, and a rule may say otherwise', () => {
  const holiday = localDate('2027-03-15');
  const regions = [
    { regionCode: '16', week: 'six_day' as const, holidays: [holiday], source: 'a test', confidence: 'U' as const },
  ];
  const calendar = new ProductionCalendar({ ...bundledCalendar.data, version: 'regional', regions });
  const asCalendar = { week: null, regionalHolidays: true };
  const there = calendar.countedFor(asCalendar, '16');
  expect([there.isWorkday(holiday), there.week, there.isWorkday(localDate('2027-03-13'))]).toEqual([
    ...[false, 'six_day', true],
  ]);
  expect(there.version).toMatch(/^regional\+six-day\+regional-/);
  expect(calendar.countedFor(asCalendar, '16')).toBe(there);
  expect(calendar.countedFor(asCalendar, '77')).toBe(calendar);
  expect(calendar.countedFor({ week: 'five_day', regionalHolidays: false }, '16')).toBe(calendar);
});
