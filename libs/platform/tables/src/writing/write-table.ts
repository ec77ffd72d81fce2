import { Readable } from 'node:stream';

/** Rows of cells, the header first if there is one. */
export type CellRows = Iterable<readonly string[]> | AsyncIterable<readonly string[]>;

export interface CsvOptions {
  /** `excel` (default): UTF-8 with BOM and semicolons, as Russian Excel opens it; `plain`: UTF-8 and commas. */
  readonly dialect?: 'excel' | 'plain';
}

/** @returns octets; cells that a spreadsheet would run as a formula are neutral, and `openTable` gives them back as they were */
export function writeCsv(rows: CellRows, options: CsvOptions = {}): Readable {
  throw new Error(`not built yet: ${typeof rows} ${options.dialect ?? ''}`);
}

export interface XlsxOptions {
  /** Default `Таблица`. */
  readonly sheet?: string;
}

/** @returns octets of a workbook with one sheet of text cells; a formula cannot occur */
export function writeXlsx(rows: CellRows, options: XlsxOptions = {}): Readable {
  throw new Error(`not built yet: ${typeof rows} ${options.sheet ?? ''}`);
}

/** @returns octets of one JSON array */
export function writeJson(records: Iterable<unknown> | AsyncIterable<unknown>): Readable {
  throw new Error(`not built yet: ${typeof records}`);
}

/** @returns octets, one JSON value a line */
export function writeJsonLines(records: Iterable<unknown> | AsyncIterable<unknown>): Readable {
  throw new Error(`not built yet: ${typeof records}`);
}
