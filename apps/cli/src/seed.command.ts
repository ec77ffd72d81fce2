import { Command } from 'commander';
import { loadConfig } from '#config';
import { openDatabase } from '#database';
import { createApi } from '../../api/src/create-api.ts';
import { mailRouteOf } from '../../mail-route.ts';
import { seedDemoAssociation } from './demo-association/seed-demo-association.ts';
import { prepareDatabase } from './prepare-database.ts';

export const seedCommand = new Command('seed')
  .description('Fill an empty database with the demo association; changes nothing where an association exists')
  .action(async () => {
    const config = loadConfig();
    const database = await openDatabase(config, { attach: true });
    try {
      await prepareDatabase(database);
      const api = await createApi({ config, databaseUrl: database.appUrl, mailRoute: mailRouteOf(config) });
      try {
        const seeded = await seedDemoAssociation(api, config, database, { evenOnRealServers: true });
        process.stdout.write(
          seeded ? 'The demo association was made.\n' : 'There is an association already; nothing was changed.\n',
        );
      } finally {
        await api.close();
      }
    } finally {
      await database.close();
    }
  });
