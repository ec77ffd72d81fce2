/**
 * Tables as people really have them: opening CSV and XLSX files of strangers, reading values as people write them, writing
 * tables that no spreadsheet can be tricked by. Owns no state beyond one reading thread for each open table; knows nothing
 * of families or schools, and never stores a row.
 */
export * from './columns/column-field.ts';
export * from './columns/guess-columns.ts';
export type * from './finding.ts';
export * from './open-table.ts';
export type { OpenedTable } from './opened-table.ts';
export type * from './table-file.ts';
export * from './tables.problems.ts';
export * from './values/read-day.ts';
export * from './values/read-emails.ts';
export * from './values/read-organisation-name.ts';
export * from './values/read-person-name.ts';
export * from './values/read-phones.ts';
export * from './values/read-registration-number.ts';
export * from './values/read-school-class.ts';
export * from './values/split-combined.ts';
export type { CellRows } from './writing/cell-rows.ts';
export * from './writing/neutralise.ts';
export * from './writing/write-csv.ts';
export * from './writing/write-json.ts';
export * from './writing/write-xlsx.ts';
