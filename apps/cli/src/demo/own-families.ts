import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { ConfigurationError } from '#config';
import type { DemoStep } from './demo-stage.ts';
import { type OwnRow, ownRowSchema } from './own-row.ts';
import { openRequests } from './steps/open-requests.ts';
import { recordOwnFamilies } from './steps/record-own-families.ts';
import { submitLetters } from './steps/submit-letters.ts';

/** Steps 1 to 3 for the rows of a CSV file (UTF-8; commas, semicolons or tabs; the head names the columns). */
export async function stepsForOwnFamilies(path: string): Promise<readonly DemoStep[]> {
  const rows = readRows(await readCsv(path), path);
  return [
    { title: `${rows.length} families of ${path} are recorded`, run: (stage) => recordOwnFamilies(stage, rows) },
    { title: 'Requests are opened', run: openRequests },
    { title: 'Letters are typeset, signed and submitted', run: submitLetters },
  ];
}

async function readCsv(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new ConfigurationError(`${path} cannot be read: ${(cause as NodeJS.ErrnoException).code ?? 'unknown'}.`, {
      cause,
    });
  }
}

/** All faults at once, each with its line and column, so that a file is mended in one go. */
function readRows(text: string, path: string): OwnRow[] {
  const records = parseCsv(text, path);
  if (records.length === 0) throw new ConfigurationError(`${path} has no rows under its head. ${HEAD}`);
  const faults: string[] = [];
  const rows = records.flatMap((record, index) => {
    const parsed = ownRowSchema.safeParse(record);
    if (parsed.success) return [parsed.data];
    for (const {
      path: [column],
      message,
    } of parsed.error.issues) {
      faults.push(`line ${index + 2}, ${String(column)}: ${message}`);
    }
    return [];
  });
  if (faults.length > 0) throw new ConfigurationError(`${path} has faults. ${faults.join('; ')}. ${HEAD}`);
  return rows;
}

const HEAD = `Columns: ${Object.keys(ownRowSchema.shape).join(', ')}.`;

function parseCsv(text: string, path: string): Record<string, string>[] {
  try {
    return parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true, delimiter: delimiterOf(text) });
  } catch (cause) {
    throw new ConfigurationError(`${path} is not a CSV file: ${(cause as Error).message}. ${HEAD}`, { cause });
  }
}

/** The one that the head uses most: addresses hold commas, and spreadsheets save with semicolons. */
function delimiterOf(text: string): string {
  const head = text.slice(0, text.indexOf('\n') + 1 || text.length);
  const counted = [',', ';', '\t'].map((mark) => ({ mark, times: head.split(mark).length }));
  return counted.reduce((most, one) => (one.times > most.times ? one : most)).mark;
}
