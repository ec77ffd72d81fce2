import type { Client } from 'pg';
import { readTable, writeLines } from './table-lines.ts';

/**
 * The key store: never beside the data, so that an erased family stays erased whatever backup is put back, and older
 * data go with the newest keys, also when the master key was exchanged since.
 */
export const KEY_TABLES: readonly string[] = ['master_key', 'platform_keys', 'vault_keys'];

export function isKeyTable(table: string): boolean {
  return KEY_TABLES.includes(table);
}

/** All of its tables into one file, so that they are of one moment wherever it is copied to. Resolves to the rows. */
export function writeKeyStore(client: Client, file: string): Promise<number> {
  const lines = KEY_TABLES.map(
    (table) => `SELECT jsonb_build_object('table', '${table}', 'row', to_jsonb(t))::text AS line FROM ${table} t`,
  );
  return writeLines(client, lines.join(' UNION ALL '), file);
}

export function readKeyTable(client: Client, table: string, file: string): Promise<number> {
  return readTable(client, table, file, (line) => {
    const entry = JSON.parse(line) as { readonly table: string; readonly row: unknown };
    return entry.table === table ? JSON.stringify(entry.row) : null;
  });
}
