import { Command } from 'commander';
import { loadConfig } from '#config';
import { openDatabase } from '#database';
import { prepareDatabase } from './prepare-database.ts';

export const migrateCommand = new Command('migrate')
  .description('Bring the database to the version of this program; safe to repeat')
  .action(async () => {
    const database = await openDatabase(loadConfig(), { attach: true });
    try {
      const ran = await prepareDatabase(database);
      process.stdout.write(ran.length === 0 ? 'The database is up to date.\n' : `Migrated: ${ran.join(', ')}.\n`);
    } finally {
      await database.close();
    }
  });
