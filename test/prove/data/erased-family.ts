import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';
import { AuditAnchors, verifyAllAuditChains } from '#audit';
import { openDatabase } from '#database';
import { familyTables } from '#erasure';
import { DEMO_PASSWORD } from '../../../apps/cli/src/demo-association/demo-people.ts';
import { DemoClient } from '../../../apps/cli/src/demo/demo-client.ts';
import { backUp } from '../../../apps/cli/src/backup/back-up.ts';
import { restore } from '../../../apps/cli/src/backup/restore.ts';
import { createTestDatabase } from '../../support/test-database.ts';
import type { PromiseProof, Verdict } from '../promise.ts';
import { Canaries, type Canaries as Planted } from './canaries.ts';
import { filesIn, openValues } from './opened-values.ts';
import { OwnSystem } from './own-system.ts';
import { Story } from './story.ts';

interface Spoilt {
  /** Uses the key store as it was when the data were backed up. */
  readonly oldKeys?: boolean;
  /** Breaks something between the erasure and the looking. */
  readonly after?: (
    admin: Client,
    familyId: string,
    keptKeys: readonly { id: string; wrapped: Buffer }[],
  ) => Promise<unknown>;
}

/** 33: an erased family is unreadable, also from an older backup with the current key store; counts and chain stay whole. */
export const erasedFamily: PromiseProof = {
  id: '33-erased-family',
  ciSize: 40,
  sabotageSize: 40,
  run: ({ n }) => eraseAndLook(n, {}),
  sabotages: [
    { name: 'the key store is part of the backup', run: ({ n }) => eraseAndLook(n, { oldKeys: true }) },
    { name: 'the key is not destroyed', run: ({ n }) => eraseAndLook(n, { after: keepKey }) },
    { name: 'what it was found by stays', run: ({ n }) => eraseAndLook(n, { after: keepTokens }) },
    { name: 'rows are deleted', run: ({ n }) => eraseAndLook(n, { after: deleteRows }) },
    {
      name: 'entries of the log go too',
      run: ({ n }) =>
        eraseAndLook(n, {
          after: async (admin, familyId) => {
            await admin.query('ALTER TABLE audit_entries DISABLE TRIGGER ALL');
            await admin.query('DELETE FROM audit_entries WHERE family_id = $1', [familyId]);
          },
        }),
    },
  ],
};

async function eraseAndLook(n: number, { oldKeys = false, after }: Spoilt): Promise<Verdict> {
  const system = await OwnSystem.start();
  const restored = await createTestDatabase();
  const admin = await system.admin();
  try {
    const canaries = new Canaries();
    const story = await Story.begin(system, canaries);
    await story.tell(Math.max(n, 40));
    const familyId = story.familyIds[0] ?? '';
    const { adminUrl = '', appUrl } = await openDatabase(system.config, { attach: true });
    const places = { to: join(system.folder, 'backup'), keys: join(system.folder, 'keys.jsonl.gz') };
    const files = filesIn(system.dataDir);
    await backUp({ adminUrl, files, ...places });
    const keysThen = await readFile(places.keys);
    const kept = (
      await admin.query<{ id: string; wrapped: Buffer }>('SELECT id, wrapped FROM vault_keys WHERE family_id = $1', [
        familyId,
      ])
    ).rows;
    const counted = await statistics(admin, familyId);

    const head = await DemoClient.signIn(system.url, 'admin@kazan.demo.test', DEMO_PASSWORD);
    let violations = await exportIsWhole(story, head, familyId, canaries);
    violations += await holdForbids(story, head, familyId);
    const order = { body: { reason: 'отзыв согласия', requestedBy: 'guardian' } };
    const path = `${story.at}/families/${familyId}`;
    await head.expect(202, 'POST', `${path}/erasure`, order);
    const done = await story.until(async () => {
      const found = await head.get<{ stage: string; actFileId: string; logFileId: string }>(`${path}/erasure`);
      return found.stage === 'completed' ? found : null;
    }, 'the erasure is complete');
    await after?.(admin, familyId, kept);

    // What the law asks to be kept.
    const act = await head.download(`${story.at}/files/${done.actFileId}/content`);
    const log = (await head.download(`${story.at}/files/${done.logFileId}/content`)).toString('utf8');
    if (act.subarray(0, 5).toString() !== '%PDF-' || !log.includes(canaries.word)) violations += 1;
    if ((await head.call('GET', path)).status !== 410) violations += 1;
    const tokens = await admin.query('SELECT FROM family_search_tokens WHERE family_id = $1', [familyId]);
    if (tokens.rowCount !== 0) violations += 1;

    // From the backup, with the key store as it is now.
    await backUp({ adminUrl, files: null, to: join(system.folder, 'later'), keys: places.keys });
    if (oldKeys) await writeFile(places.keys, keysThen);
    const target = join(system.folder, 'restored');
    const { master } = system.config.keys;
    await restore({ adminUrl: restored.adminUrl, from: places.to, keys: places.keys, master, files: target });
    const reading = { branchId: story.branchId, personId: story.coordinatorId, master };
    const live = await openValues({ ...reading, appUrl, files });
    const old = await openValues({ ...reading, appUrl: restored.appUrl, files: target });
    let tried = 0;
    for (const values of [live, old]) {
      for (const { familyId: of, digest } of values.values()) {
        tried += 1;
        if ((of === familyId) !== (digest === null)) violations += 1;
      }
    }
    if (![...old.values()].some((value) => value.familyId === familyId)) violations += 1;

    if ((await statistics(admin, familyId)) !== counted) violations += 1;
    const anchors = await new AuditAnchors(system.config.audit.anchorsFile, system.config.keys.anchor).read();
    for await (const { intact } of verifyAllAuditChains(adminUrl, anchors.byBranch)) if (!intact) violations += 1;
    return {
      n: tried,
      violations,
      details: { erasedValuesInBackup: [...old.values()].filter((one) => one.familyId === familyId).length },
    };
  } finally {
    await admin.end();
    await restored.drop();
    await system.remove();
  }
}

/** Rows of the family by table and requests by stage: what insights count. */
async function statistics(admin: Client, familyId: string): Promise<string> {
  const counts: unknown[] = [];
  for (const { table, familyColumn } of familyTables.filter(
    ({ table: name }) => !['legal_holds', 'family_exports'].includes(name),
  )) {
    const { rows } = await admin.query(
      `SELECT '${table}' AS name, count(*)::int AS n FROM ${table} WHERE ${familyColumn} = $1`,
      [familyId],
    );
    counts.push(rows[0]);
  }
  const { rows } = await admin.query('SELECT stage, count(*)::int AS n FROM requests GROUP BY stage ORDER BY stage');
  return JSON.stringify([counts, rows]);
}

async function exportIsWhole(story: Story, head: DemoClient, familyId: string, canaries: Planted): Promise<number> {
  const path = `${story.at}/families/${familyId}`;
  const { id } = await head.expect<{ id: string }>(202, 'POST', `${path}/export`);
  const { fileId } = await story.until(async () => {
    const found = await head.get<{ status: string; fileId: string }>(`${path}/exports/${id}`);
    return found.status === 'ready' ? found : null;
  }, 'the copy is ready');
  const zip = await head.download(`${story.at}/files/${fileId}/content`);
  // File names stand in a ZIP in clear; one of them holds a canary.
  return zip.subarray(0, 2).toString() === 'PK' && zip.includes(Buffer.from(canaries.word)) && zip.includes('data.json')
    ? 0
    : 1;
}

async function holdForbids(story: Story, head: DemoClient, familyId: string): Promise<number> {
  const path = `${story.at}/families/${familyId}`;
  await head.expect(201, 'POST', `${path}/legal-hold`, { body: { reason: 'спор в суде' } });
  const { blockedBy } = await head.get<{ blockedBy: string[] }>(`${path}/erasure-preview`);
  const refused = await head.call('POST', `${path}/erasure`, { body: { reason: 'проверка', requestedBy: 'guardian' } });
  await head.expect(204, 'DELETE', `${path}/legal-hold`);
  return blockedBy.includes('legal-hold') && refused.status === 409 ? 0 : 1;
}

function keepTokens(admin: Client, familyId: string): Promise<unknown> {
  return admin.query(
    'INSERT INTO family_search_tokens (branch_id, token, family_id) SELECT branch_id, 1, id FROM families WHERE id = $1',
    [familyId],
  );
}

async function keepKey(admin: Client, _: string, kept: readonly { id: string; wrapped: Buffer }[]): Promise<void> {
  for (const { id, wrapped } of kept) {
    await admin.query('UPDATE vault_keys SET wrapped = $2, destroyed_at = NULL WHERE id = $1', [id, wrapped]);
  }
}

async function deleteRows(admin: Client, familyId: string): Promise<void> {
  await admin.query("SET session_replication_role = 'replica'");
  await admin.query('DELETE FROM children WHERE family_id = $1', [familyId]);
}
