import { randomFrom } from '../random.ts';

const STARTS = [
  '=',
  '+',
  '-',
  '@',
  '\t',
  '\r',
  '\n',
  '＝',
  '＋',
  '－',
  '＠',
  "'",
  "''",
  '"',
  ';',
  ' ',
  '|',
  '\u2212',
  '%',
  '',
];
const PIECES = [
  '=',
  '+',
  '-',
  '@',
  '\t',
  '\r',
  '\n',
  '\r\n',
  "'",
  '"',
  '""',
  ';',
  ',',
  '|',
  ' ',
  '\u00a0',
  '\ufeff',
  '\u2028',
  '\u000b',
  '\u0001',
  '_x0041_',
  '_x005F_',
  '&amp;',
  '<b>',
  ']]>',
  '1E5',
  '007',
  '+79170000000',
  "cmd|' /C calc'!A0",
  'HYPERLINK("http://a.test")',
  'SUM(1+1)*2',
  'Иванова',
  'Ёж',
  '№ 14',
  '«Лицей»',
  '😀',
  'true',
  '01.02.2015',
  '＝1',
];

export const COLUMNS = 8;

/** Rows of cells that spreadsheets, text files and XML each have their own trouble with; the same at every run. */
export function nastyRows(cells: number): string[][] {
  const random = randomFrom(30_2026);
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '';
  const nasty = (): string => {
    if (random() < 0.1) return '';
    let cell = pick(STARTS);
    for (let left = Math.floor(random() * 5); left > 0; left -= 1) cell += pick(PIECES);
    return cell;
  };
  return Array.from({ length: Math.ceil(cells / (COLUMNS - 1)) }, (_, row) => [
    // A row of blanks is no row to a reader, so the first cell says which one it is.
    `row ${row}`,
    ...Array.from({ length: COLUMNS - 1 }, nasty),
  ]);
}
