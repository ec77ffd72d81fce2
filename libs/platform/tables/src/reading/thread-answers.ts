import type { TableDelimiter, TableEncoding, TableSheet } from '../table-file.ts';

/** A row as the reading thread cuts it: blanks at the end are left out. */
export interface RawRow {
  readonly line: number;
  readonly cells: readonly string[];
  /** Column (null: the row) and the code of a finding. */
  readonly flags: readonly (readonly [number | null, string])[];
}

/** First line, first column, last line, last column. */
export type Merge = readonly [number, number, number, number];

export interface RawTable {
  readonly kind: 'csv' | 'xlsx';
  readonly encoding: TableEncoding | null;
  readonly delimiter: TableDelimiter | null;
  readonly sheets: readonly TableSheet[];
  readonly sheet: string | null;
  readonly merges: readonly Merge[];
  /** The first rows that are not blank. */
  readonly sample: readonly RawRow[];
}

export interface RawBatch {
  readonly rows: readonly RawRow[];
  readonly done: boolean;
}
