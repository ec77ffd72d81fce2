import { Command } from 'commander';
import { Client } from 'pg';
import { AuditAnchors, type Head } from '#audit';
import { ConfigurationError, loadConfig } from '#config';
import { openDatabase } from '#database';

export const anchorAuditCommand = new Command('anchor-audit')
  .description('Sign the heads of every audit log and append them to the anchors file, outside the database')
  .action(async () => {
    const config = loadConfig();
    const database = await openDatabase(config, { attach: true });
    try {
      if (database.adminUrl === undefined) throw new ConfigurationError('Reading every head needs DATABASE_URL.');
      const { anchorsFile } = config.audit;
      const anchors = new AuditAnchors(anchorsFile, config.keys.anchor);
      const added = await anchors.append(await headsOf(database.adminUrl));
      process.stdout.write(`${added} heads anchored in ${anchorsFile}\n`);
    } finally {
      await database.close();
    }
  });

async function headsOf(adminUrl: string): Promise<Head[]> {
  const client = new Client({ connectionString: adminUrl, options: '-c role=otzyv_owner' });
  await client.connect();
  try {
    const { rows } = await client.query<Head>(
      `SELECT branch_id AS "branchId", last_number::float8 AS number, encode(last_hash, 'hex') AS hash
       FROM audit_heads ORDER BY branch_id`,
    );
    return rows;
  } finally {
    await client.end();
  }
}
