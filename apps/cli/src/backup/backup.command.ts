import { join } from 'node:path';
import { Command } from 'commander';
import { ConfigurationError, loadConfig } from '#config';
import { openDatabase } from '#database';
import { backUp } from './back-up.ts';
import { restore } from './restore.ts';
import { prepareDatabase } from '../prepare-database.ts';

interface Places {
  readonly keys: string;
}

const KEYS = 'file of the key store, kept apart from the data and replaced each time';

export const backupCommand = new Command('backup')
  .description('Copy rows and stored files into a folder, and the wrapped keys into a file of their own')
  .argument('<folder>', 'where the data go')
  .requiredOption('--keys <file>', KEYS)
  .action(async (folder: string, { keys }: Places) => {
    const config = loadConfig();
    const database = await openDatabase(config, { attach: true });
    try {
      if (database.adminUrl === undefined) throw new ConfigurationError('A backup needs DATABASE_URL.');
      const files = config.s3Url === undefined ? join(config.dataDir, 'files') : null;
      const report = await backUp({ adminUrl: database.adminUrl, to: folder, keys, files });
      process.stdout.write(`${report.tables} tables, ${report.rows} rows, ${report.files} files\n`);
    } finally {
      await database.close();
    }
  });

export const restoreCommand = new Command('restore')
  .description('Put a backup into an empty installation that has the same master key')
  .argument('<folder>', 'where the data are')
  .requiredOption('--keys <file>', KEYS)
  .action(async (folder: string, { keys }: Places) => {
    const config = loadConfig();
    const database = await openDatabase(config, { attach: true });
    try {
      if (database.adminUrl === undefined) throw new ConfigurationError('A restore needs DATABASE_URL.');
      await prepareDatabase(database);
      const files = config.s3Url === undefined ? join(config.dataDir, 'files') : null;
      const { adminUrl, master } = database;
      const report = await restore({ adminUrl, from: folder, keys, master, files });
      process.stdout.write(`${report.rows} rows, ${report.files} files\n`);
    } finally {
      await database.close();
    }
  });
