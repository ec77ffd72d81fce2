import { addDays, formatRussianDay, isoWeekday, type LocalDate } from '#kernel';
import type { CalendarNote } from './calendar-note.ts';
import { dayRuns } from './day-runs.ts';
import type { StartEvent } from './deadline-rule.schema.ts';
import type { DeadlineChange, Explainable, TermStep } from './deadline.ts';
import { type PluralForms, russianPlural } from './russian-plural.ts';

const EVENTS: Readonly<Record<StartEvent, string>> = {
  received: 'Получено',
  evidence_received: 'Подтверждающие сведения получены',
  violation_found: 'Нарушение выявлено',
  purpose_achieved: 'Цель обработки достигнута',
  first_request: 'Первый запрос направлен',
  rkn_query_received: 'Запрос Роскомнадзора получен',
  appeal_received: 'Обращение поступило',
  appeal_registered: 'Обращение зарегистрировано',
  incident_detected: 'Инцидент выявлен',
};
const UNITS = {
  workday: ['рабочий день', 'рабочих дня', 'рабочих дней'],
  calendar_day: ['календарный день', 'календарных дня', 'календарных дней'],
  hour: ['час', 'часа', 'часов'],
} as const satisfies Record<string, PluralForms>;
const CHANGES: Readonly<Record<DeadlineChange, string>> = {
  better_start: 'начало срока доказано лучше прежнего',
  extension: 'адресат уведомил о продлении',
  calendar: 'загружен другой производственный календарь',
  rule: 'загружена другая редакция правила',
};
const WEEKDAYS = ['', 'понедельник', 'вторник', 'среда', 'четверг', 'пятница', 'суббота', 'воскресенье'];

export function explainInRussian(deadline: Explainable): string[] {
  const { steps, basis, timeZone, dueOn, provisionalYears } = deadline;
  const sentences = steps.flatMap((step) => tell(step, basis));
  const hours = steps.find((step) => step.kind === 'hours');
  if (deadline.kind === 'not_before') {
    sentences.push(`Действие допускается не ранее ${day(addDays(dueOn, 1))} (${timeZone}).`);
  } else if (hours !== undefined) sentences.push(`Срок истекает ${clock(hours.to)} (${timeZone}).`);
  else sentences.push(`Срок истекает ${day(dueOn)} в 24:00 (${timeZone}, ст. 194 ГК РФ).`);
  if (deadline.replaces !== undefined) {
    const { dueOn: before, change } = deadline.replaces;
    sentences.push(`Заменяет срок, истекавший ${day(before)}: ${CHANGES[change]}.`);
  }
  if (provisionalYears.length > 0) {
    sentences.push(
      `Внимание: календарь на ${provisionalYears.join(', ')} год предварительный, постановление о переносе выходных дней ` +
        'не загружено. После его загрузки срок будет пересчитан.',
    );
  }
  return sentences;
}

function tell(step: TermStep, basis: string): string[] {
  switch (step.kind) {
    case 'event':
      return [`${EVENTS[step.event]} ${step.at === null ? day(step.on) : clock(step.at)}.`];
    case 'receipt_moved':
      return [`${day(step.from)} — нерабочий день, получение учтено ${day(step.to)}.`];
    case 'count': {
      const week = step.week === 'six_day' ? ['Учтена шестидневная рабочая неделя.'] : [];
      return [
        `Срок ${amount(step)} (${basis}), отсчёт со следующего дня, ${day(step.firstDay)} (ст. 191 ГК РФ).`,
        ...week,
        ...tellNotes(step.notes),
      ];
    }
    case 'extension': {
      const reason =
        step.reason === null ? '' : `; причина: ${typeof step.reason === 'string' ? step.reason : step.reason.ru}`;
      return [
        `Срок продлён на ${amount(step)} до ${day(step.lastDay)} (${step.condition.ru}${reason}).`,
        ...tellNotes(step.notes),
      ];
    }
    case 'shift': {
      const towards = step.rule === 'next_workday' ? 'следующий' : 'предшествующий';
      const norm = step.rule === 'next_workday' ? ' (ст. 193 ГК РФ)' : '';
      return [
        `Последний день ${day(step.from)} (${WEEKDAYS[isoWeekday(step.from)] ?? ''}) — нерабочий, окончание срока перенесено на ` +
          `ближайший ${towards} рабочий день, ${day(step.to)}${norm}.`,
      ];
    }
    case 'hours':
      return [
        `Срок ${step.amount} ${russianPlural(step.amount, UNITS.hour)} (${basis}), выходные и праздники не исключаются.`,
      ];
  }
}

function amount(step: { readonly unit: 'workday' | 'calendar_day'; readonly amount: number }): string {
  return `${step.amount} ${russianPlural(step.amount, UNITS[step.unit])}`;
}

function tellNotes(notes: readonly CalendarNote[]): string[] {
  const parts = notes
    .filter((note) => note.kind === 'working_weekend')
    .map((note) => {
      const weekday = isoWeekday(note.day) === 6 ? 'рабочая суббота' : 'рабочее воскресенье';
      const moved = note.counterpart === null ? '' : ` (выходной перенесён на ${day(note.counterpart)})`;
      return `${day(note.day)} — ${weekday}${moved}`;
    });
  const off = notes.filter((note) => note.kind !== 'working_weekend').map((note) => note.day);
  if (off.length > 0) {
    const runs = dayRuns(off).map((run) => (run.from === run.to ? day(run.from) : `${day(run.from)}–${day(run.to)}`));
    parts.push(`${listed(runs)} — ${off.length === 1 ? 'нерабочий день' : 'нерабочие дни'}`);
  }
  return parts.length === 0 ? [] : [`${parts.join('; ')}.`];
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} и ${items.at(-1) ?? ''}`;
}

function day(date: LocalDate): string {
  return formatRussianDay(date);
}

function clock(wallClock: string): string {
  return `${wallClock.slice(8, 10)}.${wallClock.slice(5, 7)}.${wallClock.slice(0, 4)} в ${wallClock.slice(11)}`;
}
