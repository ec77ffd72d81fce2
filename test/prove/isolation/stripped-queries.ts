import { Client, DatabaseError } from 'pg';
import { ROLES } from '#access';
import { hiddenFrom } from './attempt.ts';
import { familyTablesWithoutPolicy } from './catalog-exceptions.ts';
import { roles } from './relations.ts';
import type { TableShape } from './table-shapes.ts';
import type { World } from './world.ts';

/** Every table as every person, by statements from which all predicates were taken out. */
export async function strippedFaults(world: World, tables: readonly TableShape[]) {
  const faults: string[] = [];
  let n = 0;
  const home = world.ids.own['branch'] ?? '';
  const away = world.ids['other-branch']['branch'] ?? '';
  const client = new Client({ connectionString: world.api.database.appUrl });
  await client.connect();
  for (const role of roles) {
    const hidden = new Set(hiddenFrom(world, role));
    const reachesNone = ROLES[role].reach === 'none';
    for (const table of tables) {
      const { name, tenantColumn, familyColumn } = table;
      if (tenantColumn === null) continue;
      const checked = familyColumn !== null && !(name in familyTablesWithoutPolicy);
      const isForeign = (row: Record<string, unknown>) =>
        row['tenant'] !== home ||
        (checked && row['family'] !== null && (reachesNone || hidden.has(row['family'] as string)));
      for (const sql of statementsOn(table)) {
        n += 1;
        const rows = await inBranch(client, home, world.members[role].id, sql);
        const foreign = rows.filter(isForeign).length;
        if (foreign > 0) faults.push(`${sql.split(' ')[0] ?? ''} on ${name} as ${role}: ${foreign} foreign rows`);
      }
      if (table.sample === null) continue;
      n += 1;
      const planted = await plant(client, world, role, table, home, away);
      if (planted !== 'refused') faults.push(`INSERT into ${name} of another branch as ${role}: ${planted}`);
    }
  }
  await client.end();
  return { n, faults };
}

function statementsOn({ name, columns, tenantColumn, familyColumn }: TableShape): string[] {
  const shown = `${tenantColumn ?? 'NULL'} AS tenant, ${familyColumn ?? 'NULL'} AS family`;
  const last = columns.at(-1) ?? 'ctid';
  return [
    `SELECT ${shown} FROM ${name}`,
    `SELECT ${shown} FROM ${name} FOR UPDATE`,
    `UPDATE ${name} SET ${last} = ${last} RETURNING ${shown}`,
    `DELETE FROM ${name} RETURNING ${shown}`,
  ];
}

async function inBranch(client: Client, branch: string, person: string, sql: string, parameters: unknown[] = []) {
  await client.query('BEGIN');
  try {
    await client.query('SELECT enter_branch($1, $2)', [branch, person]);
    return (await client.query<Record<string, unknown>>(sql, parameters)).rows;
  } catch (error) {
    // A missing right or a constraint on one's own rows: nothing was shown.
    if (error instanceof DatabaseError) return [];
    throw error;
  } finally {
    await client.query('ROLLBACK');
  }
}

/** Whether a row of the other branch can be written from within one's own. */
async function plant(
  client: Client,
  world: World,
  role: (typeof roles)[number],
  { name, columns, tenantColumn, sample }: TableShape,
  home: string,
  away: string,
): Promise<string> {
  const row = JSON.stringify({ ...(JSON.parse(sample ?? '{}') as object), [tenantColumn ?? '']: away });
  await client.query('BEGIN');
  try {
    await client.query('SELECT enter_branch($1, $2)', [home, world.members[role].id]);
    const list = columns.join(', ');
    await client.query(`INSERT INTO ${name} (${list}) SELECT ${list} FROM jsonb_populate_record(NULL::${name}, $1)`, [
      row,
    ]);
    return 'done';
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    // Constraints come after the policies: whoever is stopped by one had been let through. Triggers come before.
    const byTrigger = error.where?.includes('PL/pgSQL') === true;
    return !byTrigger && (error.code ?? '').startsWith('23')
      ? `stopped by ${error.constraint ?? error.message} only`
      : 'refused';
  } finally {
    await client.query('ROLLBACK');
  }
}
