import type { TestDatabase } from '../../support/test-database.ts';
import type { Ids } from './seeded-family.ts';
import { type TableShape, tablesOf } from './table-shapes.ts';

/** By type; what a value means is of no interest here, only that a row is there. */
const VALUES: Readonly<Record<string, string>> = {
  uuid: 'gen_random_uuid()',
  bytea: `decode(md5(random()::text), 'hex')`,
  boolean: 'false',
  jsonb: `'{}'`,
  interval: `interval '1 hour'`,
  date: 'current_date',
  'timestamp with time zone': 'now()',
  integer: '1',
  bigint: '1',
  smallint: '1',
  'double precision': '1',
};

/**
 * Puts a row of each branch into every table that has none: a policy is not even asked about an empty table. Checks and
 * keys are dropped for it, so the database is fit for nothing but looking at policies afterwards.
 */
export async function fillEmptyTables(database: TestDatabase, home: Ids, away: Ids): Promise<TableShape[]> {
  const empty = (await tablesOf(database)).filter(({ rows }) => rows === 0);
  await database.asAdmin('SET session_replication_role = replica');
  for (const { name } of empty) {
    await database.asAdmin(`DO $$ DECLARE c text; BEGIN
      FOR c IN SELECT conname FROM pg_constraint WHERE conrelid = '${name}'::regclass AND contype = 'c' LOOP
        EXECUTE format('ALTER TABLE ${name} DROP CONSTRAINT %I', c);
      END LOOP; END $$`);
    const columns = await database.asAdmin<{ name: string; type: string }>(
      `SELECT quote_ident(attname) AS name, format_type(atttypid, NULL) AS type FROM pg_attribute
        WHERE attrelid = '${name}'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity = ''`,
    );
    for (const ids of [home, away]) {
      const values = columns.map((column) => valueOf(column, ids));
      const list = columns.map((column) => column.name).join(', ');
      await database.asAdmin(`INSERT INTO ${name} (${list}) VALUES (${values.join(', ')})`);
    }
  }
  await database.asAdmin('SET session_replication_role = DEFAULT');
  return tablesOf(database);
}

function valueOf({ name, type }: { name: string; type: string }, ids: Ids): string {
  if (name === 'branch_id') return `'${ids['branch'] ?? ''}'`;
  if (name === 'family_id') return `'${ids['family'] ?? ''}'`;
  return VALUES[type] ?? (type.endsWith('[]') ? `'{}'` : 'md5(random()::text)');
}
