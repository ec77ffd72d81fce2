import { addDays, isoWeekday, type LocalDate } from '#kernel';
import type { CalendarNote } from './calendar-note.ts';
import { dayRuns } from './day-runs.ts';
import type { StartEvent } from './deadline-rule.schema.ts';
import type { DeadlineChange, Explainable, TermStep } from './deadline.ts';

const EVENTS: Readonly<Record<StartEvent, string>> = {
  received: 'Received',
  evidence_received: 'Evidence received',
  violation_found: 'Violation found',
  purpose_achieved: 'Purpose of processing achieved',
  first_request: 'First request sent',
  rkn_query_received: 'Query of Roskomnadzor received',
  appeal_received: 'Appeal received',
  appeal_registered: 'Appeal registered',
  incident_detected: 'Incident detected',
};
const UNITS = { workday: 'working day', calendar_day: 'calendar day', hour: 'hour' } as const;
const CHANGES: Readonly<Record<DeadlineChange, string>> = {
  better_start: 'its start is proven better now',
  extension: 'the addressee gave notice of an extension',
  calendar: 'another production calendar was loaded',
  rule: 'another version of the rule was loaded',
};
const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const WEEKDAYS = ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

export function explainInEnglish(deadline: Explainable): string[] {
  const { steps, basis, timeZone, dueOn, provisionalYears } = deadline;
  const sentences = steps.flatMap((step) => tell(step, basis));
  const hours = steps.find((step) => step.kind === 'hours');
  if (deadline.kind === 'not_before') {
    sentences.push(`The act is allowed from ${day(addDays(dueOn, 1))} on (${timeZone}).`);
  } else if (hours !== undefined) sentences.push(`The term ends at ${clock(hours.to)} (${timeZone}).`);
  else sentences.push(`The term ends on ${day(dueOn)} at 24:00 (${timeZone}, Civil Code art. 194).`);
  if (deadline.replaces !== undefined) {
    const { dueOn: before, change } = deadline.replaces;
    sentences.push(`It stands in place of the deadline of ${day(before)}: ${CHANGES[change]}.`);
  }
  if (provisionalYears.length > 0) {
    sentences.push(
      `Warning: the calendar for ${provisionalYears.join(', ')} is provisional because the decree on days off is not ` +
        'loaded. The deadline will be recomputed once it is.',
    );
  }
  return sentences;
}

function tell(step: TermStep, basis: string): string[] {
  switch (step.kind) {
    case 'event':
      return [`${EVENTS[step.event]} ${step.at === null ? `on ${day(step.on)}` : `at ${clock(step.at)}`}.`];
    case 'receipt_moved':
      return [`${day(step.from)} is not a working day, so receipt counts from ${day(step.to)}.`];
    case 'count': {
      const week = step.week === 'six_day' ? ['A six-day working week is used.'] : [];
      return [
        `The term is ${amount(step)} (${basis}), counted from the next day, ${day(step.firstDay)} (Civil Code art. 191).`,
        ...week,
        ...tellNotes(step.notes),
      ];
    }
    case 'extension': {
      const reason =
        step.reason === null ? '' : `; reason: ${typeof step.reason === 'string' ? step.reason : step.reason.en}`;
      return [
        `Extended by ${amount(step)} to ${day(step.lastDay)} (${step.condition.en}${reason}).`,
        ...tellNotes(step.notes),
      ];
    }
    case 'shift': {
      const towards = step.rule === 'next_workday' ? 'next' : 'preceding';
      const norm = step.rule === 'next_workday' ? ' (Civil Code art. 193)' : '';
      const weekday = WEEKDAYS[isoWeekday(step.from)] ?? '';
      return [
        `The last day, ${weekday} ${day(step.from)}, is not a working day, so the end moves to the ${towards} working day, ${day(step.to)}${norm}.`,
      ];
    }
    case 'hours':
      return [`The term is ${plural(step.amount, UNITS.hour)} (${basis}); weekends and holidays are not left out.`];
  }
}

function amount(step: { readonly unit: 'workday' | 'calendar_day'; readonly amount: number }): string {
  return plural(step.amount, UNITS[step.unit]);
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function tellNotes(notes: readonly CalendarNote[]): string[] {
  const parts = notes
    .filter((note) => note.kind === 'working_weekend')
    .map((note) => {
      const moved = note.counterpart === null ? '' : ` (its day off was moved to ${day(note.counterpart)})`;
      return `${day(note.day)} is a working ${WEEKDAYS[isoWeekday(note.day)] ?? ''}${moved}`;
    });
  const off = notes.filter((note) => note.kind !== 'working_weekend').map((note) => note.day);
  if (off.length > 0) {
    const runs = dayRuns(off).map((run) =>
      run.from === run.to ? day(run.from) : `${day(run.from)} to ${day(run.to)}`,
    );
    const list = runs.length < 2 ? runs.join('') : `${runs.slice(0, -1).join(', ')} and ${runs.at(-1) ?? ''}`;
    parts.push(`${list} ${off.length === 1 ? 'is not a working day' : 'are not working days'}`);
  }
  return parts.length === 0 ? [] : [`${parts.join('; ')}.`];
}

function day(date: LocalDate): string {
  return `${Number(date.slice(8, 10))} ${MONTHS[Number(date.slice(5, 7)) - 1] ?? ''} ${date.slice(0, 4)}`;
}

function clock(wallClock: string): string {
  return `${wallClock.slice(11)} on ${day(wallClock.slice(0, 10) as LocalDate)}`;
}
