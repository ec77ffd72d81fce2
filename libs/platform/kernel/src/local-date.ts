import { z } from 'zod';

const DAY_MS = 86_400_000;

/** A calendar day without a zone, spelled `YYYY-MM-DD`; sorts as text. */
export type LocalDate = string & { readonly __brand: 'LocalDate' };

export function isLocalDate(text: string): text is LocalDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Throws on anything but a real day: `2026-02-30` is refused. */
export function localDate(text: string): LocalDate {
  if (!isLocalDate(text)) throw new RangeError(`not a calendar day: ${text}`);
  return text;
}

export const localDateSchema = z
  .string()
  .refine(isLocalDate, { error: 'not-a-day' })
  .meta({ format: 'date', example: '2026-11-24' });

export function addDays(day: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10) as LocalDate;
}

/** 1 = Monday ... 7 = Sunday. */
export function isoWeekday(day: LocalDate): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/** The calendar day that a wall clock in `timeZone` (IANA name) shows at `instant`. */
export function localDateIn(timeZone: string, instant: Date): LocalDate {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return localDate(parts.format(instant));
}

/** 24.11.2026, as Russian documents write it. */
export function formatRussianDay(day: LocalDate): string {
  return `${day.slice(8, 10)}.${day.slice(5, 7)}.${day.slice(0, 4)}`;
}
