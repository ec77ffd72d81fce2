import type { TableColumn } from '../table-file.ts';

const TOTAL = /^(?:итог|итого|всего|total)(?![\p{L}-])/iu;
const SIGNATURE =
  /^(?:директор|руководитель|заведующ|исполнитель|составил|ответственн|подпись|дата составления|м\.\s?п\.)/iu;

/** Rows at the end that are no record: sums, and who signed. */
export function footerCode(cells: readonly string[]): 'row-is-total' | 'row-is-signature' | null {
  const filled = cells.filter((cell) => cell.trim() !== '');
  const start = filled[0]?.trim() ?? '';
  if (TOTAL.test(start)) return 'row-is-total';
  return cells.length > 2 && filled.length <= 2 && SIGNATURE.test(start) ? 'row-is-signature' : null;
}

/** Printed tables repeat their header on every page. */
export function isHeaderAgain(cells: readonly string[], columns: readonly TableColumn[]): boolean {
  const titled = columns.filter(({ title }) => title !== '');
  return titled.length > 1 && titled.every(({ index, title }) => title === tidyTitle(cells[index] ?? ''));
}

export function tidyTitle(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
