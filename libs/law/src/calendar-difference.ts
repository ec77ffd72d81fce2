import { addDays, type LocalDate } from '#kernel';
import type { ProductionCalendar } from './production-calendar.ts';

export interface CalendarDifference {
  /** Years that only the later calendar has. */
  readonly added: readonly number[];
  readonly statuses: readonly { readonly year: number; readonly was: string; readonly is: string }[];
  /** Days that were working days and are not, or the other way round. */
  readonly days: readonly { readonly day: LocalDate; readonly works: boolean }[];
}

/** What one edition of the calendar says otherwise than another, for a person to check against the decree. */
export function calendarDifference(before: ProductionCalendar, after: ProductionCalendar): CalendarDifference {
  const known = new Set(before.years);
  const both = after.years.filter((year) => known.has(year));
  const days: { day: LocalDate; works: boolean }[] = [];
  for (const year of both) {
    const end = `${year}-12-31` as LocalDate;
    for (let day = `${year}-01-01` as LocalDate; day <= end; day = addDays(day, 1)) {
      const works = after.isWorkday(day);
      if (works !== before.isWorkday(day)) days.push({ day, works });
    }
  }
  return {
    added: after.years.filter((year) => !known.has(year)),
    statuses: both
      .map((year) => ({ year, was: before.yearStatus(year), is: after.yearStatus(year) }))
      .filter(({ was, is }) => was !== is),
    days,
  };
}
