import { Database, TenantScope } from '#database';
import { familyTablesWithoutPolicy } from './catalog-exceptions.ts';
import type { World } from './world.ts';

/**
 * Tables and views of which the person reads rows of the family, asked directly and as the runtime role: a route may join
 * another table whose policy hides that this one has lost its own.
 */
export async function visibleRows(
  world: World,
  personId: string,
  branchId: string,
  familyId: string,
): Promise<string[]> {
  const tables = (await tablesOfFamilies(world)).filter((table) => !(table in familyTablesWithoutPolicy));
  const parts = tables.map(
    (table) => `SELECT '${table}' AS name WHERE EXISTS (SELECT FROM ${table} WHERE family_id = $1)`,
  );
  const db = world.api.app.get(Database);
  const scope = { branchId, entry: { kind: 'person', personId } } as const;
  const rows = await world.api.app
    .get(TenantScope)
    .run(scope, () => db.transaction((tx) => tx.query<{ name: string }[]>(parts.join(' UNION ALL '), [familyId])));
  return rows.map(({ name }) => name);
}

async function tablesOfFamilies(world: World): Promise<string[]> {
  const rows = await world.api.database.asAdmin<{ name: string }>(
    `SELECT c.relname AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
      WHERE a.attname = 'family_id' AND c.relkind IN ('r', 'v') AND c.relnamespace = 'public'::regnamespace
        AND has_column_privilege('otzyv_app', c.oid, a.attnum, 'SELECT') ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}
