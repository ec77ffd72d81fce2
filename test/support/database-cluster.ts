import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres, migrate } from '#database';
import { migrations } from '../../migrations/index.ts';

export const TEST_PASSWORDS = { otzyv_app: 'app-of-the-tests', otzyv_relay: 'relay-of-the-tests' };

/**
 * Starts a throw-away cluster and migrates the one database that every test file clones.
 * @param more settings of PostgreSQL beyond what the tests need.
 */
export async function startCluster(
  more: Readonly<Record<string, string>> = {},
): Promise<{ adminUrl: string; stop: () => Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'otzyv-test-'));
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '300',
    ...more,
  };
  const server = new EmbeddedPostgres({ dataDir, password: 'administrator-of-the-tests', settings });
  const adminUrl = await server.start();
  await migrate(adminUrl, migrations, TEST_PASSWORDS);
  return {
    adminUrl,
    stop: async () => {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
