import type { Reading } from '../finding.ts';
import { foldToRussian } from './fold-look-alikes.ts';
import { isBlank, plainText } from './plain-text.ts';
import { reading, type ValueCode } from './value-findings.ts';

export interface PersonName {
  readonly family: string;
  readonly given: string;
  readonly patronymic: string | null;
}

const PATRONYMIC = /(?:вич|вна|ична|инична|ьич)$/iu;
/** Parts of Turkic patronymics, which follow the father's name. */
const SON_OR_DAUGHTER = /^(?:оглы|оглу|кызы|гызы|улы|уулу)$/iu;
const INITIAL = /^\p{Lu}\.?$/u;

/** «Иванова Мария Петровна», «Мария Петровна Иванова», «ИВАНОВА МАРИЯ», «Иванова М.П.» (flagged). */
export function readPersonName(cell: string): Reading<PersonName> {
  const codes: ValueCode[] = [];
  const { text: folded, changed } = foldToRussian(plainText(cell));
  if (isBlank(folded)) return reading<PersonName>(null);
  if (changed) codes.push('look-alike-letters');
  const text = folded.replace(/\s*\([^)]*\)\s*/g, ' ').replace(/[\s,;.]+$/, (end) => (end.startsWith('.') ? '.' : ''));
  if (text.trim() !== folded.trim() && /\(/.test(folded)) codes.push('name-note-dropped');
  const words = joinPatronymic(
    text
      .replace(/\.(?=\S)/g, '. ')
      .split(/[\s,]+/)
      .filter((word) => word !== ''),
  );
  if (words.some((word) => !/^[\p{L}\p{M}.'’ -]+$/u.test(word)) || words.length > 4)
    return reading<PersonName>(null, ...codes, 'name-unreadable');
  const [first, second, third, fourth] = words.map(capitalised);
  if (first === undefined || second === undefined) return reading<PersonName>(null, ...codes, 'name-incomplete');
  const initials = words.filter((word) => INITIAL.test(word));
  if (initials.length > 0) return withInitials(words.map(capitalised), codes);
  if (third === undefined) {
    // «Мария Петровна»: how one speaks to a person, not who she is.
    if (PATRONYMIC.test(second)) return reading<PersonName>(null, ...codes, 'name-incomplete');
    return reading({ family: first, given: second, patronymic: null }, ...codes);
  }
  if (fourth === undefined && isPatronymic(third))
    return reading({ family: first, given: second, patronymic: third }, ...codes);
  if (fourth === undefined && isPatronymic(second))
    return reading({ family: third, given: first, patronymic: second }, ...codes);
  const patronymic = fourth === undefined ? third : `${third} ${fourth}`;
  return reading({ family: first, given: second, patronymic }, ...codes, 'name-order-unsure');
}

function withInitials(words: readonly string[], codes: readonly ValueCode[]): Reading<PersonName> {
  const [family, ...others] = words.filter((word) => !INITIAL.test(word));
  const dotted = words.filter((word) => INITIAL.test(word)).map((word) => `${word.charAt(0)}.`);
  const [given, patronymic] = [...others, ...dotted];
  if (family === undefined || given === undefined) return reading<PersonName>(null, ...codes, 'name-incomplete');
  return reading({ family, given, patronymic: patronymic ?? null }, ...codes, 'name-has-initials');
}

function isPatronymic(word: string): boolean {
  return PATRONYMIC.test(word) || word.includes(' ');
}

function joinPatronymic(words: readonly string[]): string[] {
  const at = words.findIndex((word) => SON_OR_DAUGHTER.test(word));
  if (at < 1) return [...words];
  return [
    ...words.slice(0, at - 1),
    `${capitalised(words[at - 1] ?? '')} ${(words[at] ?? '').toLowerCase()}`,
    ...words.slice(at + 1),
  ];
}

/** Words all in capitals or all in small letters; `МакДональд` stays as it is written. */
function capitalised(word: string): string {
  if (word !== word.toUpperCase() && word !== word.toLowerCase()) return word;
  return word.toLowerCase().replace(/(?:^|[-'’])\p{L}/gu, (start) => start.toUpperCase());
}
