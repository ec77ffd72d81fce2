import { Injectable } from '@nestjs/common';
import { Files } from '#files';
import {
  type ColumnField,
  guessColumns,
  openTable,
  type OpenedTable,
  type OpenTableOptions,
  type TableRow,
} from '#tables';
import { familyFields } from './fields/family-fields.ts';
import { schoolFields } from './fields/school-fields.ts';
import type { ImportKind, ImportSettings, ImportShape } from './imports.contract.ts';

/** The largest file that may be uploaded. */
export const MAX_IMPORT_BYTES = 64 * 1024 * 1024;

/** From this score on a guess is taken over without a person. */
const SURE = 0.5;

export const fieldsOf: Readonly<Record<ImportKind, readonly ColumnField[]>> = {
  families: familyFields,
  schools: schoolFields,
};

/** Opens uploaded tables: what is in them, and their rows. */
@Injectable()
export class ImportFiles {
  constructor(private readonly files: Files) {}

  /** @throws Problem of the room of tables: what is wrong with the file and how to save it so that it can be read. */
  async describe(
    content: Uint8Array,
    { fileName, kind, chosen = {} }: { fileName: string; kind: ImportKind; chosen?: Partial<ImportSettings> },
  ): Promise<{ shape: ImportShape; settings: ImportSettings }> {
    const table = await openTable(content, optionsOf(chosen));
    try {
      const guesses = guessColumns(table.columns, fieldsOf[kind]);
      const mapping = guesses.filter(({ score }) => score >= SURE).map(({ column, field }) => ({ column, field }));
      return {
        shape: {
          ...{ fileName, format: table.kind, encoding: table.encoding, delimiter: table.delimiter },
          ...{ sheets: table.sheets, findings: table.findings },
          columns: table.columns.map(({ index, title, samples }) => ({ index, title, samples })),
          guesses: guesses.map(({ column, field, score }) => ({ column, field, score })),
        },
        settings: {
          sheet: table.sheet,
          header: table.header,
          mapping: chosen.mapping ?? (mapping as ImportSettings['mapping']),
          acceptDoubts: chosen.acceptDoubts ?? false,
          defaults: chosen.defaults ?? { relation: 'parent', enrolledFrom: null, postalAddress: null },
        },
      };
    } finally {
      await table.close();
    }
  }

  async content(fileId: string): Promise<Buffer> {
    return (await this.files.read(fileId)).content;
  }

  /** The file with the settings of its import. To be closed. */
  async open(fileId: string, settings: ImportSettings): Promise<OpenedTable> {
    return openTable(await this.content(fileId), optionsOf(settings));
  }
}

/** Pages of rows from a line on; the last may be shorter, and none is empty. */
export async function* pagesOf(table: OpenedTable, from: number, size: number): AsyncGenerator<TableRow[]> {
  let page: TableRow[] = [];
  for await (const row of table.rows(from)) {
    // Totals and signatures below a table are no rows of it.
    if (row.findings.some(({ code }) => code === 'row-is-total')) continue;
    if (page.push(row) < size) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

function optionsOf({ sheet, header }: Partial<ImportSettings>): OpenTableOptions {
  return {
    limits: { size: MAX_IMPORT_BYTES },
    ...(sheet === null || sheet === undefined ? {} : { sheet }),
    ...(header === undefined ? {} : { header }),
  };
}
