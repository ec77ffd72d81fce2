import { ConfigurationError, loadConfig } from '#config';
import { openDatabase } from '#database';
import { mailRouteOf } from '../../mail-route.ts';
import { createWorker } from './create-worker.ts';

/** The worker alone; the API runs as another process. Migrations are run by `otzyv migrate` beforehand. */
async function main(): Promise<void> {
  const config = loadConfig();
  const { appUrl, relayUrl } = await openDatabase(config);
  const worker = await createWorker({ config, databaseUrl: appUrl, relayUrl, mailRoute: mailRouteOf(config) });
  worker.enableShutdownHooks();
  process.stdout.write('The worker runs.\n');
}

main().catch((error: unknown) => {
  const known = error instanceof ConfigurationError;
  process.stderr.write(`${known ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exitCode = 1;
});
