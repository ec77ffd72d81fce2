import { join } from 'node:path';
import type { Client } from 'pg';
import { verifyAllAuditChains } from '#audit';
import { openDatabase } from '#database';
import { backUp, tablesOf } from '../../../apps/cli/src/backup/back-up.ts';
import { restore } from '../../../apps/cli/src/backup/restore.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import type { PromiseProof, Verdict } from '../promise.ts';
import { Canaries } from './canaries.ts';
import { filesIn, openValues } from './opened-values.ts';
import { OwnSystem } from './own-system.ts';
import { Story } from './story.ts';

interface Spoilt {
  /** Breaks the restored copy before it is compared. */
  readonly after?: (restored: TestDatabase) => Promise<unknown>;
}

/** 35: a backup restored on an empty machine has the same rows, the same chain heads, and every value opens to the same. */
export const restoredBackup: PromiseProof = {
  id: '35-restored-backup',
  ciSize: 40,
  sabotageSize: 20,
  run: ({ n }) => compare(n, {}),
  sabotages: [
    {
      name: 'a table came in short',
      run: ({ n }) => compare(n, { after: (at) => at.asAdmin('DELETE FROM consents') }),
    },
    {
      name: 'the key store was left out',
      run: ({ n }) => compare(n, { after: (at) => at.asAdmin('DELETE FROM vault_keys WHERE family_id IS NOT NULL') }),
    },
    {
      name: 'a log entry was lost on the way',
      run: ({ n }) =>
        compare(n, {
          after: (at) =>
            at.asAdmin(`ALTER TABLE audit_entries DISABLE TRIGGER ALL;
              DELETE FROM audit_entries WHERE number = 3`),
        }),
    },
  ],
};

async function compare(n: number, { after }: Spoilt): Promise<Verdict> {
  const system = await OwnSystem.start();
  const restored = await createTestDatabase();
  try {
    const story = await Story.begin(system, new Canaries());
    await story.tell(n);
    const { adminUrl = '', appUrl } = await openDatabase(system.config, { attach: true });
    const places = { to: join(system.folder, 'backup'), keys: join(system.folder, 'keys.jsonl.gz') };
    const files = filesIn(system.dataDir);
    const report = await backUp({ adminUrl, files, ...places });
    const target = join(system.folder, 'restored');
    const { master } = system.config.keys;
    await restore({ adminUrl: restored.adminUrl, from: places.to, keys: places.keys, master, files: target });
    await after?.(restored);

    const admin = await system.admin();
    let violations = 0;
    try {
      violations += await differingCounts(admin, restored);
    } finally {
      await admin.end();
    }
    const [before, now] = [await chainsOf(adminUrl), await chainsOf(restored.adminUrl)];
    if (before !== now || now.includes('"intact":false')) violations += 1;
    const reading = { branchId: story.branchId, personId: story.coordinatorId, master };
    const values = await openValues({ ...reading, appUrl, files });
    const copies = await openValues({ ...reading, appUrl: restored.appUrl, files: target });
    for (const [key, { digest }] of values) {
      if (digest === null || copies.get(key)?.digest !== digest) violations += 1;
    }
    return { n: values.size, violations, details: { ...report, values: values.size } };
  } finally {
    await restored.drop();
    await system.remove();
  }
}

async function differingCounts(admin: Client, restored: TestDatabase): Promise<number> {
  let differing = 0;
  for (const table of await tablesOf(admin)) {
    // What the system goes on doing by itself: leases, keys of repeated calls.
    const sql = `SELECT count(*)::int AS n, md5(coalesce(string_agg(to_jsonb(t)::text, '' ORDER BY to_jsonb(t)::text), '')) AS digest FROM ${table} t`;
    const [copy] = await restored.asAdmin<{ n: number; digest: string }>(sql);
    const { rows } = await admin.query<{ n: number; digest: string }>(sql);
    if (rows[0]?.n !== copy?.n || rows[0]?.digest !== copy?.digest) differing += 1;
  }
  return differing;
}

async function chainsOf(adminUrl: string): Promise<string> {
  const reports = [];
  for await (const report of verifyAllAuditChains(adminUrl)) reports.push(report);
  return JSON.stringify(reports);
}
