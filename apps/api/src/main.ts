import { pathToFileURL } from 'node:url';
import { ConfigurationError, loadConfig } from '#config';
import { openDatabase } from '#database';
import { mailRouteOf } from '../../mail-route.ts';
import { createApi } from './create-api.ts';

/** The API alone; the worker runs as another process. Migrations are run by `otzyv migrate` beforehand. */
async function main(): Promise<void> {
  const config = loadConfig();
  const database = await openDatabase(config);
  const app = await createApi({
    config,
    databaseUrl: database.appUrl,
    mailRoute: mailRouteOf(config),
    drainMs: 1000,
  });
  app.enableShutdownHooks();
  await app.listen(config.http.port, config.http.host);
  process.stdout.write(`${await app.getUrl()}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  main().catch((error: unknown) => {
    const text =
      error instanceof ConfigurationError ? error.message : String(error instanceof Error ? error.stack : error);
    process.stderr.write(`${text}\n`);
    process.exitCode = 1;
  });
}
