import { buffer } from 'node:stream/consumers';
import { writeCsv, writeXlsx } from '#tables';
import { readWhole } from '../../support/tables/read-whole.ts';
import { workbookOf } from '../../support/tables/workbook-of.ts';
import type { PromiseProof, Verdict } from '../promise.ts';
import { csvSeenElsewhere, workbookSeenElsewhere } from './seen-elsewhere.ts';
import { COLUMNS, nastyRows } from './nasty-cells.ts';

interface Ends {
  csv(rows: string[][]): Promise<Buffer>;
  xlsx(rows: string[][]): Promise<Buffer>;
  /** What the import makes of a cell that was read. */
  readonly taken: (cell: string) => string;
}

const ours: Ends = {
  csv: (rows) => buffer(writeCsv(rows)),
  xlsx: (rows) => buffer(writeXlsx(rows)),
  taken: (cell) => cell,
};

/** 30: no exported cell can run as a formula, another library agrees, and the import of an export gives the original. */
export const neutralExports: PromiseProof = {
  id: '30-neutral-exports',
  ciSize: 14_000,
  sabotageSize: 2_000,
  run: ({ n }) => roundTrip(n, ours),
  sabotages: [
    {
      name: 'writes formulas into CSV as they are',
      run: ({ n }) => roundTrip(n, csvWithout(/(?<=^|[;"\n])'(?='*[=+\-@])/g)),
    },
    {
      name: 'forgets full-width signs',
      run: ({ n }) => roundTrip(n, csvWithout(/(?<=^|[;"\n])'(?='*[＝＋－＠])/gu)),
    },
    {
      name: 'forgets tabs and carriage returns',
      run: ({ n }) => roundTrip(n, csvWithout(/(?<=^|[;"\n])'(?='*[\t\r])/g)),
    },
    {
      name: 'takes off more than it put on',
      run: ({ n }) => roundTrip(n, { ...ours, taken: (cell) => cell.replace(/^'/, '') }),
    },
    { name: 'puts formulas into the workbook', run: ({ n }) => roundTrip(n, { ...ours, xlsx: workbookWithFormulas }) },
  ],
};

async function roundTrip(n: number, ends: Ends): Promise<Verdict> {
  const header = Array.from({ length: COLUMNS }, (_, column) => `title ${column}`);
  const rows = nastyRows(n);
  const whole = [header, ...rows];
  const [csv, xlsx] = [await ends.csv(whole), await ends.xlsx(whole)];
  const counts = {
    csvNotGivenBack: await different(csv, rows, ends),
    workbookNotGivenBack: await different(xlsx, rows, ends),
    csvRunsElsewhere: csvSeenElsewhere(csv, whole),
    workbookRunsElsewhere: workbookSeenElsewhere(xlsx, whole),
  };
  const violations = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { n: rows.length * (COLUMNS - 1), violations, details: counts };
}

async function different(file: Buffer, rows: readonly string[][], { taken }: Ends): Promise<number> {
  const { cells } = await readWhole(file, { header: { first: 1, last: 1 } });
  const wrong = rows.map((row, at) => row.filter((cell, column) => taken(cells[at]?.[column] ?? '?') !== cell).length);
  return wrong.reduce((sum, count) => sum + count, Math.abs(cells.length - rows.length));
}

function csvWithout(apostrophes: RegExp): Ends {
  return {
    ...ours,
    csv: async (rows) => Buffer.from((await buffer(writeCsv(rows))).toString('utf8').replace(apostrophes, '')),
  };
}

function workbookWithFormulas(rows: string[][]): Promise<Buffer> {
  const cells = rows.map((row) =>
    row.map((cell) => (/^=[A-Z]/.test(cell) ? ({ t: 's', v: cell, f: cell.slice(1) } as const) : cell)),
  );
  return Promise.resolve(workbookOf([{ rows: cells }]));
}
