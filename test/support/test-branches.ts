import { DataSource } from 'typeorm';
import { Database, runtimeDataSource, type Scope, TenantScope } from '#database';
import { type Actor, newId } from '#kernel';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

export interface Branches {
  readonly database: TestDatabase;
  readonly source: DataSource;
  readonly scope: TenantScope;
  readonly db: Database;
  readonly ids: readonly string[];
  /** A coordinator in all of them. */
  readonly personId: string;
  readonly by: Actor;
  /** Runs `work` as the coordinator in the branch. */
  enter<T>(branchId: string | undefined, work: () => T): T;
  close(): Promise<void>;
}

/** A database of its own with branches and one coordinator of them all, opened as the runtime role. */
export async function createBranches(count = 2, pool = 10): Promise<Branches> {
  const database = await createTestDatabase();
  const source = await runtimeDataSource({ url: database.appUrl, pool, entities: [] }).initialize();
  const scope = new TenantScope();
  const [association, personId] = [newId(), newId()];
  await database.asAdmin(`INSERT INTO associations (id, name) VALUES ($1, 'Союз')`, [association]);
  await database.asAdmin(
    `INSERT INTO people (id, email_index, email_sealed, name_sealed, password_hash) VALUES ($1, '\\x01', '', '', '$argon2id$')`,
    [personId],
  );
  const ids = Array.from({ length: count }, () => newId());
  for (const [index, id] of ids.entries()) {
    await database.asAdmin(
      `INSERT INTO branches (id, association_id, name, case_prefix, region_code, time_zone, postal_address)
       VALUES ($1, $2, 'Отделение', $3, '16', 'Europe/Moscow', '')`,
      [id, association, `${letter(index / 32)}${letter(index % 32)}`],
    );
    await database.asAdmin(
      `INSERT INTO memberships (branch_id, id, person_id, role) VALUES ($1, $2, $3, 'coordinator')`,
      [id, newId(), personId],
    );
  }
  return {
    ...{ database, source, scope, ids, personId },
    db: new Database(source, scope),
    by: { kind: 'person', personId, role: 'coordinator', requestId: 'test' },
    enter: (branchId, work) => scope.run(asPerson(branchId, personId), work),
    close: async () => {
      await source.destroy();
      await database.drop();
    },
  };
}

function letter(index: number): string {
  return String.fromCodePoint('А'.charCodeAt(0) + Math.floor(index));
}

function asPerson(branchId: string | undefined, personId: string): Scope {
  if (branchId === undefined) throw new Error('There is no such branch.');
  return { branchId, entry: { kind: 'person', personId } };
}
