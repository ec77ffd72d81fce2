import type { Merge, RawRow, RawTable } from '../reading/thread-answers.ts';
import type { HeaderLines, OpenTableOptions, TableColumn } from '../table-file.ts';
import { footerCode, tidyTitle } from './footer-row.ts';
import { headerTitles } from './header-titles.ts';
import { columnsOfValues, isTitle, titleKey } from './title-likeness.ts';

export interface FoundHeader {
  readonly header: HeaderLines | null;
  readonly columns: readonly TableColumn[];
  /** False when a person should look: no header found, or taken for one only because it comes first. */
  readonly certain: boolean;
}

const SEARCHED_ROWS = 40;
const BODY_ROWS = 50;
const SAMPLES = 5;

/** Finds the header below titles of the whole table, of one row or several, and what the columns are called. */
export function findHeader(raw: RawTable, { header: given, titles = [] }: OpenTableOptions): FoundHeader {
  const rows = raw.sample;
  if (given !== undefined) return found(rows, raw.merges, given, true);
  const known = new Set(titles.map(titleKey));
  const width = commonWidth(rows);
  let best = { at: -1, score: 0.99 };
  for (let at = 0; at < Math.min(rows.length, SEARCHED_ROWS); at += 1) {
    const score = likeness(rows, at, width, known);
    if (score > best.score) best = { at, score };
  }
  if (best.at >= 0) return found(rows, raw.merges, wholeHeader(rows, best.at, raw.merges), true);
  const first = rows.findIndex((row) => filledOf(row).length >= width && filledOf(row).every(isTitle));
  const row = rows[first];
  if (row === undefined || first > SEARCHED_ROWS || rows.length === 1) return found(rows, raw.merges, null, false);
  return found(rows, raw.merges, { first: row.line, last: row.line }, false);
}

function found(
  rows: readonly RawRow[],
  merges: readonly Merge[],
  header: HeaderLines | null,
  certain: boolean,
): FoundHeader {
  const { first, last } = header ?? { first: 0, last: 0 };
  const inside = rows.filter(({ line }) => line >= first && line <= last);
  const body = rows.filter(({ line }) => line > last);
  const titles = headerTitles(inside, merges);
  const count = Math.max(titles.length, ...body.map(({ cells }) => cells.length), 0);
  const useful = body.filter(({ cells }) => footerCode(cells) === null);
  const columns = Array.from({ length: count }, (_, index) => {
    const values = useful.map(({ cells }) => cells[index]?.trim() ?? '').filter((cell) => cell !== '');
    return { index, title: titles[index] ?? '', samples: [...new Set(values)].slice(0, SAMPLES) };
  });
  return { header, columns, certain };
}

/** How much a row looks like the header of what stands below it; from 1 on it is one. */
function likeness(rows: readonly RawRow[], at: number, width: number, known: ReadonlySet<string>): number {
  const row = rows[at];
  const filled = row === undefined ? [] : filledOf(row);
  if (row === undefined || filled.length < Math.max(1, width * 0.5)) return 0;
  if (width > 1 && filled.length < 2) return 0;
  const titles = filled.filter(isTitle).length;
  if (titles < filled.length * 0.8) return 0;
  const hits = filled.filter((cell) => known.has(titleKey(cell))).length;
  const below = rows.slice(at + 1, at + 1 + BODY_ROWS).filter(({ cells }) => footerCode(cells) === null);
  const contrast = columnsOfValues(below).filter((column) => isTitle(row.cells[column] ?? '')).length;
  return 2 * hits + contrast + filled.length / (width + 1) + new Set(filled).size / (filled.length * 10) - 0.1;
}

/** Rows of the header above (groups) and below (what the groups are made of, the numbers of columns). */
function wholeHeader(rows: readonly RawRow[], at: number, merges: readonly Merge[]): HeaderLines {
  const lineOf = (index: number): number => rows[index]?.line ?? 0;
  let first = at;
  while (first > 0 && lineOf(first - 1) === lineOf(first) - 1 && isGroupRow(rows[first - 1], rows[first])) first -= 1;
  let last = at;
  while (rows[last + 1] !== undefined && continues(rows[last], rows[last + 1], merges)) last += 1;
  return { first: lineOf(first), last: lineOf(last) };
}

function isGroupRow(row: RawRow | undefined, below: RawRow | undefined): boolean {
  if (row === undefined || below === undefined) return false;
  const filled = filledOf(row);
  const gaps = below.cells.some((cell, column) => cell.trim() !== '' && (row.cells[column] ?? '').trim() === '');
  return filled.length >= 2 && filled.every(isTitle) && gaps;
}

function continues(row: RawRow | undefined, below: RawRow | undefined, merges: readonly Merge[]): boolean {
  if (row === undefined || below === undefined) return false;
  const filled = filledOf(below);
  if (filled.length > 2 && filled.every((cell, index) => cell.trim() === String(index + 1))) return true;
  if (merges.some(([top, , bottom]) => top <= row.line && bottom >= below.line) && filled.every(isTitle)) return true;
  const under = below.cells.flatMap((cell, column) => (cell.trim() === '' ? [] : [column]));
  const inGaps = under.filter((column) => (row.cells[column] ?? '').trim() === '');
  const untouched = row.cells.filter((cell, column) => cell.trim() !== '' && !under.includes(column)).length;
  return filled.every(isTitle) && inGaps.length > 0 && (untouched > 0 || under.length === inGaps.length);
}

function filledOf({ cells }: RawRow): string[] {
  return cells.map(tidyTitle).filter((cell) => cell !== '');
}

function commonWidth(rows: readonly RawRow[]): number {
  const counts = new Map<number, number>();
  for (const row of rows) {
    const width = filledOf(row).length;
    counts.set(width, (counts.get(width) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}
