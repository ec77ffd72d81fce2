import { type LocalDate } from '#kernel';

export const DAY_MS = 86_400_000;

/** Days since 1970-01-01 in the proleptic Gregorian calendar; arithmetic on them needs no zone and no Date object. */
export type EpochDay = number;

export function epochDay(year: number, month: number, day: number): EpochDay {
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

export function toEpochDay(day: LocalDate): EpochDay {
  return epochDay(Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10)));
}

const spelled = new Map<EpochDay, LocalDate>();

export function toLocalDate(day: EpochDay): LocalDate {
  let text = spelled.get(day);
  if (text === undefined) {
    text = new Date(day * DAY_MS).toISOString().slice(0, 10) as LocalDate;
    if (spelled.size > 20_000) spelled.clear();
    spelled.set(day, text);
  }
  return text;
}

/** 0 = Sunday ... 6 = Saturday. */
export function weekdayOf(day: EpochDay): number {
  return (((day + 4) % 7) + 7) % 7;
}

export function isWeekend(day: EpochDay): boolean {
  const weekday = weekdayOf(day);
  return weekday === 0 || weekday === 6;
}

/** Without a Date object, because counting asks it for every day (400 years are 146,097 days). */
export function yearOf(day: EpochDay): number {
  const sinceMarch = day + 719_468; // Days since 1 March of the year 0.
  const era = Math.floor(sinceMarch / 146_097);
  const dayOfEra = sinceMarch - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  // From the 307th day on (1 January) the civil year is the next one.
  return era * 400 + yearOfEra + (dayOfYear >= 306 ? 1 : 0);
}
