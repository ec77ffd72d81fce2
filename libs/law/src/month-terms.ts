import { addDays, type LocalDate, Problem } from '#kernel';
import type { DeadlineRule, ShiftRule } from './deadline-rule.schema.ts';
import { epochDay, toLocalDate } from './epoch-day.ts';
import { lawProblems } from './problems.ts';
import type { ProductionCalendar } from './production-calendar.ts';

/** The same number `months` later, or the last day of a month too short for it (ГК РФ ст. 192 ч. 3). */
export function addMonths(day: LocalDate, months: number): LocalDate {
  const [year, month, number] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))];
  const lastOfMonth = epochDay(year, month + months + 1, 0);
  return toLocalDate(Math.min(epochDay(year, month + months, number), lastOfMonth));
}

/**
 * The last day on which a КоАП case may be brought over a duty with a deadline: one year (КоАП РФ ст. 4.5) from the
 * day after the deadline (Пленум ВС РФ от 24.03.2005 № 5, п. 14). Known, not re-checked. Not shifted: КоАП has its own
 * rules on terms (ст. 4.8).
 */
export function koapLimit(deadline: LocalDate): LocalDate {
  return addMonths(addDays(deadline, 1), 12);
}

/**
 * Where the data cannot be destroyed in time, the operator blocks them and destroys them within six months
 * (152-ФЗ ст. 21 ч. 6). Gives the last day for a blocking of `blockedOn`, shifted by ГК РФ ст. 193 unless told otherwise.
 * Throws Problem `law.blocking-not-provided` when the rule knows no such fallback, `law.calendar-year-missing`.
 */
export function blockingLimit(
  rule: DeadlineRule,
  blockedOn: LocalDate,
  calendar: ProductionCalendar,
  shift: ShiftRule = 'next_workday',
): LocalDate {
  if (rule.blockThenDestroyMonths === null) {
    throw new Problem(lawProblems.blockingNotProvided, { parameters: { rule: rule.id } });
  }
  let end = addMonths(blockedOn, rule.blockThenDestroyMonths);
  if (shift === 'next_workday' && !calendar.isWorkday(end)) end = calendar.nextWorkday(end);
  while (shift === 'previous_workday' && !calendar.isWorkday(end)) end = addDays(end, -1);
  return end;
}
