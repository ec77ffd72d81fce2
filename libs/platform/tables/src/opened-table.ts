import type { Finding } from './finding.ts';
import { rowFinding, tableFindings } from './findings.ts';
import { footerCode, isHeaderAgain } from './header/footer-row.ts';
import type { FoundHeader } from './header/find-header.ts';
import { MergedCells } from './header/merged-cells.ts';
import type { ReadingThread } from './reading/reading-thread.ts';
import type { RawBatch, RawRow, RawTable } from './reading/thread-answers.ts';
import type {
  CellFinding,
  HeaderLines,
  TableColumn,
  TableDelimiter,
  TableEncoding,
  TableRow,
  TableSheet,
} from './table-file.ts';
import { withoutNeutralisation } from './writing/neutralise.ts';

/** A table of a stranger that lies open in a thread of its own. {@link OpenedTable.close} is always to be called. */
export class OpenedTable {
  readonly kind: 'csv' | 'xlsx';
  /** Of a text file; null for a workbook. */
  readonly encoding: TableEncoding | null;
  readonly delimiter: TableDelimiter | null;
  /** Of a workbook, in its order; empty for a text file. */
  readonly sheets: readonly TableSheet[];
  /** The sheet that is read; null for a text file. */
  readonly sheet: string | null;
  /** Lines of the header, first and last (the same for a header of one row); null when no header was found. */
  readonly header: HeaderLines | null;
  readonly columns: readonly TableColumn[];
  /** Of the file, in octets. */
  readonly size: number;
  /** What is worth knowing about the whole file before rows are read. */
  readonly findings: readonly Finding[];
  readonly #thread: ReadingThread;
  readonly #raw: RawTable;

  constructor(thread: ReadingThread, raw: RawTable, { header, columns, certain }: FoundHeader, size: number) {
    this.kind = raw.kind;
    this.encoding = raw.encoding;
    this.delimiter = raw.delimiter;
    this.sheets = raw.sheets;
    this.sheet = raw.sheet;
    this.header = header;
    this.columns = columns;
    this.size = size;
    this.findings = tableFindings(raw, header, certain);
    this.#thread = thread;
    this.#raw = raw;
  }

  /**
   * The rows below the header that are not blank, from line `from` on. Rows of totals, signatures and repeated headers
   * come with a finding that says so. May be called again after it ended, not twice at once.
   *
   * @throws Problem of {@link tableProblems}, when the file turns out to be broken later than its beginning
   */
  async *rows(from = 1): AsyncGenerator<TableRow, void, undefined> {
    const first = Math.max(from, (this.header?.last ?? 0) + 1);
    const merged = new MergedCells(this.#raw.merges);
    // A merge that begins above `from` holds the value of rows behind it.
    let batch = await this.#ask({ ask: 'start', from: merged.any ? (this.header?.last ?? 0) + 1 : first });
    for (;;) {
      const next = batch.done ? null : this.#ask({ ask: 'next' });
      // Whoever stops in the middle leaves an answer that nobody awaits.
      next?.catch(() => undefined);
      for (const raw of batch.rows) {
        const row = this.#row(raw, merged);
        if (row.line >= first) yield row;
      }
      if (next === null) return;
      batch = await next;
    }
  }

  /** Ends the reading thread. */
  close(): Promise<void> {
    return this.#thread.close();
  }

  async #ask(question: object): Promise<RawBatch> {
    return (await this.#thread.ask(question)) as RawBatch;
  }

  #row(raw: RawRow, merged: MergedCells): TableRow {
    const findings: CellFinding[] = raw.flags.map(([column, code]) => rowFinding(code, column));
    const filled = merged.fillDown(raw);
    const cells = this.columns.map(({ index }) => {
      const cell = filled[index] ?? '';
      if (cell.includes('\ufffd')) findings.push(rowFinding('letters-lost', index));
      return this.kind === 'csv' ? withoutNeutralisation(cell) : cell;
    });
    if (filled.length > cells.length) findings.push(rowFinding('row-too-wide', null));
    const footer = footerCode(cells);
    if (footer !== null) findings.push(rowFinding(footer, null));
    if (isHeaderAgain(cells, this.columns)) findings.push(rowFinding('row-is-header', null));
    return { line: raw.line, cells, findings };
  }
}
