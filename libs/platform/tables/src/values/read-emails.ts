import { normaliseMailAddress } from '#mail';

import type { Reading } from '../finding.ts';
import { foldToLatin } from './fold-look-alikes.ts';
import { isBlank, plainText } from './plain-text.ts';
import { reading, type ValueCode } from './value-findings.ts';

const KNOWN = [
  'mail.ru',
  'yandex.ru',
  'ya.ru',
  'gmail.com',
  'bk.ru',
  'list.ru',
  'inbox.ru',
  'rambler.ru',
  'icloud.com',
  'outlook.com',
  'hotmail.com',
  'internet.ru',
  'edu.ru',
];

/** One address or several in a cell. Plain slips are corrected and flagged, near misses of great mail servers flagged only. */
export function readEmails(cell: string): Reading<readonly string[]> {
  const text = plainText(cell);
  if (isBlank(text)) return reading<readonly string[]>(null);
  const codes: ValueCode[] = [];
  const addresses = new Set<string>();
  // `mail,ru` and `mail. ru` are slips for a dot, not two addresses.
  const joined = text.replace(/(@[\p{L}\d-]+)(?:,\s?|\s?\.\s)(?=(?:ru|com|net|org|рф)(?:[\s,;>]|$))/giu, '$1.');
  if (joined !== text) codes.push('email-corrected');
  for (const piece of joined.split(/[\s,;|]+|\/(?=[^@]*@)/).filter((part) => part.includes('@'))) {
    const bare = piece.replace(/^mailto:/i, '').replace(/^[<("'«]+|[>)"'».:]+$/g, '');
    const folded = bare.replace('@@', '@');
    if (folded !== bare) codes.push('email-corrected');
    const latin = isRussianDomain(folded) ? { text: folded, changed: false } : foldToLatin(folded);
    if (latin.changed) codes.push('look-alike-letters');
    const address = normaliseMailAddress(latin.text);
    if (address === null) codes.push('email-unreadable');
    else addresses.add(address);
    if (address !== null && isNearMiss(address.slice(address.lastIndexOf('@') + 1))) codes.push('email-typo');
  }
  if (addresses.size === 0 && codes.length === 0) codes.push('email-unreadable');
  return reading(addresses.size === 0 ? null : [...addresses], ...codes);
}

function isRussianDomain(address: string): boolean {
  return /@[а-яё\d.-]+\.[а-яё]{2,}$/iu.test(address);
}

function isNearMiss(domain: string): boolean {
  return !KNOWN.includes(domain) && KNOWN.some((known) => known.length > 6 && isOneSlipAway(domain, known));
}

/** One letter more, less, other, or two neighbours exchanged. */
function isOneSlipAway(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
