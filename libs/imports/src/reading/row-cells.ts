import type { CellFinding, Finding, Reading, TableRow } from '#tables';
import type { ImportSettings } from '../imports.contract.ts';

/** One row by the names of its fields, and what its readers had to say. Collects reasons, never values. */
export class RowCells {
  /** `field:code`. */
  readonly errors = new Set<string>();
  readonly warnings = new Set<string>();

  constructor(
    private readonly row: TableRow,
    private readonly columns: ReadonlyMap<string, readonly number[]>,
  ) {
    for (const finding of row.findings) this.note(this.fieldAt(finding), finding);
  }

  /** The first cell of the field that is not blank. */
  text(field: string): string | null {
    for (const column of this.columns.get(field) ?? []) {
      const text = this.row.cells[column]?.trim() ?? '';
      if (text !== '') return text;
    }
    return null;
  }

  /** What a reader makes of the field's cell; null when it is blank or could not be read, which is noted. */
  read<T>(field: string, reader: (cell: string) => Reading<T>): T | null {
    const cell = this.text(field);
    if (cell === null) return null;
    const { value, findings } = reader(cell);
    for (const finding of findings) this.note(field, finding);
    if (value === null && findings.every(({ level }) => level !== 'error')) this.error(field, 'unreadable');
    return value;
  }

  error(field: string, code: string): void {
    this.errors.add(`${field}:${code}`);
  }

  private note(field: string, { code, level }: Pick<Finding, 'code' | 'level'>): void {
    (level === 'error' ? this.errors : this.warnings).add(`${field}:${code}`);
  }

  private fieldAt({ column }: CellFinding): string {
    if (column === null) return 'row';
    for (const [field, columns] of this.columns) if (columns.includes(column)) return field;
    return 'row';
  }
}

export function columnsOf(mapping: ImportSettings['mapping']): Map<string, number[]> {
  const columns = new Map<string, number[]>();
  for (const { column, field } of mapping) columns.set(field, [...(columns.get(field) ?? []), column]);
  return columns;
}
