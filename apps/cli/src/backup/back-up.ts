import { copyFile, mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { isKeyTable, KEY_TABLES, writeKeyStore } from './key-store.ts';
import { refuseBound } from './refuse-bound.ts';
import { writeTable } from './table-lines.ts';

export interface BackupOrder {
  readonly adminUrl: string;
  /** Folder of the data; a new one for every backup, or an old one that is brought up to date. */
  readonly to: string;
  /** File of the key store; replaced, so that keys destroyed since are in no copy any more. */
  readonly keys: string;
  /** Folder of the stored files; null when they lie in a bucket, which is backed up by its own means. */
  readonly files: string | null;
}

export interface BackupReport {
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
}

/** Writes everything that a restore needs but the master key. One snapshot: rows of one moment, while others go on working. */
export async function backUp({ adminUrl, to, keys, files }: BackupOrder): Promise<BackupReport> {
  const client = new Client({ connectionString: adminUrl, options: '-c timezone=UTC' });
  await client.connect();
  try {
    await refuseBound(client);
    await mkdir(join(to, 'tables'), { recursive: true, mode: 0o700 });
    await mkdir(dirname(keys), { recursive: true, mode: 0o700 });
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const counts: Record<string, number> = {};
    for (const table of await tablesOf(client)) {
      if (!isKeyTable(table)) counts[table] = await writeTable(client, table, join(to, 'tables', `${table}.jsonl.gz`));
    }
    const wrapped = await writeKeyStore(client, `${keys}.unfinished`);
    const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations ORDER BY id');
    await client.query('COMMIT');
    await rename(`${keys}.unfinished`, keys);
    const manifest = { format: 1, takenAt: new Date().toISOString(), migrations: rows.map(({ name }) => name), counts };
    // After the rows: a file that one of them names is there by now. Contents never change under their address.
    const copied = files === null ? 0 : await copyNew(files, join(to, 'files'));
    await writeFile(join(to, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    const total = Object.values(counts).reduce((sum, count) => sum + count, wrapped);
    return { tables: Object.keys(counts).length + KEY_TABLES.length, rows: total, files: copied };
  } finally {
    await client.end();
  }
}

/** Queues are left out: they are hints, and the outbox fills them again. */
export async function tablesOf(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations' ORDER BY tablename",
  );
  return rows.map(({ name }) => name);
}

/** Copies what is not there yet. Resolves to how many files. */
export async function copyNew(from: string, to: string): Promise<number> {
  let copied = 0;
  const entries = await readdir(from, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  for (const entry of entries.filter((one) => one.isFile() && !one.parentPath.endsWith('/unfinished'))) {
    const source = join(entry.parentPath, entry.name);
    const target = join(to, source.slice(from.length));
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await copyFile(source, target);
    copied += 1;
  }
  return copied;
}
