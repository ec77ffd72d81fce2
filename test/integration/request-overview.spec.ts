import { newId } from '#kernel';
import { CaseHouse } from '../support/case-house.ts';

let house: CaseHouse;

beforeAll(async () => {
  house = await CaseHouse.build();
  await house.moveClockTo(new Date('2026-10-05T07:00:00Z'));
}, 60_000);

afterAll(async () => {
  await house.close();
});

const overview = async (who = house.coordinator) => (await house.get('/overview', who).expect(200)).body;

test('an empty branch has an overview of zeros', async () => {
  expect(await overview()).toMatchObject({
    stages: { draft: 0, closed: 0, transferred: 0 },
    lateness: { no_clock: 0, in_time: 0, overdue: 0, settled: 0 },
    replyWaiting: 0,
    months: [],
  });
});

test('the overview counts every step, before and after the changes are folded, and a term that ran out at once', async () => {
  const [first] = [await house.openCase(), await house.openCase()];
  expect(await overview()).toMatchObject({ stages: { draft: 2 }, lateness: { no_clock: 2 } });
  await house.prepare(first);
  await house.send(first);
  const sent = await overview();
  expect(sent).toMatchObject({ stages: { draft: 1, submitted: 1 }, lateness: { no_clock: 1, in_time: 1, overdue: 0 } });
  expect(sent.months).toEqual([{ month: '2026-10', opened: 2 }]);
  await house.api.database.asAdmin('SELECT fold_request_counts(10000)');
  expect(await house.api.database.asAdmin('SELECT FROM request_count_changes')).toEqual([]);
  expect({ ...(await overview()), asOf: '' }).toEqual({ ...sent, asOf: '' });
  await house.moveClockTo(new Date('2027-03-01T07:00:00Z'));
  expect(await overview()).toMatchObject({ lateness: { no_clock: 1, in_time: 0, overdue: 1, settled: 0 } });
});

test('numbers are for who may read them, also without a family; another branch has numbers of its own', async () => {
  const admin = await house.api.signIn({ role: 'association_admin', branchId: house.coordinator.branchId });
  expect((await overview(admin)).stages.draft).toBe(1);
  const volunteer = await house.api.signIn({ role: 'volunteer', branchId: house.coordinator.branchId });
  await house.get('/overview', volunteer).expect(403);
});

test('the sums equal a recount after a thousand changes at random, some of them rolled back', async () => {
  const { database } = house.api;
  await database.asAdmin(`SET session_replication_role = origin`);
  for (let turn = 0; turn < 20; turn += 1) {
    await database.asAdmin(
      `INSERT INTO requests (branch_id, id, case_number, family_id, guardian_id, authority_id, created_at, created_by)
        SELECT branch_id, gen_random_uuid(), $1 || g, family_id, guardian_id, authority_id,
          created_at - g * interval '10 days', created_by FROM requests, generate_series(1, 20) g
        WHERE case_number = (SELECT min(case_number) FROM requests)`,
      [newId()],
    );
    await database.asAdmin(
      `UPDATE requests SET stage = (ARRAY['draft', 'ready', 'withdrawn'])[1 + floor(random() * 3)::int],
          reply_waiting_since = CASE WHEN random() < 0.3 THEN now() END, clocks = floor(random() * 3)::int,
          passed_clocks = CASE WHEN random() < 0.2 THEN 1 ELSE 0 END,
          next_due_at = CASE WHEN random() < 0.5 THEN now() + random() * interval '1 day' END
        WHERE stage <> 'submitted' AND random() < 0.5`,
    );
    await database.asAdmin('BEGIN');
    await database.asAdmin(`UPDATE requests SET stage = 'withdrawn'`);
    await database.asAdmin('ROLLBACK');
    if (turn % 3 === 0) await database.asAdmin('SELECT fold_request_counts(50)');
  }
  const differences = await database.asAdmin(`
    SELECT stage, lateness, reply_waiting, month, sum(n) FROM (
      SELECT stage, lateness, reply_waiting, month, requests AS n FROM request_counts
      UNION ALL SELECT stage, lateness, reply_waiting, month, requests FROM request_count_changes
      UNION ALL SELECT stage, lateness_kept(clocks, passed_clocks, next_due_at), reply_waiting_since IS NOT NULL,
        date_trunc('month', created_at AT TIME ZONE 'Europe/Moscow')::date, -1 FROM requests) s
    GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0`);
  expect(differences).toEqual([]);
});
