import type { TestDatabase } from '../../support/test-database.ts';

export interface TableShape {
  readonly name: string;
  /** Those that a statement may name: no generated ones. */
  readonly columns: readonly string[];
  /** The column that says whose a row is; null for tables of no branch. */
  readonly tenantColumn: 'branch_id' | 'id' | null;
  readonly familyColumn: 'family_id' | 'id' | null;
  readonly rows: number;
  /** One row as JSON, or null when there is none. */
  readonly sample: string | null;
}

/** Every table of the schema, as the administrator sees it. */
export async function tablesOf(database: TestDatabase): Promise<TableShape[]> {
  const found = await database.asAdmin<{ name: string; columns: string[] }>(
    `SELECT c.relname AS name, array_agg(quote_ident(a.attname) ORDER BY a.attnum) AS columns
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         AND a.attgenerated = '' AND a.attidentity = ''
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') GROUP BY c.relname ORDER BY 1`,
  );
  const shapes: TableShape[] = [];
  for (const { name, columns } of found) {
    const [counted] = await database.asAdmin<{ rows: number; sample: string | null }>(
      `SELECT count(*)::int AS rows, (SELECT to_jsonb(t)::text FROM ${name} t LIMIT 1) AS sample FROM ${name}`,
    );
    shapes.push({
      ...{ name, columns },
      tenantColumn: name === 'branches' ? 'id' : columns.includes('branch_id') ? 'branch_id' : null,
      familyColumn: name === 'families' ? 'id' : columns.includes('family_id') ? 'family_id' : null,
      ...{ rows: counted?.rows ?? 0, sample: counted?.sample ?? null },
    });
  }
  return shapes;
}
