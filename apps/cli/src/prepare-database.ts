import { ConfigurationError } from '#config';
import { migrate, type OpenDatabase } from '#database';
import { migrateQueues } from '#outbox';
import { storeOlderKeys } from '#vault';
import { migrations } from '../../../migrations/index.ts';

/** Brings tables and queues to this program's version; resolves to the migrations that ran. Safe to repeat. */
export async function prepareDatabase(database: OpenDatabase): Promise<string[]> {
  if (database.adminUrl === undefined) {
    throw new ConfigurationError('Migrating needs the administrator: set DATABASE_URL beside DATABASE_APP_URL.');
  }
  const ran = await migrate(database.adminUrl, migrations, database.passwords);
  await storeOlderKeys(database.adminUrl, database.master);
  await migrateQueues(database.adminUrl);
  return ran;
}
