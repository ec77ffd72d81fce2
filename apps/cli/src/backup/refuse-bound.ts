import type { Client } from 'pg';
import { ConfigurationError } from '#config';

/** Row security would hide rows instead of refusing them: a backup would lack them, an exchange of keys would lose them. */
export async function refuseBound(client: Client): Promise<void> {
  const { rows } = await client.query<{ free: boolean }>(
    'SELECT rolsuper OR rolbypassrls AS free FROM pg_roles WHERE rolname = current_user',
  );
  if (rows[0]?.free !== true) {
    throw new ConfigurationError('DATABASE_URL must be a superuser or have BYPASSRLS for this command.');
  }
}
