import { DataSource } from 'typeorm';
import { Database, runtimeDataSource, TenantScope } from '#database';
import { newId, Problem } from '#kernel';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let database: TestDatabase;
let source: DataSource;
let scope: TenantScope;
let db: Database;
const kazan = newId();
const omsk = newId();
const person = newId();

beforeAll(async () => {
  database = await createTestDatabase();
  source = await runtimeDataSource({ url: database.appUrl, pool: 2, entities: [] }).initialize();
  scope = new TenantScope();
  db = new Database(source, scope);
  const association = newId();
  await database.asAdmin('INSERT INTO associations (id, name) VALUES ($1, $2)', [association, 'Союз']);
  for (const [id, prefix] of [
    [kazan, 'КЗН'],
    [omsk, 'ОМС'],
  ]) {
    await database.asAdmin(
      `INSERT INTO branches (id, association_id, name, case_prefix, region_code, time_zone, postal_address)
       VALUES ($1, $2, $3, $3, '16', 'Europe/Moscow', '')`,
      [id, association, prefix],
    );
  }
  await database.asAdmin(
    `INSERT INTO people (id, email_index, email_sealed, name_sealed, password_hash) VALUES ($1, '\\x01', '', '', '$argon2id$')`,
    [person],
  );
  await database.asAdmin(
    `INSERT INTO memberships (branch_id, id, person_id, role) VALUES ($1, $2, $3, 'coordinator')`,
    [kazan, newId(), person],
  );
});

afterAll(async () => {
  await source.destroy();
  await database.drop();
});

const asPerson = (branchId: string) => ({ branchId, entry: { kind: 'person', personId: person } as const });
const branchNames = () =>
  db.transaction((tx) => tx.query<{ name: string }[]>('SELECT name FROM branches ORDER BY name'));

test('a member sees the entered branch and nothing of another', async () => {
  expect(await scope.run(asPerson(kazan), branchNames)).toEqual([{ name: 'КЗН' }]);
});

test('entering a branch without a membership is "not found"', async () => {
  const attempt = scope.run(asPerson(omsk), branchNames);
  await expect(attempt).rejects.toBeInstanceOf(Problem);
  await expect(attempt).rejects.toMatchObject({ code: 'not-found', status: 404 });
});

test('without a scope a transaction throws before any query', async () => {
  await expect(branchNames()).rejects.toThrow('No tenant scope');
  expect(() => db.manager).toThrow('No open transaction');
});

test('outside tenants every tenant table raises, also on a connection that has been in a branch', async () => {
  await scope.run(asPerson(kazan), branchNames);
  for (let round = 0; round < 4; round += 1) {
    await expect(db.outsideTenants((tx) => tx.query('SELECT * FROM branches'))).rejects.toThrow(
      /otzyv\.branch_id|invalid input syntax for type uuid/,
    );
  }
});

test('an inner transaction joins the open one and shares its fate', async () => {
  const failing = scope.run(asPerson(kazan), () =>
    db.transaction(async (tx) => {
      await db.transaction((inner) => inner.query(`SELECT next_number('test')`));
      expect(await tx.query(`SELECT 1 FROM branch_counters WHERE series = 'test'`)).toHaveLength(1);
      throw new Error('changed my mind');
    }),
  );
  await expect(failing).rejects.toThrow('changed my mind');
  expect(await database.asAdmin('SELECT 1 FROM branch_counters')).toHaveLength(0);
});

test('a membership taken away ends access at the next transaction', async () => {
  await database.asAdmin('UPDATE memberships SET revoked_at = now() WHERE person_id = $1', [person]);
  await expect(scope.run(asPerson(kazan), branchNames)).rejects.toMatchObject({ code: 'not-found' });
  await database.asAdmin('UPDATE memberships SET revoked_at = NULL WHERE person_id = $1', [person]);
});

test('an undefined condition is an error, never "every row"', () => {
  expect(source.options).toMatchObject({ invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' } });
});
