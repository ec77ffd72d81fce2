import type { RawRow } from '../reading/thread-answers.ts';

/** A title has letters and no value in it: no date, no phone, no address, no long number. */
export function isTitle(cell: string): boolean {
  const text = cell.trim();
  if (text.length > 120 || !/[\p{L}№]/u.test(text)) return false;
  return !/@|\d{4,}|\d[./-]\d|^\d+$|^\+?\d[\d\s()-]{5,}/.test(text.replace(/\b(?:19|20)\d\d\b/g, ''));
}

/** Columns whose cells below are, for the most part, numbers, dates, addresses: such a title above them shows. */
export function columnsOfValues(rows: readonly RawRow[]): number[] {
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length));
  return Array.from({ length: width }, (_, column) => column).filter((column) => {
    const filled = rows.map(({ cells }) => cells[column]?.trim() ?? '').filter((cell) => cell !== '');
    return filled.length > 0 && filled.filter(isValue).length >= filled.length * 0.7;
  });
}

function isValue(cell: string): boolean {
  const digits = cell.replace(/\D/g, '').length;
  return /^\S+@\S+\.\S+/.test(cell) || digits * 2 >= cell.length || /^\d{1,2}\s?[-"«]?\p{L}[»"]?$/u.test(cell);
}

/** What is left of a title when spelling is set aside: `Ф.И.О. ребёнка:` and `фио ребенка` are one. */
export function titleKey(title: string): string {
  return title
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/(?<!\p{L})(\p{L})\.\s?(?=\p{L}(?!\p{L}))/gu, '$1')
    .replace(/[^\p{L}\p{N}№]+/gu, ' ')
    .trim();
}
