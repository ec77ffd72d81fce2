import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { loginUrl } from '#database';
import { TEST_PASSWORDS } from './database-cluster.ts';

export interface TestDatabase {
  readonly adminUrl: string;
  readonly appUrl: string;
  readonly relayUrl: string;
  /** Runs one statement as the administrator, past every policy: for arranging and inspecting only. */
  asAdmin<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/** A database of this test file's own, cloned from the migrated template in some 50 ms. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const clusterUrl = process.env['OTZYV_TEST_CLUSTER'];
  if (clusterUrl === undefined) throw new Error('The global set-up did not start a PostgreSQL cluster.');
  const name = `otzyv_test_${randomBytes(6).toString('hex')}`;
  const atPostgres = new URL(clusterUrl);
  atPostgres.pathname = '/postgres';
  const cluster = watched(new Client({ connectionString: atPostgres.href }));
  await cluster.connect();
  await cluster.query("SELECT pg_advisory_lock(hashtext('otzyv template'))");
  await cluster.query(`CREATE DATABASE ${name} TEMPLATE otzyv`);
  await cluster.query("SELECT pg_advisory_unlock(hashtext('otzyv template'))");
  const own = new URL(clusterUrl);
  own.pathname = `/${name}`;
  const admin = watched(new Client({ connectionString: own.href }));
  await admin.connect();
  return {
    adminUrl: own.href,
    appUrl: loginUrl(own.href, 'otzyv_app', TEST_PASSWORDS.otzyv_app),
    relayUrl: loginUrl(own.href, 'otzyv_relay', TEST_PASSWORDS.otzyv_relay),
    asAdmin: async <Row extends object>(sql: string, parameters: readonly unknown[] = []) =>
      (await admin.query<Row>(sql, [...parameters])).rows,
    drop: async () => {
      await admin.end();
      await cluster.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await cluster.end();
    },
  };
}

/** A spec that failed before it dropped its database leaves connections behind; the end of the cluster ends them. */
function watched(client: Client): Client {
  client.on('error', () => undefined);
  return client;
}
