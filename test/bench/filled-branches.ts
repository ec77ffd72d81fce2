import { newId } from '#kernel';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { branchSizes } from './branch-sizes.ts';

export interface FilledBranches {
  readonly database: TestDatabase;
  readonly biggest: string;
  readonly median: string;
  /** Every branch with the rows that it holds, the biggest first. */
  readonly sizes: readonly { readonly branch: string; readonly rows: number }[];
}

/**
 * A database with 89 branches, each filled by `fill` in one statement. Foreign keys are not looked up while filling
 * (the rows hang together by construction); indexes, checks and statistics are as in real life.
 */
export async function fillBranches(
  rows: number,
  fill: (database: TestDatabase, branch: string, rows: number) => Promise<void>,
): Promise<FilledBranches> {
  const database = await createTestDatabase();
  const association = newId();
  await database.asAdmin(`INSERT INTO associations (id, name) VALUES ($1, 'Союз родителей')`, [association]);
  const sizes = branchSizes(rows).map((size) => ({ branch: newId(), rows: size }));
  await database.asAdmin(`SET session_replication_role = replica`);
  for (const [index, { branch, rows: size }] of sizes.entries()) {
    await database.asAdmin(
      `INSERT INTO branches (id, association_id, name, case_prefix, region_code, time_zone, postal_address)
        VALUES ($1, $2, $3, 'К' || chr(1040 + $4 / 26) || chr(1040 + $4 % 26), '16', 'Europe/Moscow', '420000, Казань')`,
      [branch, association, `Отделение ${index + 1}`, index],
    );
    await fill(database, branch, size);
  }
  await database.asAdmin(`SET session_replication_role = origin`);
  await database.asAdmin('VACUUM ANALYZE');
  const [biggest, median] = [sizes[0], sizes[Math.floor(sizes.length / 2)]];
  if (biggest === undefined || median === undefined) throw new Error('There are no branches.');
  return { database, sizes, biggest: biggest.branch, median: median.branch };
}
