import { Problem } from '#kernel';
import type { Deadline, DeadlineInput, TermStep } from './deadline.ts';
import type { ShiftRule } from './deadline-rule.schema.ts';
import { type EpochDay, toEpochDay, toLocalDate } from './epoch-day.ts';
import { lawProblems } from './problems.ts';
import type { ProductionCalendar } from './production-calendar.ts';
import { type Zone, zoneNamed } from './zone.ts';

const HOUR_MS = 3_600_000;

/**
 * Computes one statutory term.
 *
 * Days: the count starts the day after the event (ГК РФ ст. 191); a last day that is not a working day is shifted as
 * the rule says (ГК РФ ст. 193), a calendar-day rule without a shift stays where it falls. An extension counts on from
 * the unextended, unshifted end, and only the final end is shifted. The term ends at 24:00 of its last day in the
 * addressee's zone (ГК РФ ст. 194). Hours run from instant to instant and know no days off.
 *
 * Throws Problem `law.calendar-year-missing` when any day from the event to the end lies in a year without calendar,
 * `law.time-zone-unknown`, `law.instant-required`, `law.extension-not-provided`, `law.extension-too-long`,
 * `law.short-term-not-provided`; RangeError on an invalid Date.
 */
export function computeDeadline(input: DeadlineInput): Deadline {
  const zone = zoneNamed(input.timeZone);
  if ('instant' in input.event && Number.isNaN(input.event.instant.getTime())) throw new RangeError('invalid instant');
  return input.rule.unit === 'hour' ? hourTerm(input, zone) : dayTerm(input, zone, input.rule.unit);
}

function dayTerm(input: DeadlineInput, zone: Zone, unit: 'workday' | 'calendar_day'): Deadline {
  const { rule, event, calendar } = input;
  const received = 'day' in event ? toEpochDay(event.day) : zone.dayAt(event.instant.getTime());
  const steps: TermStep[] = [eventStep(input, zone, received)];

  let start = received;
  if (input.receipt === 'next_workday' && !calendar.works(received)) {
    start = calendar.count(received, 1);
    steps.push({ kind: 'receipt_moved', from: toLocalDate(received), to: toLocalDate(start) });
  }

  const amount = termOf(input);
  let end = advance(calendar, start, unit, amount);
  const notes = unit === 'workday' ? calendar.notesBetween(start + 1, end) : [];
  const [firstDay, lastDay] = [toLocalDate(start + 1), toLocalDate(end)];
  steps.push({ kind: 'count', unit, amount, firstDay, lastDay, week: calendar.week, notes });

  const extension = extensionOf(input);
  if (extension !== null) {
    const from = end;
    end = advance(calendar, end, extension.unit, extension.amount);
    const passed = extension.unit === 'workday' ? calendar.notesBetween(from + 1, end) : [];
    steps.push({ kind: 'extension', ...extension, lastDay: toLocalDate(end), notes: passed });
  }

  const shift = input.shift ?? rule.shift;
  const due = shifted(calendar, end, shift);
  if (due !== end && shift !== 'none') {
    const passed = calendar.notesBetween(Math.min(end, due), Math.max(end, due));
    steps.push({ kind: 'shift', rule: shift, from: toLocalDate(end), to: toLocalDate(due), notes: passed });
  }
  return finish(
    input,
    received,
    due,
    new Date(zone.startOfDay(due + 1)),
    steps,
    calendar.provisionalYears(Math.min(received, due), Math.max(end, due)),
  );
}

function hourTerm(input: DeadlineInput, zone: Zone): Deadline {
  const { rule, event } = input;
  if (!('instant' in event)) throw new Problem(lawProblems.instantRequired, { parameters: { rule: rule.id } });
  extensionOf(input);
  const amount = termOf(input);
  const from = event.instant.getTime();
  const to = from + amount * HOUR_MS;
  const started = zone.dayAt(from);
  const steps: TermStep[] = [
    eventStep(input, zone, started),
    { kind: 'hours', amount, from: zone.wallClock(from), to: zone.wallClock(to) },
  ];
  return finish(input, started, zone.dayAt(to), new Date(to), steps, []);
}

function finish(
  input: DeadlineInput,
  started: EpochDay,
  due: EpochDay,
  dueAt: Date,
  steps: readonly TermStep[],
  provisionalYears: readonly number[],
): Deadline {
  const { rule } = input;
  return {
    ruleId: rule.id,
    ruleVersion: rule.version,
    calendarVersion: input.calendar.version,
    kind: rule.kind,
    unit: rule.unit,
    basis: rule.basis,
    timeZone: input.timeZone,
    startedOn: toLocalDate(started),
    dueOn: toLocalDate(due),
    dueAt,
    provisional: provisionalYears.length > 0,
    provisionalYears,
    steps,
  };
}

function eventStep(input: DeadlineInput, zone: Zone, on: EpochDay): TermStep {
  const at = 'instant' in input.event ? zone.wallClock(input.event.instant.getTime()) : null;
  return { kind: 'event', event: input.rule.event, on: toLocalDate(on), at };
}

function termOf({ rule, short }: DeadlineInput): number {
  if (short !== true) return rule.amount;
  if (rule.shortAmount === null) throw new Problem(lawProblems.shortTermNotProvided, { parameters: { rule: rule.id } });
  return rule.shortAmount;
}

function extensionOf({ rule, extension }: DeadlineInput) {
  if (extension === undefined || extension === false) return null;
  const allowed = rule.extension;
  if (allowed === null) throw new Problem(lawProblems.extensionNotProvided, { parameters: { rule: rule.id } });
  const { amount = allowed.amount, reason = null } = extension === true ? {} : extension;
  if (!Number.isInteger(amount) || amount < 1 || amount > allowed.amount) {
    throw new Problem(lawProblems.extensionTooLong, { parameters: { rule: rule.id, amount, maximum: allowed.amount } });
  }
  return { unit: allowed.unit, amount, condition: allowed.conditionText, reason };
}

function advance(
  calendar: ProductionCalendar,
  from: EpochDay,
  unit: 'workday' | 'calendar_day',
  amount: number,
): EpochDay {
  return unit === 'workday' ? calendar.count(from, amount) : from + amount;
}

function shifted(calendar: ProductionCalendar, end: EpochDay, shift: ShiftRule): EpochDay {
  if (shift === 'none' || calendar.works(end)) return end;
  if (shift === 'next_workday') return calendar.count(end, 1);
  let day = end;
  while (!calendar.works(day)) day -= 1;
  return day;
}
