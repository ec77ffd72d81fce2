import { PERMISSIONS, permissionsOf, ROLES } from '#access';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('roles and their reach are the same in the table and in the database', async () => {
  const rows = await database.asAdmin<{ code: string; reach: string }>('SELECT code, reach FROM roles ORDER BY code');
  const table = Object.entries(ROLES).map(([code, { reach }]) => ({ code, reach }));
  expect(rows).toEqual(table.sort((a, b) => (a.code < b.code ? -1 : 1)));
});

test('the permissions that the database asks for itself are the same in the table', async () => {
  const rows = await database.asAdmin<{ role: string; permission: string }>(
    'SELECT role, permission FROM guarded_permissions ORDER BY permission, role',
  );
  const guarded = [...new Set(rows.map(({ permission }) => permission))];
  const table = guarded.flatMap((permission) =>
    Object.keys(ROLES)
      .sort()
      .flatMap((role) => ([...permissionsOf(role)].includes(permission as never) ? [{ role, permission }] : [])),
  );
  expect(rows).toEqual(table);
  expect(guarded).toContain('members.manage');
});

test('each permission belongs to some role, and an unknown role has none', () => {
  const granted = new Set(Object.values(ROLES).flatMap((role) => role.may));
  expect([...granted].sort()).toEqual([...PERMISSIONS].sort());
  expect(permissionsOf('root').size).toBe(0);
  expect([...permissionsOf('own', ['families.read', 'families.levitate'])]).toEqual(['families.read']);
});

test('who sees no family may do nothing with families or what hangs from them', () => {
  for (const [role, { reach }] of Object.entries(ROLES)) {
    const near = [...permissionsOf(role)].filter((one) =>
      /^(families|requests|correspondence|files|escalations)\./.test(one),
    );
    if (reach === 'none') expect([role, near]).toEqual([role, []]);
  }
});

test('sending a complaint takes two kinds of people: a coordinator drafts, another role approves', () => {
  expect(permissionsOf('coordinator').has('escalations.approve')).toBe(false);
  expect(permissionsOf('lawyer').has('escalations.approve')).toBe(true);
});

test('the runtime role reaches people and tokens through the functions only', async () => {
  const { Client } = await import('pg');
  const app = new Client({ connectionString: database.appUrl });
  await app.connect();
  try {
    for (const table of ['people', 'refresh_tokens', 'sessions']) {
      await expect(app.query(`SELECT * FROM ${table}`)).rejects.toMatchObject({ code: '42501' });
      await expect(app.query(`DELETE FROM ${table}`)).rejects.toMatchObject({ code: '42501' });
    }
  } finally {
    await app.end();
  }
  const loose = await database.asAdmin(
    `SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname = 'public' AND p.prosecdef AND (pg_get_userbyid(p.proowner) <> 'otzyv_gateway'
        OR p.proconfig IS NULL OR NOT p.proconfig::text LIKE '%search_path=pg_catalog, public, pg_temp%'
        OR has_function_privilege('public', p.oid, 'EXECUTE'))`,
  );
  expect(loose).toEqual([]);
});
