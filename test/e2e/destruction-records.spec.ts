import { TenantScope } from '#database';
import { destroyRecordsJob, RecordsSweep } from '#erasure';
import { Files } from '#files';
import { newId } from '#kernel';
import { DestroyRecordsHandler } from '../../libs/erasure/src/destroy-records.handler.ts';
import { type ApiServer, type SignedIn, startApiServer } from '../support/api-server.ts';

let api: ApiServer;
let admin: SignedIn;

beforeAll(async () => {
  api = await startApiServer();
  admin = await api.signIn({ role: 'branch_admin' });
});
afterAll(() => api.close());

const inBranch = <T>(work: () => Promise<T>) =>
  api.app
    .get(TenantScope)
    .run({ branchId: admin.branchId, entry: { kind: 'person', personId: admin.id } }, () => work());
const contentOf = (id: string) => inBranch(() => api.app.get(Files).read(id));

/** An erasure as it is when it is over, its records to be kept until the day that `day` (SQL) says. */
async function givenErasure(day: string) {
  const files = api.app.get(Files);
  const by = { kind: 'person', personId: admin.id, role: 'branch_admin', requestId: 'spec' } as const;
  const store = (name: string) => files.store({ purpose: 'destruction-act', name, content: Buffer.from(name), by });
  const { act, log } = await inBranch(async () => ({ act: await store('Акт.pdf'), log: await store('Выгрузка.csv') }));
  const [family, erasure] = [newId(), newId()];
  await api.database.asAdmin(
    `INSERT INTO families (branch_id, id, number, initials_sealed, data_source, created_by)
     SELECT $1, $2, coalesce(max(number), 0) + 1, '', 'guardian_in_person', $3 FROM families`,
    [admin.branchId, family, admin.id],
  );
  await api.database.asAdmin(
    `INSERT INTO erasures (branch_id, id, family_id, requested_by, reason_sealed, stage, ordered_by, destroyed_at,
       completed_at, act_file_id, log_file_id, keep_until)
     VALUES ($1, $2, $3, 'guardian', '\\x01', 'completed', $4, now(), now(), $5, $6, ${day})`,
    [admin.branchId, erasure, family, admin.id, act.id, log.id],
  );
  return { erasure, fileIds: [act.id, log.id] };
}

async function runAnnounced(erasureId: string): Promise<void> {
  const [row] = await api.database.asAdmin<{ id: string }>(
    `SELECT id FROM outbox WHERE job = $1 AND payload ->> 'erasureId' = $2`,
    [destroyRecordsJob.name, erasureId],
  );
  const outboxId = row?.id ?? '';
  const [{ fence } = { fence: 0 }] = await api.database.asAdmin<{ fence: number }>(
    'SELECT fence::int AS fence FROM outbox_claim($1, $2, 60000)',
    [admin.branchId, outboxId],
  );
  const claim = { branchId: admin.branchId, outboxId, fence, attempt: 1, job: destroyRecordsJob.name };
  const handler = api.app.get(DestroyRecordsHandler, { strict: false });
  await api.app
    .get(TenantScope)
    .run({ branchId: admin.branchId, entry: { kind: 'job', outboxId, fence } }, () =>
      handler.run({ erasureId }, { ...claim, signal: new AbortController().signal }),
    );
}

test('an act is kept on its last day, and goes by the clock of the database the day after, once', async () => {
  const sweep = api.app.get(RecordsSweep, { strict: false });
  const { erasure, fileIds } = await givenErasure('app_now()::date');
  expect(await sweep.run()).toBe(0);
  await api.database.asAdmin(`UPDATE clock_shift SET shift = interval '1 day'`);
  try {
    expect(await sweep.run()).toBe(1);
    expect(await sweep.run()).toBe(0);
    expect(await contentOf(fileIds[0] ?? '')).toMatchObject({ file: { name: 'Акт.pdf' } });
    await runAnnounced(erasure);
  } finally {
    await api.database.asAdmin(`UPDATE clock_shift SET shift = interval '0'`);
  }
  for (const id of fileIds) await expect(contentOf(id)).rejects.toMatchObject({ code: 'files.erased' });
  const [row] = await api.database.asAdmin<{ reason: string; erased: boolean; stage: string }>(
    `SELECT encode(reason_sealed, 'hex') AS reason, records_erased_at IS NOT NULL AS erased, stage FROM erasures
     WHERE id = $1`,
    [erasure],
  );
  expect(row).toEqual({ reason: '', erased: true, stage: 'completed' });
  const log = await api.database.asAdmin(
    `SELECT actor_as, details FROM audit_entries WHERE action = 'erasure.destroy-records' AND subject_id = $1`,
    [erasure],
  );
  expect(log).toEqual([{ actor_as: destroyRecordsJob.name, details: { files: 2 } }]);
});

test('what is not over yet, or not due for long, stays', async () => {
  const sweep = api.app.get(RecordsSweep, { strict: false });
  await givenErasure(`app_now()::date + 900`);
  const { erasure } = await givenErasure(`app_now()::date - 1`);
  await api.database.asAdmin(`UPDATE erasures SET stage = 'destroyed' WHERE id = $1`, [erasure]);
  expect(await sweep.run()).toBe(0);
});
