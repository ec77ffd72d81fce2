import { type Locale, localDate } from '#kernel';
import {
  bundledCalendar,
  computeDeadline,
  type DeadlineInput,
  type Explainable,
  explainDeadline,
  ruleInForce,
  russianPlural,
} from './index.ts';

function compute(id: string, event: DeadlineInput['event'], rest: Partial<DeadlineInput> = {}) {
  const rule = ruleInForce(id, localDate('2026-01-01'));
  return computeDeadline({ rule, event, timeZone: 'Europe/Moscow', calendar: bundledCalendar, ...rest });
}
const on = (text: string) => ({ day: localDate(text) });
const explain = (locale: Locale, ...input: Parameters<typeof compute>) => explainDeadline(compute(...input), locale);

test('a working Saturday and two holidays', () => {
  expect(explain('ru', 'stop10wd', on('2025-10-24'))).toEqual([
    'Получено 24.10.2025.',
    'Срок 10 рабочих дней (152-ФЗ ст. 21 ч. 5.1), отсчёт со следующего дня, 25.10.2025 (ст. 191 ГК РФ).',
    '01.11.2025 — рабочая суббота (выходной перенесён на 03.11.2025); 03.11.2025 и 04.11.2025 — нерабочие дни.',
    'Срок истекает 10.11.2025 в 24:00 (Europe/Moscow, ст. 194 ГК РФ).',
  ]);
  expect(explain('en', 'stop10wd', on('2025-10-24'))).toEqual([
    'Received on 24 October 2025.',
    'The term is 10 working days (152-ФЗ ст. 21 ч. 5.1), counted from the next day, 25 October 2025 (Civil Code art. 191).',
    '1 November 2025 is a working Saturday (its day off was moved to 3 November 2025); 3 November 2025 and 4 November 2025 are not working days.',
    'The term ends on 10 November 2025 at 24:00 (Europe/Moscow, Civil Code art. 194).',
  ]);
});

test('an extension tells its condition, its reason and its end', () => {
  const text = explain('ru', 'stop10wd', on('2025-12-26'), { extension: { reason: 'объём данных' } });
  expect(text).toContain('31.12.2025–02.01.2026 и 05.01.2026–09.01.2026 — нерабочие дни.');
  expect(text).toContain(
    'Срок продлён на 5 рабочих дней до 28.01.2026 (мотивированное уведомление субъекта персональных данных; причина: объём данных).',
  );
  expect(explain('en', 'stop10wd', on('2025-12-26'), { extension: { amount: 1 } })).toContain(
    'Extended by 1 working day to 22 January 2026 (a reasoned notice to the data subject).',
  );
});

test('a shift names the weekday, the norm and the new day', () => {
  expect(explain('ru', 'withdraw30d', on('2025-10-24'))).toContain(
    'Последний день 23.11.2025 (воскресенье) — нерабочий, окончание срока перенесено на ближайший следующий рабочий день, 24.11.2025 (ст. 193 ГК РФ).',
  );
  expect(explain('en', 'withdraw30d', on('2025-10-24'), { shift: 'previous_workday' })).toContain(
    'The last day, Sunday 23 November 2025, is not a working day, so the end moves to the preceding working day, 21 November 2025.',
  );
});

test('a provisional year ends with a warning that names it', () => {
  expect(explain('ru', 'stop10wd', on('2026-12-28')).at(-1)).toMatch(
    /^Внимание: календарь на 2027 год предварительный/,
  );
  expect(explain('en', 'stop10wd', on('2026-12-28')).at(-1)).toMatch(/^Warning: the calendar for 2027 is provisional/);
  expect(explain('ru', 'stop10wd', on('2026-11-24')).join(' ')).not.toContain('Внимание');
});

test('hours are told by the addressee’s clock', () => {
  const incident = { instant: new Date('2026-11-24T10:05:00Z') };
  expect(explain('ru', 'breach24h', incident, { timeZone: 'Asia/Kamchatka' })).toEqual([
    'Инцидент выявлен 24.11.2026 в 22:05.',
    'Срок 24 часа (152-ФЗ ст. 21 ч. 3.1), выходные и праздники не исключаются.',
    'Срок истекает 25.11.2026 в 22:05 (Asia/Kamchatka).',
  ]);
  expect(explain('en', 'breach72h', incident).at(-1)).toBe(
    'The term ends at 13:05 on 27 November 2026 (Europe/Moscow).',
  );
});

test('a waiting time tells from when the act is allowed', () => {
  expect(explain('ru', 'repeat_wait30d', on('2026-10-01')).at(-1)).toBe(
    'Действие допускается не ранее 01.11.2026 (Europe/Moscow).',
  );
});

test('receipt on a day off, six-day week, regional holiday', () => {
  expect(explain('ru', 'stop10wd', on('2026-11-21'), { receipt: 'next_workday' })).toContain(
    '21.11.2026 — нерабочий день, получение учтено 23.11.2026.',
  );
  const calendar = bundledCalendar.with({ week: 'six_day', regionalHolidays: [localDate('2026-11-25')] });
  const text = explain('ru', 'unlawful_stop3wd', on('2026-11-24'), { calendar });
  expect(text).toContain('Учтена шестидневная рабочая неделя.');
  expect(text).toContain('25.11.2026 — нерабочий день.');
  expect(text).toContain(
    'Срок 3 рабочих дня (152-ФЗ ст. 21 ч. 3), отсчёт со следующего дня, 25.11.2026 (ст. 191 ГК РФ).',
  );
  expect(text.at(-1)).toContain('28.11.2026');
});

test('a deadline that was stored as JSON is explained alike', () => {
  const deadline = compute('stop10wd', on('2026-12-28'), { extension: true });
  const stored = JSON.parse(JSON.stringify(deadline)) as Explainable;
  for (const locale of ['ru', 'en'] as const) {
    expect(explainDeadline(stored, locale)).toEqual(explainDeadline(deadline, locale));
  }
});

test.each([
  [0, 'дней'],
  [1, 'день'],
  [2, 'дня'],
  [4, 'дня'],
  [5, 'дней'],
  [10, 'дней'],
  [11, 'дней'],
  [12, 'дней'],
  [14, 'дней'],
  [15, 'дней'],
  [21, 'день'],
  [22, 'дня'],
  [25, 'дней'],
  [101, 'день'],
  [111, 'дней'],
  [112, 'дней'],
])('%i %s', (count, form) => {
  expect(russianPlural(count, ['день', 'дня', 'дней'])).toBe(form);
});
