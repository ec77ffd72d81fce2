import { hkdfSync } from 'node:crypto';
import { Client } from 'pg';
import { ConfigurationError } from '#config';
import { MasterKey } from './master-key.ts';
import { INDEX, platformContext, SEALING, seedOf } from './platform-keys.ts';
import { BoxRefused } from './sealed-box.ts';
import { freshKey } from './wrapped-keys.ts';

/**
 * Stores, wrapped, what an older version derived from the master key, so that every value and blind index stays as it
 * is. Does nothing for systems that have their keys stored. As the administrator; safe to repeat.
 * @throws ConfigurationError when the data are under another master key.
 */
export async function storeOlderKeys(adminUrl: string, key: Buffer): Promise<void> {
  const client = new Client({ connectionString: adminUrl, options: '-c role=otzyv_owner -c lock_timeout=10000' });
  await client.connect();
  try {
    await client.query('BEGIN');
    const { rowCount } = await client.query('SELECT FROM master_key WHERE fingerprint IS NULL FOR UPDATE');
    if (rowCount === 1) await store(client, key);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

async function store(client: Client, key: Buffer): Promise<void> {
  const master = new MasterKey(key);
  await refuseWrong(client, master);
  const { rows } = await client.query<{ name: string }>("SELECT name FROM platform_keys WHERE wrapped = ''");
  for (const { name } of rows) {
    const wrapped = master.wrap(olderKey(key, name), platformContext(name));
    await client.query('UPDATE platform_keys SET wrapped = $2 WHERE name = $1', [name, wrapped]);
  }
  await client.query('UPDATE master_key SET fingerprint = $1', [master.fingerprint]);
}

/** Realms that are made from now on are under a root that has nothing to do with the master key. */
function olderKey(key: Buffer, name: string): Buffer {
  if (name === INDEX) return freshKey();
  if (name === SEALING) return Buffer.from(hkdfSync('sha256', key, '', 'otzyv vault platform 1', 32));
  return seedOf(key, name.slice(INDEX.length + 1));
}

async function refuseWrong(client: Client, master: MasterKey): Promise<void> {
  await client.query('ALTER TABLE vault_keys NO FORCE ROW LEVEL SECURITY');
  const { rows } = await client.query<{ branch: string; wrapped: Buffer }>(
    `SELECT branch_id AS branch, wrapped FROM vault_keys WHERE family_id IS NULL AND destroyed_at IS NULL LIMIT 1`,
  );
  await client.query('ALTER TABLE vault_keys FORCE ROW LEVEL SECURITY');
  try {
    for (const { branch, wrapped } of rows) master.unwrap(wrapped, [branch, 'branch']);
  } catch (error) {
    if (!(error instanceof BoxRefused)) throw error;
    throw new ConfigurationError(
      `The data are under another master key than ${master.fingerprint}. Set MASTER_KEY_FILE to the file of the right one.`,
    );
  }
}
