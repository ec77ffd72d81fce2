import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '#kernel';
import { type EntryOutcome, Outbox } from '#outbox';
import { prepareQueues, queueServers, type TestQueues } from '../../support/outbox-queues.ts';
import { type Branches, createBranches } from '../../support/test-branches.ts';
import type { PromiseProof, Verdict } from '../promise.ts';
import { closeFamily, startWorker } from './close-family-worker.ts';

/** 19: a queue entry or a payload turned to another branch does nothing there and stands in the log of its own branch. */
export const tamperedJob: PromiseProof = {
  id: '19-tampered-job',
  ciSize: 100,
  sabotageSize: 10,
  run: ({ n }) => tamper(n),
  sabotages: Object.entries({
    'claims without looking at the branch': `ALTER FUNCTION outbox_claim(uuid, uuid, bigint) RENAME TO outbox_claim_of_branch;
      CREATE FUNCTION outbox_claim(p_branch uuid, p_outbox uuid, p_lease_ms bigint)
        RETURNS TABLE (verdict text, fence bigint, job text, payload jsonb, attempt int, deferrals int)
        LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
        'SELECT c.* FROM outbox o, outbox_claim_of_branch(o.branch_id, o.id, p_lease_ms) c WHERE o.id = p_outbox';
      GRANT EXECUTE ON FUNCTION outbox_claim(uuid, uuid, bigint) TO otzyv_relay`,
    'jobs enter any branch and see all': 'DROP POLICY families_branch ON families',
    'refused entries are kept from the log': `CREATE OR REPLACE FUNCTION outbox_note_foreign(p_branch uuid, p_outbox uuid)
      RETURNS boolean LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS 'SELECT true'`,
    'the log of the wrong branch is told': `CREATE OR REPLACE FUNCTION note_of_job(p_branch uuid, p_outbox uuid, p_job text,
        p_action text, p_reason text, p_details jsonb) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM set_config('otzyv.branch_id', (SELECT id FROM public.branches WHERE id <> p_branch LIMIT 1)::text, true);
        PERFORM public.audit_append(jsonb_build_array(jsonb_build_object('id', gen_random_uuid(), 'actor_kind', 'job',
          'actor_id', p_outbox, 'actor_as', p_job, 'action', p_action, 'subject_type', 'outbox', 'subject_id', p_outbox,
          'reason', p_reason, 'details', p_details)));
      END $$`,
  }).map(([name, sql]) => ({ name, run: ({ n }) => tamper(n, sql) })),
};

async function tamper(n: number, sql?: string): Promise<Verdict> {
  const branches = await createBranches(2);
  const onPostgres = queueServers[0];
  if (onPostgres === undefined) throw new Error('There is no queue server to try.');
  await prepareQueues(branches.database);
  const queues = await onPostgres.open(branches.database);
  if (sql !== undefined) await branches.database.asAdmin(sql);
  const outcomes: EntryOutcome[] = [];
  const worker = await startWorker(branches, outcomes);
  try {
    const faults = [
      ...(await forgedEntries(branches, queues, outcomes, n)),
      ...(await forgedPayloads(branches, outcomes, n)),
    ];
    const details = { entries: n, payloads: n, recorded: outcomes.length, faults: faults.slice(0, 10) };
    return { n: 2 * n, violations: faults.length, details };
  } finally {
    await worker.close();
    await queues.close();
    await branches.close();
  }
}

/** The entry names a real row of the first branch, and the second branch. */
async function forgedEntries(branches: Branches, queues: TestQueues, outcomes: EntryOutcome[], n: number) {
  const faults: string[] = [];
  const [home = '', away = ''] = branches.ids;
  const later = new Date(Date.now() + 3_600_000);
  for (let index = 0; index < n; index += 1) {
    const familyId = await givenFamily(branches, home, index);
    // Not due, so that the relay itself keeps its hands off it.
    const outboxId = await enqueue(branches, home, familyId, later);
    await branches.database.asAdmin(
      `UPDATE outbox SET not_before = now() - interval '1 hour', announced_at = now() WHERE id = $1`,
      [outboxId],
    );
    await queues.forge('proof', closeFamily.name, { branchId: away, outboxId });
    const seen = await until(() => outcomes.find((one) => 'outboxId' in one && one.outboxId === outboxId));
    const refused = seen?.outcome === 'refused' && seen.reason === 'unknown' && seen.branchId === away;
    if (!refused) faults.push(`a forged entry ended as ${seen?.outcome ?? 'nothing'}`);
    const logged = await logOf(branches, outboxId);
    if (logged !== `${home} outbox.refuse-entry outbox.foreign-branch ${away}`) {
      faults.push(`a forged entry stands in the log as: ${logged}`);
    }
    if (await isClosed(branches, familyId)) faults.push('a forged entry changed a family');
  }
  return faults;
}

/** The row itself names a family of the second branch. */
async function forgedPayloads(branches: Branches, outcomes: EntryOutcome[], n: number) {
  const faults: string[] = [];
  const [home = '', away = ''] = branches.ids;
  for (let index = 0; index < n; index += 1) {
    const familyId = await givenFamily(branches, away, n + index);
    const outboxId = await enqueue(branches, home, familyId);
    const seen = await until(() => outcomes.find((one) => 'job' in one && one.outboxId === outboxId));
    if (seen?.outcome !== 'failed') faults.push(`a forged payload ended as ${seen?.outcome ?? 'nothing'}`);
    const [row] = await branches.database.asAdmin<{ status: string; last_error: string | null }>(
      'SELECT status, last_error FROM outbox WHERE id = $1',
      [outboxId],
    );
    if (row?.status !== 'failed' || row.last_error === null) faults.push('a forged payload left no trace on its row');
    const logged = await logOf(branches, outboxId);
    if (!logged.startsWith(`${home} outbox.fail `)) faults.push(`a forged payload stands in the log as: ${logged}`);
    if (await isClosed(branches, familyId)) faults.push('a forged payload changed a family of another branch');
  }
  return faults;
}

async function givenFamily({ database, personId }: Branches, branch: string, number: number): Promise<string> {
  const id = newId();
  await database.asAdmin(
    `INSERT INTO families (branch_id, id, number, initials_sealed, data_source, created_by)
     VALUES ($1, $2, $3, '', 'guardian_in_person', $4)`,
    [branch, id, number + 1, personId],
  );
  return id;
}

function enqueue(branches: Branches, branch: string, familyId: string, notBefore?: Date): Promise<string> {
  const outbox = new Outbox(branches.db);
  const options = notBefore === undefined ? {} : { notBefore };
  return branches.enter(branch, () =>
    branches.db.transaction(() => outbox.enqueue(closeFamily, { familyId }, options)),
  );
}

/** Every entry about the row, in whichever branch: branch, action, reason, and the branch that was named. */
async function logOf({ database }: Branches, outboxId: string): Promise<string> {
  const rows = await database.asAdmin<{ line: string }>(
    `SELECT concat_ws(' ', branch_id, action, reason, details ->> 'namedBranch') AS line FROM audit_entries
     WHERE subject_type = 'outbox' AND subject_id = $1 AND actor_id = $1::uuid AND actor_as = $2`,
    [outboxId, closeFamily.name],
  );
  return rows.map(({ line }) => line).join('; ') || 'nothing';
}

async function isClosed({ database }: Branches, familyId: string): Promise<boolean> {
  const rows = await database.asAdmin(`SELECT 1 FROM families WHERE id = $1 AND status = 'closed'`, [familyId]);
  return rows.length > 0;
}

async function until<T>(look: () => T | undefined): Promise<T | undefined> {
  const end = performance.now() + 10_000;
  while (look() === undefined && performance.now() < end) await sleep(10);
  return look();
}
