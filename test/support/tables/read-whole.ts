import { openTable, type OpenTableOptions, type TableRow, type TableSource, type OpenedTable } from '#tables';

export type Whole = Pick<
  OpenedTable,
  'kind' | 'encoding' | 'delimiter' | 'sheets' | 'sheet' | 'header' | 'columns' | 'findings'
> & {
  readonly rows: TableRow[];
  readonly cells: (readonly string[])[];
  readonly titles: string[];
};

/** A table opened, read to its end and closed. */
export async function readWhole(source: TableSource, options: OpenTableOptions = {}): Promise<Whole> {
  const table = await openTable(source, options);
  try {
    const rows: TableRow[] = [];
    for await (const row of table.rows()) rows.push(row);
    const { kind, encoding, delimiter, sheets, sheet, header, columns, findings } = table;
    const titles = columns.map(({ title }) => title);
    return {
      kind,
      encoding,
      delimiter,
      sheets,
      sheet,
      header,
      columns,
      findings,
      rows,
      cells: rows.map(({ cells }) => cells),
      titles,
    };
  } finally {
    await table.close();
  }
}
