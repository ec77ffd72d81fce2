import { loadConfig } from '#config';
import { Database, DatabaseProbe } from '#database';
import { PeopleService } from '#access';
import { createApi } from '../../apps/api/src/create-api.ts';
import { mailRouteOf } from '../../apps/mail-route.ts';

export interface ApiProcessSettings {
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly pool: number;
  readonly maxInFlight?: number;
  /** Breaks readiness on purpose: it asks on a connection of the pool. */
  readonly probeOnPool?: boolean;
  /** A person to register before listening. */
  readonly person?: { readonly email: string; readonly password: string; readonly name: string };
}

export interface ApiProcessReady {
  readonly port: number;
  readonly personId: string | null;
}

/** The whole API as a process of its own that a proof may kill. Started by `fork` with its settings as JSON. */
async function main(): Promise<void> {
  const settings = JSON.parse(process.argv[2] ?? '') as ApiProcessSettings;
  const { databaseUrl, dataDir, pool, maxInFlight, probeOnPool, person } = settings;
  const config = loadConfig({ OTZYV_DATA_DIR: dataDir, LOG_LEVEL: 'silent', DATABASE_POOL: String(pool) });
  const options = maxInFlight === undefined ? {} : { maxInFlight };
  const app = await createApi({ config, databaseUrl, mailRoute: mailRouteOf(config), ...options });
  if (probeOnPool === true) {
    const database = app.get(Database);
    app.get(DatabaseProbe).ask = () => database.outsideTenants((tx) => tx.query('SELECT 1'));
  }
  const personId = person === undefined ? null : await app.get(PeopleService).register(person);
  await app.listen(0, '127.0.0.1');
  const ready: ApiProcessReady = { port: Number(new URL(await app.getUrl()).port), personId };
  process.send?.(ready);
  process.once('disconnect', () => process.exit(0));
}

await main();
