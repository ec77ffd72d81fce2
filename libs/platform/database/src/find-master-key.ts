import { Client } from 'pg';
import { masterInForce, type MasterKeys } from '#config';

/**
 * The one of the given master keys that the data at `url` are under; the first, where the data name none yet.
 * @throws ConfigurationError that names the fingerprint expected.
 */
export async function findMasterKey(url: string, keys: MasterKeys): Promise<Buffer> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  await client.connect();
  try {
    const { rows: present } = await client.query<{ table: string | null }>(
      "SELECT to_regclass('public.master_key')::text AS table",
    );
    if (typeof present[0]?.table !== 'string') return keys.master;
    const { rows } = await client.query<{ fingerprint: string | null }>('SELECT fingerprint FROM public.master_key');
    return masterInForce(keys, rows[0]?.fingerprint ?? null);
  } finally {
    await client.end();
  }
}
