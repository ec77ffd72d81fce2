import { Command } from 'commander';
import { Client } from 'pg';
import { ConfigurationError, loadConfig } from '#config';
import { openDatabase } from '#database';
import { sealedColumns } from '#erasure';
import { openBlobStore, resealBlobs } from '#files';
import { KeyRotation, MasterKey } from '#vault';
import { refuseBound } from './backup/refuse-bound.ts';
import { rotateMasterKey } from './rotate-master-key.ts';

interface Options {
  readonly branch?: string;
  readonly families?: boolean;
  readonly master?: boolean;
  readonly grace: string;
}

export const rotateKeysCommand = new Command('rotate-keys')
  .description(
    'Exchange the keys of branches, or the master key, while the system runs; killed at any point, the next run takes it up',
  )
  .option('--branch <id>', 'this branch only; default: every branch')
  .option('--families', 'the keys of the families too: everything they sealed is sealed again')
  .option('--grace <minutes>', 'how long old keys are kept after an exchange; 0 only when nothing else runs', '60')
  .option('--master', 'the master key instead: from MASTER_KEY_FILE to NEW_MASTER_KEY_FILE, in one moment')
  .action(async ({ branch, families, master, grace }: Options) => {
    const config = loadConfig();
    const minutes = Number(grace);
    if (!Number.isFinite(minutes) || minutes < 0) throw new ConfigurationError('--grace is a number of minutes.');
    const database = await openDatabase(config, { attach: true });
    if (database.adminUrl === undefined) throw new ConfigurationError('Exchanging keys needs DATABASE_URL.');
    const client = new Client({
      connectionString: database.adminUrl,
      options: '-c timezone=UTC -c lock_timeout=10000',
    });
    await client.connect();
    try {
      await refuseBound(client);
      if (master === true) {
        process.stdout.write(await rotateMasterKey(client, config));
        return;
      }
      const blobs = await openBlobStore(config);
      const rotation = new KeyRotation({
        client,
        master: new MasterKey(database.master),
        columns: sealedColumns,
        graceMs: minutes * 60_000,
        resealBlobs: (branchId, ring) => resealBlobs(client, blobs, branchId, ring),
      });
      for (const branchId of await branchesOf(client, branch)) {
        const report = await rotation.run(branchId, { families: families === true });
        const { rewrapped, renewed, resealed, blobs: contents, finished } = report;
        process.stdout.write(
          `${branchId}: ${rewrapped} family keys wrapped anew, ${renewed} renewed, ${resealed} values and ${contents} files sealed again; ` +
            `${finished ? 'the old keys are destroyed' : 'the old keys are kept for now, run this again after the grace'}\n`,
        );
      }
    } finally {
      await client.end();
      await database.close();
    }
  });

async function branchesOf(client: Client, branch: string | undefined): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>('SELECT id FROM branches ORDER BY id');
  const ids = rows.map(({ id }) => id);
  if (branch === undefined) return ids;
  if (!ids.includes(branch)) throw new ConfigurationError(`There is no branch ${branch}.`);
  return [branch];
}
