import { DataSource } from 'typeorm';
import { migrate } from '#database';
import { migrations } from '../../migrations/index.ts';
import { TEST_PASSWORDS } from '../support/database-cluster.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase();
});

afterEach(async () => {
  await database.drop();
});

test('migrating a migrated database changes nothing, also twice at once', async () => {
  const runs = [1, 2].map(() => migrate(database.adminUrl, migrations, TEST_PASSWORDS));
  expect(await Promise.all(runs)).toEqual([[], []]);
});

test('every migration can be taken back and done again', async () => {
  const tables = () =>
    database.asAdmin<{ name: string }>(
      `SELECT table_schema || '.' || table_name AS name FROM information_schema.tables
        WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
    );
  const before = await tables();
  const source = await new DataSource({
    type: 'postgres',
    url: database.adminUrl,
    migrations: [...migrations],
    extra: { options: '-c role=otzyv_owner' },
  }).initialize();
  try {
    for (let left: number = migrations.length; left > 0; left -= 1) await source.undoLastMigration();
    expect(await tables()).toEqual([{ name: 'public.migrations' }]);
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
  expect(await tables()).toEqual(before);
});

test('a schema that is newer than the program is refused untouched', async () => {
  await database.asAdmin(
    `INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'FromTheFuture9999999999999')`,
  );
  await expect(migrate(database.adminUrl, migrations, TEST_PASSWORDS)).rejects.toThrow(
    /migrated by a newer Otzyv \(FromTheFuture9999999999999\)/,
  );
});
