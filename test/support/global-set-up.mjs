import { existsSync } from 'node:fs';

/**
 * Jest does not transform this file's imports in ESM mode, so the cluster is started from the build, which the
 * `pretest` script has just brought up to date.
 */
export default async function globalSetUp() {
  const built = new URL('../../dist/test/support/database-cluster.js', import.meta.url);
  if (!existsSync(built)) throw new Error('Run `npm run build` first; `npm test` does so by itself.');
  const { startCluster } = await import(built.href);
  const cluster = await startCluster();
  process.env.OTZYV_TEST_CLUSTER = cluster.adminUrl;
  globalThis.stopTestCluster = cluster.stop;
}
