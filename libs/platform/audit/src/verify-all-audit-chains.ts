import { Client } from 'pg';
import { type ChainReport, verifyChain } from './verify-audit-chain.ts';

/**
 * Verifies every branch, as the administrator of the database and without the program running; reports as it goes.
 * @param adminUrl a login that may become `otzyv_owner`.
 */
export async function* verifyAllAuditChains(adminUrl: string): AsyncGenerator<ChainReport> {
  const client = new Client({ connectionString: adminUrl, options: '-c role=otzyv_owner -c timezone=UTC' });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>(
      'SELECT branch_id AS id FROM audit_heads UNION SELECT branch_id FROM audit_entries ORDER BY id',
    );
    for (const { id } of rows) {
      yield await verifyChain(async (sql, parameters) => (await client.query<object>(sql, [...parameters])).rows, id);
    }
  } finally {
    await client.end();
  }
}
