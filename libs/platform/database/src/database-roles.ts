import { hkdfSync } from 'node:crypto';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';

/** Owner of every table, never logged in as; the two runtime logins own nothing; the gateway owns the definer functions. */
const ROLES = ['otzyv_owner', 'otzyv_gateway', 'otzyv_app', 'otzyv_relay'] as const;
const LOGINS = ['otzyv_app', 'otzyv_relay'] as const;

export type LoginRole = (typeof LOGINS)[number];

/** What the runtime logins have, for whoever holds the master key that the data are under. */
export function loginPasswords(masterKey: Buffer): Readonly<Record<LoginRole, string>> {
  return { otzyv_app: rolePassword(masterKey, 'otzyv_app'), otzyv_relay: rolePassword(masterKey, 'otzyv_relay') };
}

function rolePassword(masterKey: Buffer, role: LoginRole): string {
  return Buffer.from(hkdfSync('sha256', masterKey, '', `otzyv role password ${role}`, 24)).toString('base64url');
}

/** Makes the cluster-wide roles and sets the logins' passwords. Safe to repeat, also by two programs at once. */
export async function ensureRoles(adminUrl: string, passwords: Readonly<Record<LoginRole, string>>): Promise<void> {
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query("BEGIN; SELECT pg_advisory_xact_lock(hashtext('otzyv roles'))");
    const { rows } = await admin.query<{ rolname: string }>('SELECT rolname FROM pg_roles WHERE rolname = ANY($1)', [
      ROLES,
    ]);
    const known = new Set(rows.map((row) => row.rolname));
    for (const role of ROLES.filter((name) => !known.has(name))) {
      await admin.query(`CREATE ROLE ${role} NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS`);
    }
    for (const role of LOGINS) await admin.query(`ALTER ROLE ${role} LOGIN PASSWORD ${escapeLiteral(passwords[role])}`);
    await admin.query('GRANT otzyv_owner TO CURRENT_USER');
    await admin.query('GRANT otzyv_gateway TO otzyv_owner');
    const { rows: here } = await admin.query<{ name: string }>('SELECT current_database() AS name');
    await admin.query(`GRANT CONNECT, CREATE ON DATABASE ${escapeIdentifier(here[0]?.name ?? '')} TO otzyv_owner`);
    await admin.query('ALTER SCHEMA public OWNER TO otzyv_owner');
    await admin.query('COMMIT');
  } finally {
    await admin.end();
  }
}
