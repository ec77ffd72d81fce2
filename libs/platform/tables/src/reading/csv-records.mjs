import { TextDecoder } from 'node:util';

import { parse } from 'csv-parse';

import { guessDelimiter } from './guess-delimiter.mjs';
import { guessEncoding } from './guess-encoding.mjs';
import { TableFault } from './table-fault.mjs';

const SAMPLE = 65_536;

/** A text file with separators, read record by record: never more in memory than one record and one piece of the file. */
export class CsvRecords {
  static async open(bytes, { limits, encoding, delimiter }) {
    const chosen = encoding ?? (await guessEncoding(bytes));
    const head = new TextDecoder(chosen).decode(bytes.head(SAMPLE), { stream: true });
    return new CsvRecords(bytes, limits, chosen, delimiter ?? guessDelimiter(head), /^sep=.\r?\n/i.test(head));
  }

  constructor(bytes, limits, encoding, delimiter, announced) {
    Object.assign(this, { bytes, limits, encoding, delimiter, announced });
  }

  describe() {
    return { encoding: this.encoding, delimiter: this.delimiter, sheets: [], sheet: null, merges: [] };
  }

  async *rows() {
    let line = 1;
    let count = 0;
    for await (const { record, info } of this.#parsed()) {
      const begin = line;
      line = info.lines + 1;
      if (begin === 1 && this.announced) continue;
      count += 1;
      if (count > this.limits.rows) throw new TableFault('tooManyRows', { limit: this.limits.rows });
      yield { line: begin, cells: this.#within(record, begin), flags: [] };
    }
  }

  #within(record, line) {
    let width = record.length;
    while (width > 0 && record[width - 1] === '') width -= 1;
    if (width > this.limits.columns) throw new TableFault('tooManyColumns', { limit: this.limits.columns });
    const long = record.findIndex((cell) => cell.length > this.limits.cell);
    if (long >= 0) throw new TableFault('cellTooLong', { line, column: long + 1, limit: this.limits.cell });
    return record.length === width ? record : record.slice(0, width);
  }

  async *#parsed() {
    // Where the record begins at which the parser stands, ahead of what has been taken from it.
    let line = 1;
    const parser = parse({
      on_record: (record, { lines }) => {
        line = lines + 1;
        return record;
      },
      delimiter: this.delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: false,
      info: true,
      // One record may fill every column once, but no more than a megabyte: a quote that is never closed ends here.
      max_record_size: Math.min(1_048_576, this.limits.cell * this.limits.columns),
    });
    const feeding = this.#feed(parser);
    feeding.catch((error) => parser.destroy(error));
    try {
      yield* parser;
      await feeding;
    } catch (error) {
      throw faultOf(error, line);
    } finally {
      parser.destroy();
    }
  }

  async #feed(parser) {
    const decoder = new TextDecoder(this.encoding);
    for await (const piece of this.bytes.pieces()) {
      if (parser.destroyed) return;
      if (!parser.write(decoder.decode(piece, { stream: true }))) await drained(parser);
    }
    parser.end(decoder.decode());
  }
}

function drained(parser) {
  return new Promise((resolve) => {
    parser.once('drain', resolve);
    parser.once('close', resolve);
  });
}

function faultOf(error, line) {
  if (error instanceof TableFault) return error;
  if (error?.code === 'CSV_QUOTE_NOT_CLOSED') return new TableFault('quoteNotClosed', { line });
  if (error?.code === 'CSV_MAX_RECORD_SIZE') return new TableFault('recordTooLong', { line });
  return error;
}
