import { type LocalDate, localDate } from '#kernel';
import { bundledCalendar, computeDeadline, type DeadlineInput, explainDeadline, ruleInForce } from './index.ts';

interface Example {
  readonly name: string;
  readonly rule: string;
  readonly event: DeadlineInput['event'];
  readonly rest?: Partial<DeadlineInput>;
  readonly dueOn: string;
  /** The sentence of the explanation that the example is about. */
  readonly says: string;
}

const on = (day: string) => ({ day: localDate(day) });

/** Ten cases worked out by hand; their explanations are printed to be read. */
const examples: readonly Example[] = [
  {
    name: 'a working Saturday and two days off in November',
    ...{ rule: 'stop10wd', event: on('2025-10-24'), dueOn: '2025-11-10' },
    says: '01.11.2025 — рабочая суббота (выходной перенесён на 03.11.2025); 03.11.2025 и 04.11.2025 — нерабочие дни.',
  },
  {
    name: 'the same demand, extended by a reasoned notice',
    ...{ rule: 'stop10wd', event: on('2025-10-24'), dueOn: '2025-11-17' },
    rest: { extension: { reason: { ru: 'большой объём запрошенных сведений', en: 'the amount of information' } } },
    says: 'Срок продлён на 5 рабочих дней до 17.11.2025 (мотивированное уведомление субъекта персональных данных; причина: большой объём запрошенных сведений).',
  },
  {
    name: 'a withdrawal whose last day is a Sunday',
    ...{ rule: 'withdraw30d', event: on('2025-10-24'), dueOn: '2025-11-24' },
    says: 'Последний день 23.11.2025 (воскресенье) — нерабочий, окончание срока перенесено на ближайший следующий рабочий день, 24.11.2025 (ст. 193 ГК РФ).',
  },
  {
    name: 'across the New Year holidays',
    ...{ rule: 'access10wd', event: on('2025-12-26'), dueOn: '2026-01-21' },
    says: '31.12.2025–02.01.2026 и 05.01.2026–09.01.2026 — нерабочие дни.',
  },
  {
    name: 'the May holidays of 2024 with a working Saturday',
    ...{ rule: 'destroy7wd', event: on('2024-04-22'), dueOn: '2024-05-03' },
    says: '27.04.2024 — рабочая суббота (выходной перенесён на 29.04.2024); 29.04.2024–01.05.2024 — нерабочие дни.',
  },
  {
    name: 'a year whose decree is not published',
    ...{ rule: 'stop10wd', event: on('2026-12-28'), dueOn: '2027-01-20' },
    says: 'Внимание: календарь на 2027 год предварительный, постановление о переносе выходных дней не загружено. После его загрузки срок будет пересчитан.',
  },
  {
    name: 'a breach, by the clock of Kamchatka',
    ...{ rule: 'breach24h', event: { instant: new Date('2026-11-24T10:05:00Z') }, dueOn: '2026-11-25' },
    rest: { timeZone: 'Asia/Kamchatka' },
    says: 'Срок истекает 25.11.2026 в 22:05 (Asia/Kamchatka).',
  },
  {
    name: 'the prosecutor, shortened to fifteen days',
    ...{ rule: 'prosecutor30d', event: on('2026-06-05'), dueOn: '2026-06-22' },
    rest: { short: true },
    says: 'Последний день 20.06.2026 (суббота) — нерабочий, окончание срока перенесено на ближайший следующий рабочий день, 22.06.2026 (ст. 193 ГК РФ).',
  },
  {
    name: 'an appeal, which no rule shifts',
    ...{ rule: 'appeal30d', event: on('2025-04-25'), dueOn: '2025-05-25' },
    says: 'Срок истекает 25.05.2025 в 24:00 (Europe/Moscow, ст. 194 ГК РФ).',
  },
  {
    name: 'a repeated request, not before its time',
    ...{ rule: 'repeat_wait30d', event: on('2026-10-01'), dueOn: '2026-10-31' },
    says: 'Действие допускается не ранее 01.11.2026 (Europe/Moscow).',
  },
];

const printed: string[] = [];
afterAll(() => {
  process.stdout.write(`${printed.join('\n')}\n`);
});

test('there are ten', () => {
  expect(examples).toHaveLength(10);
});

test.each(examples)('$name', ({ name, rule, event, rest, dueOn, says }) => {
  const startedOn: LocalDate = 'day' in event ? event.day : localDate(event.instant.toISOString().slice(0, 10));
  const deadline = computeDeadline({
    ...{ rule: ruleInForce(rule, startedOn), event, timeZone: 'Europe/Moscow', calendar: bundledCalendar, ...rest },
  });
  const [ru, en] = [explainDeadline(deadline, 'ru'), explainDeadline(deadline, 'en')];
  printed.push('', `${name} (${rule})`, ...ru.map((line) => `  ${line}`), ...en.map((line) => `  ${line}`));
  expect(deadline.dueOn).toBe(dueOn);
  expect(ru).toContain(says);
  expect(en).toHaveLength(ru.length);
});
