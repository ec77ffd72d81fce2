import * as XLSX from '@e965/xlsx';

type Cell = string | number | boolean | null | XLSX.CellObject;

export interface SheetOf {
  readonly name?: string;
  readonly rows: readonly (readonly Cell[])[];
  /** Such as `A1:C1`. */
  readonly merges?: readonly string[];
  readonly hidden?: boolean;
}

/** A workbook as another library writes it. */
export function workbookOf(
  sheets: readonly SheetOf[],
  options: { readonly date1904?: boolean; readonly type?: XLSX.BookType } = {},
): Buffer {
  const book = XLSX.utils.book_new();
  for (const { name, rows, merges = [] } of sheets) {
    const sheet = XLSX.utils.aoa_to_sheet(rows.map((row) => [...row]));
    sheet['!merges'] = merges.map((range) => XLSX.utils.decode_range(range));
    XLSX.utils.book_append_sheet(book, sheet, name);
  }
  book.Workbook = {
    Sheets: sheets.map(({ hidden }) => ({ Hidden: hidden === true ? 1 : 0 })),
    WBProps: { date1904: options.date1904 ?? false },
  };
  return XLSX.write(book, {
    type: 'buffer',
    bookType: options.type ?? 'xlsx',
    bookSST: true,
    compression: true,
  }) as Buffer;
}
