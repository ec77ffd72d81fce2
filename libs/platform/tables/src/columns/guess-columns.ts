import type { Finding } from '../finding.ts';
import { titleKey } from '../header/title-likeness.ts';
import type { TableColumn } from '../table-file.ts';
import type { ColumnField, ColumnGuess } from './column-field.ts';

const REASONS = {
  'title-same': { ru: 'Название столбца совпадает.', en: 'The title of the column is the same.' },
  'title-part': { ru: 'Название столбца похоже.', en: 'The title of the column is alike.' },
  'values-fit': { ru: 'Значения в столбце подходят.', en: 'The values of the column fit.' },
  'values-do-not-fit': {
    ru: 'Значения в столбце не похожи на то, что обещает название.',
    en: 'The values of the column do not look like what its title promises.',
  },
} as const;

type Reason = keyof typeof REASONS;

/** Below it a guess is noise. */
const LEAST = 0.4;

/**
 * Says which column goes to which field: by title first, by what stands in the samples second. Each column goes to one
 * field at most, each field to one column unless it takes several. Best guesses first come first; the answer is in the
 * order of the columns.
 */
export function guessColumns(columns: readonly TableColumn[], fields: readonly ColumnField[]): ColumnGuess[] {
  const all = columns.flatMap((column) => fields.map((field) => guess(column, field)));
  const taken: ColumnGuess[] = [];
  const several = new Set(fields.filter((field) => field.several === true).map(({ name }) => name));
  for (const one of all.sort((a, b) => b.score - a.score)) {
    if (one.score < LEAST || taken.some(({ column }) => column === one.column)) continue;
    if (!several.has(one.field) && taken.some(({ field }) => field === one.field)) continue;
    taken.push(one);
  }
  return taken.sort((a, b) => a.column - b.column);
}

function guess(column: TableColumn, field: ColumnField): ColumnGuess {
  const title = Math.max(0, ...field.titles.map((known) => titleLikeness(column.title, known)));
  const fits = fitting(column, field);
  const codes: Reason[] = [];
  if (title === 1) codes.push('title-same');
  else if (title > 0) codes.push('title-part');
  if (fits !== null && fits >= 0.6) codes.push('values-fit');
  if (fits !== null && fits < 0.3 && title > 0) codes.push('values-do-not-fit');
  const reasons = codes.map((code): Finding => ({ code, level: 'warning', text: REASONS[code] }));
  return { column: column.index, field: field.name, score: score(title, fits), reasons };
}

/** A title alone is worth up to 0.9, values alone up to 0.5, both together up to 1; values that deny a title halve it. */
function score(title: number, fits: number | null): number {
  if (fits === null) return title * 0.9;
  const whole = title === 0 ? fits * 0.5 : fits < 0.3 ? title * 0.45 : title * 0.8 + fits * 0.2;
  return Math.round(whole * 100) / 100;
}

function fitting({ samples }: TableColumn, { recognises }: ColumnField): number | null {
  if (recognises === undefined || samples.length === 0) return null;
  return samples.filter((sample) => recognises(sample)).length / samples.length;
}

/** 1 for the same title, also that of the last row of a header with groups; less for words of it in the same order. */
function titleLikeness(title: string, known: string): number {
  const [wanted, whole, last] = [titleKey(known), titleKey(title), titleKey(title.split(' / ').at(-1) ?? '')];
  if (wanted === '' || whole === '') return 0;
  if (whole === wanted) return 1;
  // Of two groups with the same title inside, the one that is asked for by both is the better.
  if (last === wanted) return 0.95;
  if (containsWords(whole, wanted)) return 0.6 + 0.3 * (wanted.length / whole.length);
  return containsWords(wanted, whole) && whole.length > 2 ? 0.5 + 0.3 * (whole.length / wanted.length) : 0;
}

function containsWords(text: string, words: string): boolean {
  return ` ${text} `.includes(` ${words} `);
}
