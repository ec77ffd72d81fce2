import { Client } from 'pg';
import type { ReadAnchors } from './audit-anchors.ts';
import { type ChainReport, verifyChain } from './verify-audit-chain.ts';

/**
 * Verifies every branch, as the administrator of the database and without the program running; reports as it goes.
 * @param adminUrl a login that may become `otzyv_owner`.
 * @param anchors by branch, from AuditAnchors; branches that only they know are reported as cut.
 */
export async function* verifyAllAuditChains(
  adminUrl: string,
  anchors: ReadAnchors['byBranch'] = new Map(),
): AsyncGenerator<ChainReport> {
  const client = new Client({ connectionString: adminUrl, options: '-c role=otzyv_owner -c timezone=UTC' });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>(
      'SELECT branch_id AS id FROM audit_heads UNION SELECT branch_id FROM audit_entries ORDER BY id',
    );
    const query = async (sql: string, parameters: readonly unknown[]) =>
      (await client.query<object>(sql, [...parameters])).rows;
    for (const id of new Set([...rows.map((row) => row.id), ...anchors.keys()])) {
      yield await verifyChain(query, id, anchors.get(id));
    }
  } finally {
    await client.end();
  }
}
