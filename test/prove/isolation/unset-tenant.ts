import { Client, DatabaseError } from 'pg';
import type { TestDatabase } from '../../support/test-database.ts';
import type { PromiseProof, Verdict } from '../promise.ts';
import { globalTables } from './catalog-exceptions.ts';
import { fillEmptyTables } from './fill-tables.ts';
import { roles } from './relations.ts';
import { strippedFaults } from './stripped-queries.ts';
import type { TableShape } from './table-shapes.ts';
import { openWorld } from './world.ts';

/** 17: without a tenant nothing is read or written; with one, a query without any predicate still sees its own rows only. */
export const unsetTenant: PromiseProof = {
  id: '17-unset-tenant',
  ciSize: 1,
  sabotageSize: 1,
  run: () => probe(),
  sabotages: Object.entries({
    'no branch means every row': `CREATE OR REPLACE FUNCTION current_branch() RETURNS uuid LANGUAGE sql STABLE
        AS $$ SELECT nullif(current_setting('otzyv.branch_id', true), '')::uuid $$;
      DROP POLICY families_branch ON families;
      CREATE POLICY families_branch ON families AS RESTRICTIVE FOR ALL TO otzyv_app
        USING (branch_id = current_branch() OR current_branch() IS NULL)`,
    'security disabled': 'ALTER TABLE guardians DISABLE ROW LEVEL SECURITY',
    'policies of a table dropped':
      'DROP POLICY outbox_branch ON outbox; CREATE POLICY outbox_all ON outbox FOR ALL TO otzyv_app USING (true)',
    'table opened to the relay': 'GRANT SELECT ON people TO otzyv_relay',
    'family policy dropped': 'DROP POLICY children_family ON children',
    'no check on writing': `DROP POLICY branch_counters_branch ON branch_counters;
      CREATE POLICY branch_counters_branch ON branch_counters AS RESTRICTIVE FOR ALL TO otzyv_app
        USING (branch_id = (SELECT current_branch())) WITH CHECK (true)`,
  }).map(([name, sql]) => ({ name, run: () => probe(sql) })),
};

async function probe(sql?: string): Promise<Verdict> {
  const world = await openWorld();
  try {
    const { database } = world.api;
    if (sql !== undefined) await database.asAdmin(sql);
    const tables = await fillEmptyTables(database, world.ids.own, world.ids['other-branch']);
    const unset = await unsetFaults(database, tables);
    const stripped = await strippedFaults(world, tables);
    const empty = tables.filter(({ rows }) => rows === 0).map(({ name }) => `${name} has no row to try`);
    const faults = [...empty, ...unset.faults, ...stripped.faults];
    const details = {
      ...{ tables: tables.length, withoutTenant: unset.n, people: roles.length, strippedQueries: stripped.n },
      faults: faults.slice(0, 20),
    };
    return { n: unset.n + stripped.n, violations: faults.length, details };
  } finally {
    await world.close();
  }
}

/** Global tables that are read without a tenant, each with the reason; writing them so is refused all the same. */
const READABLE: Readonly<Record<string, string>> = {
  associations: 'names, public facts',
  authorities: 'the shared directory, public facts',
  authority_corrections: 'the shared directory, public facts',
  authority_emails: 'the shared directory, public facts',
  authority_search_words: 'the shared directory, public facts',
  authority_successions: 'the shared directory, public facts',
  calendar_editions: 'public law',
  clock_shift: 'one number for demos and tests',
  master_key: 'a fingerprint, compared at the start of a program, before any branch is known',
  platform_keys: 'opened at the start of a program, before any branch is known; of no use without the master key',
  roles: 'codes and permissions',
  rule_versions: 'public law',
  system_facts: 'public facts',
};

async function unsetFaults(database: TestDatabase, tables: readonly TableShape[]) {
  const faults: string[] = [];
  let n = 0;
  for (const [role, url] of Object.entries({ otzyv_app: database.appUrl, otzyv_relay: database.relayUrl })) {
    const client = new Client({ connectionString: url });
    await client.connect();
    for (const table of tables) {
      const readable = table.name in READABLE && table.name in globalTables;
      for (const [what, sql, parameters] of attemptsOn(table)) {
        n += 1;
        const came = await outcome(client, sql, parameters);
        if (came !== 'refused' && !(readable && what === 'read')) faults.push(`${role} ${what} ${table.name}: ${came}`);
      }
    }
    await client.end();
  }
  return { n, faults };
}

function attemptsOn({ name, columns, sample }: TableShape): [string, string, unknown[]][] {
  const list = columns.join(', ');
  const first = columns[0] ?? 'ctid';
  const copy = `INSERT INTO ${name} (${list}) SELECT ${list} FROM jsonb_populate_record(NULL::${name}, $1)`;
  return [
    ['read', `SELECT 1 FROM ${name}`, []],
    ['read', `SELECT count(*) FROM ${name} HAVING count(*) > 0`, []],
    ['update', `UPDATE ${name} SET ${first} = ${first} RETURNING 1`, []],
    ['delete', `DELETE FROM ${name} RETURNING 1`, []],
    ['truncate', `TRUNCATE ${name} CASCADE`, []],
    ...(sample === null ? [] : [['insert', copy, [sample]] as [string, string, unknown[]]]),
  ];
}

/** A constraint that objects has seen a row that the policies let through, so that is no refusal. */
async function outcome(client: Client, sql: string, parameters: unknown[]): Promise<string> {
  await client.query('BEGIN');
  try {
    const { rowCount, command } = await client.query(sql, parameters);
    return (rowCount ?? 0) === 0 && command !== 'TRUNCATE' ? 'refused' : `${command} of ${rowCount ?? 0}`;
  } catch (error) {
    const code = error instanceof DatabaseError ? (error.code ?? '') : '';
    return code.startsWith('23') ? `stopped by a constraint only (${code})` : 'refused';
  } finally {
    await client.query('ROLLBACK');
  }
}
