import { Client } from 'pg';
import { createTestDatabase } from '../../support/test-database.ts';
import type { PromiseProof, Verdict } from '../promise.ts';
import {
  definersOfOthers,
  familyTablesWithoutPolicy,
  globalTables,
  globalUniques,
  referable,
} from './catalog-exceptions.ts';
import * as queries from './catalog-queries.ts';

interface Fault {
  readonly object: string;
  readonly fault: string;
}

/** 16: what the catalog says of tables, keys, roles, definer functions and views. Each sabotage is rolled back. */
export const catalog: PromiseProof = {
  id: '16-catalog',
  ciSize: 1,
  sabotageSize: 1,
  run: () => inspect(),
  sabotages: Object.entries({
    'branch policy dropped': 'DROP POLICY requests_branch ON requests',
    'branch policy made permissive': `DROP POLICY letters_branch ON letters;
      CREATE POLICY letters_branch ON letters FOR ALL TO otzyv_app USING (branch_id = (SELECT current_branch()))`,
    'branch policy that also lets others in': `DROP POLICY letters_branch ON letters;
      CREATE POLICY letters_branch ON letters AS RESTRICTIVE FOR ALL TO otzyv_app
        USING (branch_id = (SELECT current_branch()) OR frozen_at IS NOT NULL)`,
    'branch policy without a check on writing': `DROP POLICY letters_branch ON letters;
      CREATE POLICY letters_branch ON letters AS RESTRICTIVE FOR ALL TO otzyv_app
        USING (branch_id = (SELECT current_branch())) WITH CHECK (true)`,
    'family policy dropped': 'DROP POLICY messages_family ON messages',
    'security not forced': 'ALTER TABLE families NO FORCE ROW LEVEL SECURITY',
    'security disabled': 'ALTER TABLE children DISABLE ROW LEVEL SECURITY',
    'BYPASSRLS granted': 'ALTER ROLE otzyv_app BYPASSRLS',
    'runtime made a member of the owner': 'GRANT otzyv_owner TO otzyv_app',
    'runtime made an owner': 'ALTER TABLE outbox OWNER TO otzyv_app',
    'tenant table handed to the relay': 'GRANT SELECT (id) ON families TO otzyv_relay',
    'plain unique key': 'CREATE UNIQUE INDEX families_number_everywhere ON families (number, branch_id)',
    'plain foreign key': `CREATE UNIQUE INDEX requests_plain ON requests (id);
      ALTER TABLE demands ADD CONSTRAINT demands_plain FOREIGN KEY (request_id) REFERENCES requests (id)`,
    'table of no branch': 'CREATE TABLE notes (id uuid PRIMARY KEY, family_id uuid)',
    'definer function without search_path': 'ALTER FUNCTION enter_branch(uuid, uuid) RESET search_path',
    'definer function for everybody': 'GRANT EXECUTE ON FUNCTION enter_branch(uuid, uuid) TO PUBLIC',
    'definer function of the administrator': 'ALTER FUNCTION enter_branch(uuid, uuid) OWNER TO CURRENT_USER',
    'view with its owner’s rights': 'ALTER VIEW my_assigned_families SET (security_invoker = false)',
    'materialised view': 'CREATE MATERIALIZED VIEW all_families AS SELECT * FROM families',
  }).map(([name, sql]) => ({ name, run: () => inspect(sql) })),
};

async function inspect(sabotage?: string): Promise<Verdict> {
  const database = await createTestDatabase();
  const admin = new Client({ connectionString: database.adminUrl });
  await admin.connect();
  try {
    await admin.query('BEGIN');
    if (sabotage !== undefined) await admin.query(sabotage);
    const faults = await faultsOf(admin);
    const counts = (await admin.query<Record<string, number>>(queries.COUNTS, [Object.keys(globalTables)])).rows[0];
    // Roles belong to the whole cluster, so nothing of this may ever be committed.
    await admin.query('ROLLBACK');
    const n = Object.values(counts ?? {}).reduce((sum, one) => sum + one, 0);
    return { n, violations: faults.length, details: { ...counts, faults: faults.slice(0, 20) } };
  } finally {
    await admin.end();
    await database.drop();
  }
}

async function faultsOf(admin: Client): Promise<Fault[]> {
  const ask = async (sql: string, ...lists: Readonly<Record<string, string>>[]) =>
    (await admin.query<Fault>(sql, lists.map(Object.keys))).rows;
  return [
    ...(await ask(queries.TABLE_FAULTS, globalTables)),
    ...(await ask(queries.KEY_FAULTS, globalTables, globalUniques, referable)),
    ...(await ask(queries.FAMILY_FAULTS, globalTables, familyTablesWithoutPolicy)),
    ...(await ask(queries.ROLE_FAULTS)),
    ...(await ask(queries.FUNCTION_FAULTS, definersOfOthers)),
    ...(await ask(queries.VIEW_FAULTS)),
  ];
}
