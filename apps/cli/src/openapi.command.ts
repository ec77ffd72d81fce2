import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { loadConfig } from '#config';
import { openDatabase } from '#database';
import { createApi } from '../../api/src/create-api.ts';
import { mailRouteOf } from '../../mail-route.ts';
import { prepareDatabase } from './prepare-database.ts';

export const openapiCommand = new Command('openapi')
  .description('Write the OpenAPI document of this version')
  .option('--out <file>', 'where to', 'docs/openapi.json')
  .action(async ({ out }: { out: string }) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'otzyv-openapi-'));
    const config = loadConfig({ OTZYV_DATA_DIR: dataDir, DATABASE_URL: '', DATABASE_APP_URL: '', LOG_LEVEL: 'error' });
    const database = await openDatabase(config);
    try {
      await prepareDatabase(database);
      const api = await createApi({ config, databaseUrl: database.appUrl, mailRoute: mailRouteOf(config) });
      const answer = await api.inject({ method: 'GET', url: '/openapi.json' });
      if (answer.statusCode !== 200) throw new Error(`The document could not be made: ${answer.payload}`);
      await writeFile(out, `${JSON.stringify(JSON.parse(answer.payload), null, 2)}\n`);
      await api.close();
      process.stdout.write(`${out} was written.\n`);
    } finally {
      await database.close();
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
