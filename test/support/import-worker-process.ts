import { loadConfig } from '#config';
import { createWorker } from '../../apps/worker/src/create-worker.ts';
import { mailRouteOf } from '../../apps/mail-route.ts';

/** The whole worker in a process of its own, so that a proof can kill it. Settings come as JSON in its one argument. */
export interface WorkerProcessSettings {
  readonly environment: Readonly<Record<string, string>>;
  readonly databaseUrl: string;
  readonly relayUrl: string;
}

const { environment, databaseUrl, relayUrl } = JSON.parse(process.argv[2] ?? '{}') as WorkerProcessSettings;
const config = loadConfig(environment);
await createWorker({ config, databaseUrl, relayUrl, mailRoute: mailRouteOf(config) });
process.send?.('ready');
setInterval(() => process.send?.({ rss: process.memoryUsage().rss }), 250).unref();
