import { DataSource, type MigrationInterface } from 'typeorm';
import { Client } from 'pg';
import { ConfigurationError } from '#config';
import { ensureRoles, type LoginRole } from './database-roles.ts';

export type Migrations = readonly (new () => MigrationInterface)[];

const LEAST_VERSION = 150_000;

/**
 * Brings the schema to this program's version and resolves to the names of the migrations that ran. Idempotent; two
 * programs at once take turns; a schema that is newer than the program is refused untouched.
 */
export async function migrate(
  adminUrl: string,
  migrations: Migrations,
  passwords: Readonly<Record<LoginRole, string>>,
): Promise<string[]> {
  const turn = new Client({ connectionString: adminUrl });
  await turn.connect();
  try {
    await turn.query("SELECT pg_advisory_lock(hashtext('otzyv migrations'))");
    await refuseUnfit(turn, migrations);
    await ensureRoles(adminUrl, passwords);
    return await runPending(adminUrl, migrations);
  } finally {
    await turn.end();
  }
}

async function runPending(adminUrl: string, migrations: Migrations): Promise<string[]> {
  const source = new DataSource({
    type: 'postgres',
    url: adminUrl,
    migrations: [...migrations],
    migrationsTableName: 'migrations',
    poolSize: 1,
    extra: { options: '-c role=otzyv_owner -c lock_timeout=10000 -c timezone=UTC' },
  });
  await source.initialize();
  try {
    return (await source.runMigrations({ transaction: 'each' })).map((migration) => migration.name);
  } finally {
    await source.destroy();
  }
}

async function refuseUnfit(client: Client, migrations: Migrations): Promise<void> {
  const { rows: version } = await client.query<{ number: number }>(
    "SELECT current_setting('server_version_num')::int AS number",
  );
  if ((version[0]?.number ?? 0) < LEAST_VERSION) throw new ConfigurationError('PostgreSQL 15 or newer is needed.');
  const { rows: present } = await client.query<{ table: string | null }>(
    "SELECT to_regclass('public.migrations') AS table",
  );
  if (typeof present[0]?.table !== 'string') return;
  const known = new Set(migrations.map((migration) => migration.name));
  const { rows: done } = await client.query<{ name: string }>('SELECT name FROM migrations ORDER BY id');
  const newer = done.filter((row) => !known.has(row.name)).map((row) => row.name);
  if (newer.length > 0) {
    throw new ConfigurationError(
      `The database was migrated by a newer Otzyv (${newer.join(', ')}). Start that version; this one would damage it.`,
    );
  }
}
