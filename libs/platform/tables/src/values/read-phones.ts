import { findPhoneNumbersInText, parsePhoneNumberFromString, type PhoneNumber as Parsed } from 'libphonenumber-js/max';

import type { Reading } from '../finding.ts';
import { isBlank, plainText } from './plain-text.ts';
import { reading, type ValueCode } from './value-findings.ts';

export interface PhoneNumber {
  /** E.164: `+79171234567`. */
  readonly number: string;
  readonly extension: string | null;
}

const EXTENSION = /[,;(]?\s*(?:доб(?:авочный|ав)?|вн(?:утр(?:енний)?)?|ext)\.?\s*:?\s*(\d{1,6})\s*\)?/giu;
/** Between two numbers that only a space parts. */
const BETWEEN = /(?<=\d)\s+(?=(?:\+\s?7|8|7)[\s(-]*[3-9]\d{2})/;

/** One number or several in a cell, Russian unless it says another country, with extensions («доб. 12»). */
export function readPhones(cell: string): Reading<readonly PhoneNumber[]> {
  const text = plainText(cell).replace(/\.0$/, '');
  if (isBlank(text)) return reading<readonly PhoneNumber[]>(null);
  if (/^\d[.,]?\d*e\+?\d+$/i.test(text)) return reading<readonly PhoneNumber[]>(null, 'number-as-exponent');
  const codes: ValueCode[] = [];
  const found: Parsed[] = [];
  const pieces = text
    .replace(EXTENSION, ' ext. $1 ')
    .split(/[,;/|\n]|\s(?:и|или)\s/u)
    .map((piece) => piece.trim());
  for (const piece of pieces) {
    const digits = piece.replace(/\D/g, '').length;
    if (digits === 0) continue;
    const numbers = numbersIn(piece);
    found.push(...numbers);
    if (numbers.some((number) => !number.isValid())) codes.push('phone-doubtful');
    if (numbers.length === 0) codes.push(digits >= 5 && digits <= 7 ? 'phone-without-code' : 'phone-unreadable');
  }
  if (found.length === 0 && codes.length === 0) codes.push('phone-unreadable');
  const phones = new Map(
    found.map(({ number, ext }) => [`${number} ${ext ?? ''}`, { number, extension: ext ?? null }]),
  );
  return reading(phones.size === 0 ? null : [...phones.values()], ...codes);
}

function numbersIn(piece: string): Parsed[] {
  const single = one(piece);
  if (single?.isValid() === true) return [single];
  const parted = piece.split(BETWEEN).map(one);
  if (parted.length > 1 && parted.every((number) => number?.isValid() === true))
    return parted.filter((number) => number !== undefined);
  const several = findPhoneNumbersInText(piece, 'RU').map(({ number }) => number);
  if (several.length > 0) return several;
  // Ten digits with a code that nobody was given: a slip of one digit, to be seen by a person.
  return single !== undefined && single.isPossible() && single.nationalNumber.length >= 10 ? [single] : [];
}

/** Notes in words around a number, such as «мама», do not matter. */
function one(piece: string): Parsed | undefined {
  const bare = piece.replace(/\((?=[^)]*\p{L})[^)]*\)/gu, ' ').replace(/^[\p{L}.:\s]+(?=[\d+(])/u, '');
  return parsePhoneNumberFromString(bare.trim(), 'RU');
}
