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
    let count = 0;
    for await (const { line, record } of this.#parsed()) {
      if (line === 1 && this.announced) continue;
      count += 1;
      if (count > this.limits.rows) throw new TableFault('tooManyRows', { limit: this.limits.rows });
      yield { line, cells: this.#within(record, line), flags: [] };
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

  /** Records are taken as they are cut, a piece of the file at a time: passing each through the stream takes twice as long. */
  async *#parsed() {
    const ready = [];
    // Where the record begins at which the parser stands.
    let line = 1;
    const parser = parse({
      on_record: (record, { lines }) => {
        ready.push({ line, record });
        line = lines + 1;
        return null;
      },
      delimiter: this.delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: false,
      // One record may fill every column once, but no more than a megabyte: a quote that is never closed ends here.
      max_record_size: Math.min(1_048_576, this.limits.cell * this.limits.columns),
    }).resume();
    // It reaches whoever waits for the piece to be written as well.
    parser.on('error', () => undefined);
    const decoder = new TextDecoder(this.encoding);
    try {
      for await (const piece of this.bytes.pieces()) {
        await passed((done) => parser.write(decoder.decode(piece, { stream: true }), done));
        yield* ready.splice(0);
      }
      await passed((done) => parser.end(decoder.decode(), done));
      yield* ready.splice(0);
    } catch (error) {
      throw faultOf(error, line);
    } finally {
      parser.destroy();
    }
  }
}

function passed(write) {
  return new Promise((resolve, reject) => {
    write((error) => (error ? reject(error) : resolve()));
  });
}

function faultOf(error, line) {
  if (error instanceof TableFault) return error;
  if (error?.code === 'CSV_QUOTE_NOT_CLOSED') return new TableFault('quoteNotClosed', { line });
  if (error?.code === 'CSV_MAX_RECORD_SIZE') return new TableFault('recordTooLong', { line });
  return error;
}
