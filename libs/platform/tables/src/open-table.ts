import { stat } from 'node:fs/promises';

import { Problem } from '#kernel';

import { findHeader } from './header/find-header.ts';
import { OpenedTable } from './opened-table.ts';
import { ReadingThread } from './reading/reading-thread.ts';
import type { RawTable } from './reading/thread-answers.ts';
import type { OpenTableOptions, TableLimits, TableSource } from './table-file.ts';
import { tableProblems } from './tables.problems.ts';

const MIB = 1024 * 1024;

const DEFAULTS: Required<TableLimits> = {
  size: 64 * MIB,
  columns: 500,
  rows: 1_000_000,
  cell: 32_767,
  unpacked: 512 * MIB,
  memory: 384,
  timeout: 60_000,
};

/**
 * Opens a table of a stranger in a thread of its own: finds out what it is, in which encoding, where its header stands.
 *
 * @throws Problem of {@link tableProblems}: what is wrong with the file and how to save it so that it can be read
 */
export async function openTable(source: TableSource, options: OpenTableOptions = {}): Promise<OpenedTable> {
  const limits = { ...DEFAULTS, ...options.limits };
  const thread = new ReadingThread(limits);
  try {
    const size = await hand(thread, source, limits.size);
    const { sheet, encoding, delimiter } = options;
    const path = typeof source === 'string' ? source : null;
    const question = { ask: 'open', path, size, options: { limits, sheet, encoding, delimiter } };
    const raw = (await thread.ask(question)) as RawTable;
    if (raw.sample.length === 0) throw new Problem(tableProblems.empty);
    return new OpenedTable(thread, raw, findHeader(raw, options), size);
  } catch (error) {
    await thread.close();
    throw error;
  }
}

/** @returns octets of the file; a path is read by the thread itself */
async function hand(thread: ReadingThread, source: TableSource, limit: number): Promise<number> {
  if (typeof source === 'string') return within((await stat(source)).size, limit);
  if (source instanceof Uint8Array) {
    within(source.length, limit);
    await thread.feed(source);
    return source.length;
  }
  let size = 0;
  for await (const piece of source) {
    size = within(size + piece.length, limit);
    await thread.feed(piece);
  }
  return size;
}

function within(size: number, limit: number): number {
  if (size > limit) throw new Problem(tableProblems.tooLarge, { parameters: { limit: Math.floor(limit / MIB) } });
  return size;
}
