import { type LocalDate, localDate } from '#kernel';

const MONTHS = [
  ...['января', 'февраля', 'марта', 'апреля', 'мая', 'июня'],
  ...['июля', 'августа', 'сентября', 'октября', 'ноября', 'декабря'],
];

/** Source of an expression for «05.10.2026», «5.10.26», «5 октября 2026», «"05" октября 2026». */
export const DAY = String.raw`(?:\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})(?!\d)|["«“]?\d{1,2}["»”]?\s{1,3}(?:${MONTHS.join('|')})\s{1,3}\d{4}(?!\d))`;

/** A day as letters spell it, in ISO; null when the calendar has no such day. */
export function readRussianDay(text: string): LocalDate | null {
  const [day = '', month = '', year = ''] = text
    .replace(/["«»“”]/gu, '')
    .trim()
    .split(/[.\s]+/u);
  const named = MONTHS.indexOf(month.toLowerCase()) + 1;
  const number = named > 0 ? named : Number(month);
  const iso = `${year.length === 2 ? `20${year}` : year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== iso ? null : localDate(iso);
}
