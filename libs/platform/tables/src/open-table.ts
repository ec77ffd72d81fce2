import type { OpenedTable, OpenTableOptions, TableSource } from './opened-table.ts';

/**
 * Opens a table of a stranger: finds out what it is, in which encoding, where its header stands.
 *
 * @throws Problem of {@link tableProblems}: what is wrong with the file and how to save it so that it can be read
 */
export function openTable(source: TableSource, options: OpenTableOptions = {}): Promise<OpenedTable> {
  return Promise.reject(new Error(`not built yet: ${typeof source} ${Object.keys(options).length}`));
}
