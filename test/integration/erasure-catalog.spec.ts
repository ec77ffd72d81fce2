import {
  derivedFamilyTables,
  familyTables,
  movedTables,
  otherFamilyTables,
  sealedColumns,
  stayingTables,
} from '#erasure';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

interface Column {
  readonly table: string;
  readonly column: string;
}

const columns = (condition: string) =>
  database.asAdmin<Column>(
    `SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns c
     WHERE table_schema = 'public' AND EXISTS (SELECT FROM pg_tables t WHERE t.schemaname = 'public'
       AND t.tablename = c.table_name) AND ${condition} ORDER BY 1, 2`,
  );
const named = ({ table, column }: Column) => `${table}.${column}`;

test('every sealed column of the database is in the list, and nothing else is', async () => {
  const found = await columns(`data_type = 'bytea' AND column_name LIKE '%\\_sealed'`);
  expect(found.map(named)).toEqual([...sealedColumns].map(named).sort());
});

test('every table with a family says what an erasure does to it', async () => {
  const found = await columns(`column_name = 'family_id' AND table_name <> 'refresh_tokens'`);
  const listed = [...familyTables.map(({ table }) => table), ...derivedFamilyTables, ...otherFamilyTables];
  expect([...new Set([...found.map(({ table }) => table), 'families'])].sort()).toEqual([...listed].sort());
});

test('every table with a family says whether a merge moves its rows', () => {
  const listed = [...familyTables.map(({ table }) => table), ...derivedFamilyTables, ...otherFamilyTables].sort();
  expect([...movedTables, ...Object.keys(stayingTables)].sort()).toEqual(listed);
});

test('what a family sealed is emptied by its erasure', () => {
  const sealed = sealedColumns.filter(({ owner, table }) => typeof owner === 'object' && table !== 'files');
  for (const { table, column } of sealed) {
    expect(`${table}: ${familyTables.find((one) => one.table === table)?.empty ?? 'kept'}`).toContain(column);
  }
});

test('a reason under the key of the branch is emptied with the family that it is about', () => {
  const kept = ['erasures', 'files'];
  const sealed = sealedColumns.filter(({ table, owner }) => owner === 'branch' && !kept.includes(table));
  const found = sealed.filter(({ table }) => familyTables.some((one) => one.table === table));
  expect(found.map(({ table }) => table)).toContain('break_glass_events');
  for (const { table, column } of found) {
    expect(familyTables.find((one) => one.table === table)?.empty).toContain(`${column} = ''`);
  }
});

test('blind indexes of a family are forgotten with it', async () => {
  const found = await columns(`data_type = 'bytea' AND column_name LIKE '%\\_index'`);
  for (const { table, column } of found.filter((one) => familyTables.some(({ table: name }) => name === one.table))) {
    expect(familyTables.find((one) => one.table === table)?.empty).toContain(`${column} = NULL`);
  }
});
