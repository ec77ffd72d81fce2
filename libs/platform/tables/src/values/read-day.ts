import { isLocalDate, type LocalDate } from '#kernel';

import type { Reading } from '../finding.ts';
import { isBlank, plainText } from './plain-text.ts';
import { reading, type ValueCode } from './value-findings.ts';

const MONTHS: readonly RegExp[] = [
  /^янв|^jan/,
  /^фев|^feb/,
  /^мар|^mar/,
  /^апр|^apr/,
  /^ма[йя]$|^may/,
  /^июн|^jun/,
  /^июл|^jul/,
  /^авг|^aug/,
  /^сен|^sep/,
  /^окт|^oct/,
  /^ноя|^nov/,
  /^дек|^dec/,
];
const FIRST_YEAR = 1900;
const LAST_YEAR = 2100;
/** Days of the spreadsheet from 1927 to 2064: what people mean when a bare number stands where a date should. */
const SERIALS = { first: 10_000, last: 60_000, epoch: 25_569 };

/**
 * A day as people write it: `05.06.2015`, `5.6.15`, `2015-06-05`, `05/06/15`, «5 мая 2015 г.», an Excel day number.
 * Where day and month can be told both ways, the Russian order is taken and the date flagged.
 *
 * @param thisYear years of two digits that would lie beyond the next one are of the century before
 */
export function readDay(cell: string, thisYear = new Date().getUTCFullYear()): Reading<LocalDate> {
  const text = plainText(cell)
    .toLowerCase()
    .replace(/[«»"“”]/g, '')
    .replace(/[\s,]*(?:г\.?|год[а]?|г\.\s?р\.?)$/u, '')
    .replace(/[t ]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?z?$/, '');
  if (isBlank(text)) return reading<LocalDate>(null);
  const yearOf = (digits: string): number => (digits.length === 2 ? century(Number(digits), thisYear) : Number(digits));

  const iso = /^(\d{4})([-./ ])(\d{1,2})\2(\d{1,2})$/.exec(text) ?? /^((?:19|20)\d\d)()(\d\d)(\d\d)$/.exec(text);
  if (iso !== null) return day(Number(iso[1]), Number(iso[3]), Number(iso[4]));
  const plain = /^(\d{1,2})\s?([-./ ])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})$/.exec(text);
  if (plain !== null) return inOrder(Number(plain[1]), Number(plain[3]), yearOf(plain[4] ?? ''), plain[2] === '/');
  const named = /^(\d{1,2})[\s.-]*([a-zа-яё]{3,9})\.?[\s,-]*(\d{4}|\d{2})$/u.exec(text);
  const english = /^([a-z]{3,9})\.? (\d{1,2}),? (\d{4})$/.exec(text);
  const [dayText, monthText, yearText] =
    named !== null ? [named[1], named[2], named[3]] : english !== null ? [english[2], english[1], english[3]] : [];
  const month = MONTHS.findIndex((name) => name.test(monthText ?? '')) + 1;
  if (month > 0) return day(yearOf(yearText ?? ''), month, Number(dayText));
  const serial = /^\d{5}(?:[.,]\d+)?$/.test(text) ? Math.floor(Number(text.replace(',', '.'))) : 0;
  if (serial >= SERIALS.first && serial <= SERIALS.last) {
    const found = new Date((serial - SERIALS.epoch) * 86_400_000).toISOString().slice(0, 10);
    return reading(found as LocalDate, 'date-from-serial');
  }
  return reading<LocalDate>(null, 'date-unreadable');
}

function inOrder(first: number, second: number, year: number, slashed: boolean): Reading<LocalDate> {
  if (!slashed) return day(year, second, first);
  if (second > 12 && first <= 12) return day(year, first, second, 'date-american');
  return day(year, second, first, ...(first <= 12 && first !== second ? (['date-ambiguous'] as const) : []));
}

function day(year: number, month: number, dayOfMonth: number, ...codes: readonly ValueCode[]): Reading<LocalDate> {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`;
  const possible = year >= FIRST_YEAR && year <= LAST_YEAR && isLocalDate(text);
  return possible ? reading(text, ...codes) : reading<LocalDate>(null, 'date-impossible');
}

function century(year: number, thisYear: number): number {
  const whole = thisYear - (thisYear % 100) + year;
  return whole > thisYear + 1 ? whole - 100 : whole;
}
