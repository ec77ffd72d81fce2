import type { Merge, RawRow } from '../reading/thread-answers.ts';
import { tidyTitle } from './footer-row.ts';

/** One title a column; a group's title stands before each of its columns: `Ребёнок / Фамилия`. */
export function headerTitles(rows: readonly RawRow[], merges: readonly Merge[]): string[] {
  const named = rows.filter(({ cells }) => !cells.every((cell) => /^\s*\d*\s*$/.test(cell)));
  const width = Math.max(0, ...named.map(({ cells }) => cells.length));
  const parts = Array.from({ length: width }, (): string[] => []);
  named.forEach((row, depth) => {
    const below = named[depth + 1];
    let group = '';
    for (let column = 0; column < width; column += 1) {
      const own = tidyTitle(row.cells[column] ?? '');
      if (own !== '') group = own;
      const title = own !== '' || isInGroup(row, below, column, merges) ? group : '';
      if (title !== '' && parts[column]?.at(-1) !== title) parts[column]?.push(title);
    }
  });
  return parts.map((list) => list.join(' / '));
}

/** Merged, or, where merging is not told (a text file), with a title below and none above it. */
function isInGroup(row: RawRow, below: RawRow | undefined, column: number, merges: readonly Merge[]): boolean {
  if (below === undefined) return false;
  const wide = merges.filter(([top, , bottom]) => top <= row.line && row.line <= bottom);
  if (wide.length > 0) return wide.some(([, left, , right]) => left < column && column <= right);
  return (below.cells[column] ?? '').trim() !== '';
}
