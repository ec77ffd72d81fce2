import { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';

import { Problem } from '#kernel';

import { tableProblems } from '../tables.problems.ts';
import { type CellRows, inTurns } from './cell-rows.ts';
import { sheetHead, sheetTail, sheetXmlRow } from './sheet-xml.ts';
import { workbookParts } from './workbook-parts.ts';

export interface XlsxOptions {
  /** Default `Таблица`; at most 31 letters, without `[ ] : * ? / \`. */
  readonly sheet?: string;
}

/** Excel's own limits. */
const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 16_384;
const MOST_LETTERS = 32_767;

/**
 * @returns octets of a workbook with one sheet of text cells. Every cell is exactly its text: no formula can occur, and
 *   cells that look like one carry Excel's mark for text, so that editing them does not turn them into one.
 */
export function writeXlsx(rows: CellRows, { sheet = 'Таблица' }: XlsxOptions = {}): Readable {
  const zip = new ZipFile();
  const octets = new PassThrough();
  const body = Readable.from(sheetXml(rows), { objectMode: false });
  body.on('error', (error) => octets.destroy(error));
  octets.on('close', () => body.destroy());
  for (const [name, xml] of workbookParts(sheet)) zip.addBuffer(Buffer.from(xml), name);
  zip.addReadStream(body, 'xl/worksheets/sheet1.xml');
  zip.outputStream.pipe(octets);
  zip.end();
  return octets;
}

async function* sheetXml(rows: CellRows): AsyncGenerator<string, void, undefined> {
  yield sheetHead;
  let line = 0;
  for await (const row of inTurns(rows)) {
    line += 1;
    check(row, line);
    yield sheetXmlRow(row, line);
  }
  yield sheetTail;
}

function check(row: readonly string[], line: number): void {
  if (line > MOST_ROWS) throw new Problem(tableProblems.tooManyRows, { parameters: { limit: MOST_ROWS } });
  if (row.length > MOST_COLUMNS)
    throw new Problem(tableProblems.tooManyColumns, { parameters: { limit: MOST_COLUMNS } });
  const long = row.findIndex((cell) => cell.length > MOST_LETTERS);
  if (long < 0) return;
  throw new Problem(tableProblems.cellTooLong, { parameters: { line, column: long + 1, limit: MOST_LETTERS } });
}
