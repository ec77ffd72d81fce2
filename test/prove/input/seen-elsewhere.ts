import * as XLSX from '@e965/xlsx';

const RUNS = /^[=+\-@\t\r＝＋－＠]/u;
const WRITTEN = /^'*[=+\-@\t\r\n|%＝＋－＠\u2212]/u;

/** Cells that another library sees as a formula, as the beginning of one, or not as what was exported with its mark. */
export function csvSeenElsewhere(file: Buffer, rows: readonly string[][]): number {
  const text = file.toString('utf8').replace(/^\ufeff/, '');
  const seen = sheetOf(XLSX.read(text, { type: 'string', raw: true, FS: ';', dense: true }));
  return count(rows, (cell, row, column) => {
    const there = seen[row]?.[column];
    const shown = String(there?.v ?? '');
    if (there?.f !== undefined || RUNS.test(shown)) return true;
    return lineBreaks(shown) !== lineBreaks(WRITTEN.test(cell) ? `'${cell}` : cell);
  });
}

export function workbookSeenElsewhere(file: Buffer, rows: readonly string[][]): number {
  const seen = sheetOf(XLSX.read(file, { dense: true }));
  return count(rows, (cell, row, column) => {
    const there = seen[row]?.[column];
    if (cell === '') return there?.v !== undefined;
    return there?.f !== undefined || there?.t !== 's' || lineBreaks(String(there.v)) !== lineBreaks(cell);
  });
}

function count(rows: readonly string[][], wrong: (cell: string, row: number, column: number) => boolean): number {
  return rows.flatMap((cells, row) => cells.filter((cell, column) => wrong(cell, row, column))).length;
}

function sheetOf(book: XLSX.WorkBook): (XLSX.CellObject | undefined)[][] {
  return (book.Sheets[book.SheetNames[0] ?? ''] as XLSX.DenseWorkSheet | undefined)?.['!data'] ?? [];
}

/** The other library makes one line break of several kinds. */
function lineBreaks(text: string): string {
  return text.replace(/\r*\n|\r+/g, '\n');
}
