import type { LocalDate } from '#kernel';
import type { CalendarYear } from './calendar.schema.ts';
import { type EpochDay, toEpochDay } from './epoch-day.ts';

/** Why a day is not what its weekday promises; JSON-safe, because it is stored with the deadline. */
export interface CalendarNote {
  readonly day: LocalDate;
  /** `day_off` moved here by a transfer, `holiday` statutory, `working_weekend` works because its day off was moved away. */
  readonly kind: 'holiday' | 'day_off' | 'working_weekend' | 'regional_holiday';
  /** The other end of the transfer: where a day off came from, or where a working weekend's day off went. */
  readonly counterpart: LocalDate | null;
}

export function notesOfYear(year: CalendarYear, holidays: ReadonlySet<string>): [EpochDay, CalendarNote][] {
  const cameFrom = new Map(year.transfers.map((transfer) => [transfer.to, transfer.from]));
  const wentTo = new Map(year.transfers.map((transfer) => [transfer.from, transfer.to]));
  const off = year.daysOff.map((day): CalendarNote => {
    const counterpart = cameFrom.get(day) ?? null;
    const isHoliday = holidays.has(day.slice(5)) && counterpart === null;
    return { day, kind: isHoliday ? 'holiday' : 'day_off', counterpart };
  });
  const on = year.workingWeekends.map((day): CalendarNote => ({
    day,
    kind: 'working_weekend',
    counterpart: wentTo.get(day) ?? null,
  }));
  return [...off, ...on].map((note) => [toEpochDay(note.day), note]);
}
