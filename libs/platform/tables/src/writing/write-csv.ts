import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';

import { type CellRows, inTurns } from './cell-rows.ts';
import { neutralised } from './neutralise.ts';

export interface CsvOptions {
  /** `excel` (default): UTF-8 with BOM and semicolons, as Russian Excel opens it; `plain`: UTF-8 and commas. */
  readonly dialect?: 'excel' | 'plain';
}

/**
 * @returns octets. Cells that a spreadsheet would run as a formula are neutral, and `openTable` gives them back as they
 *   were. What no text file can hold (NUL, half a surrogate pair) becomes U+FFFD.
 */
export function writeCsv(rows: CellRows, { dialect = 'excel' }: CsvOptions = {}): Readable {
  const excel = dialect === 'excel';
  const text = stringify({
    bom: excel,
    delimiter: excel ? ';' : ',',
    record_delimiter: '\r\n',
    // Whatever a reader might take for a separator, not only ours.
    quoted_match: /[\r\n;,\t|"]/,
  });
  // A failure destroys the last stream with it, where the reader of the file sees it.
  return pipeline(Readable.from(writable(rows)), text, () => undefined);
}

async function* writable(rows: CellRows): AsyncGenerator<string[], void, undefined> {
  for await (const row of inTurns(rows))
    yield row.map((cell) => neutralised(cell.toWellFormed().replaceAll('\0', '\ufffd')));
}
