import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { ConfigurationError, masterInForce } from '#config';
import { copyNew, tablesOf } from './back-up.ts';
import { isKeyTable, readKeyTable } from './key-store.ts';
import { refuseBound } from './refuse-bound.ts';
import { readTable } from './table-lines.ts';

export interface RestoreOrder {
  /** A database with the same migrations and no association in it. */
  readonly adminUrl: string;
  readonly from: string;
  readonly keys: string;
  /** The key that the key store is under. */
  readonly master: Buffer;
  /** Where stored files go; null when they lie in a bucket. */
  readonly files: string | null;
}

interface Manifest {
  readonly migrations: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * Puts a backup into an empty database, in one transaction. What the current key store knows as destroyed stays so.
 * @throws ConfigurationError when the database is not empty, has other migrations, or a table came in short, or
 *   the key store is under another master key.
 */
export async function restore({
  adminUrl,
  from,
  keys,
  master,
  files,
}: RestoreOrder): Promise<{ rows: number; files: number }> {
  const manifest = JSON.parse(await readFile(join(from, 'manifest.json'), 'utf8')) as Manifest;
  const client = new Client({ connectionString: adminUrl, options: '-c timezone=UTC' });
  await client.connect();
  try {
    await refuseBound(client);
    await refuseUnfit(client, manifest);
    await client.query('BEGIN');
    // Rows were whole when they were read; order and append-only triggers would only stand in the way.
    await client.query("SET LOCAL session_replication_role = 'replica'");
    let total = 0;
    for (const table of await tablesOf(client)) {
      const isKeys = isKeyTable(table);
      if (!isKeys && manifest.counts[table] === undefined) continue;
      await client.query(`DELETE FROM ${table}`);
      const rows = isKeys
        ? await readKeyTable(client, table, keys)
        : await readTable(client, table, join(from, 'tables', `${table}.jsonl.gz`));
      if (!isKeys && rows !== manifest.counts[table]) throw new ConfigurationError(`${table} is not whole in ${from}.`);
      total += rows;
    }
    await refuseOtherMaster(client, master);
    await client.query('COMMIT');
    return { rows: total, files: files === null ? 0 : await copyNew(join(from, 'files'), files) };
  } finally {
    await client.end();
  }
}

/** Before the commit: nothing of a backup stays in an installation that could not read it. */
async function refuseOtherMaster(client: Client, master: Buffer): Promise<void> {
  const { rows } = await client.query<{ fingerprint: string | null }>('SELECT fingerprint FROM master_key');
  masterInForce({ master }, rows[0]?.fingerprint ?? null);
}

async function refuseUnfit(client: Client, manifest: Manifest): Promise<void> {
  const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations ORDER BY id');
  if (JSON.stringify([...rows.map(({ name }) => name)].sort()) !== JSON.stringify([...manifest.migrations].sort())) {
    throw new ConfigurationError(
      'The backup was made by another version of Otzyv. Restore with that version, then upgrade.',
    );
  }
  const { rowCount } = await client.query('SELECT FROM associations LIMIT 1');
  if (rowCount !== 0)
    throw new ConfigurationError('The database holds an association already; restore into an empty one.');
}
