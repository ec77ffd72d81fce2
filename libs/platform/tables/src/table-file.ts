import type { Finding } from './finding.ts';

export type TableEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1251' | 'koi8-r' | 'ibm866';
export type TableDelimiter = ';' | ',' | '\t' | '|';

export interface TableSheet {
  readonly name: string;
  readonly hidden: boolean;
}

export interface TableColumn {
  /** Position in `TableRow.cells`, from 0. */
  readonly index: number;
  /** The header's text; rows of a header one above another are joined by " / ". `''` when the column has none. */
  readonly title: string;
  /** The first few different values below the header that are not blank. */
  readonly samples: readonly string[];
}

export interface CellFinding extends Finding {
  /** Position in `TableRow.cells`; null when the whole row is meant. */
  readonly column: number | null;
}

export interface TableRow {
  /** Where it stands in the file, from 1: the row of the sheet, or the line of text on which the record begins. */
  readonly line: number;
  /**
   * Text, exactly as long as `columns`, never trimmed. Days of a workbook are `YYYY-MM-DD`, numbers are plain digits
   * without an exponent, booleans are `да` and `нет`. What neutralisation added to a cell of an export is taken off.
   */
  readonly cells: readonly string[];
  readonly findings: readonly CellFinding[];
}

export interface HeaderLines {
  readonly first: number;
  readonly last: number;
}

export interface TableLimits {
  /** Octets of the file; default 64 MiB. The reading stops at once where it is passed. */
  readonly size?: number;
  /** Default 500. */
  readonly columns?: number;
  /** Default 1,000,000. */
  readonly rows?: number;
  /** Letters of one cell; default 32,767, which is Excel's own. */
  readonly cell?: number;
  /** Octets that the parts of a workbook may unpack to together; default 512 MiB, of which its strings at most 128. */
  readonly unpacked?: number;
  /** Heap of the reading thread in MiB; default 384. */
  readonly memory?: number;
  /** Milliseconds for one answer of the reading thread; default 60,000. */
  readonly timeout?: number;
}

export interface OpenTableOptions {
  readonly limits?: TableLimits;
  /** A sheet of a workbook by its name; default the first one that is not hidden. */
  readonly sheet?: string;
  /** The header where a person pointed at it; `null` says that the table has none. Default: found. */
  readonly header?: HeaderLines | null;
  readonly encoding?: TableEncoding;
  readonly delimiter?: TableDelimiter;
  /** Titles that the caller hopes for; a row that has some of them is the header. */
  readonly titles?: readonly string[];
}

/** Path of a file, its bytes, or a stream of them. Only a path is not held in memory while the table is open. */
export type TableSource = string | Uint8Array | AsyncIterable<Uint8Array>;
