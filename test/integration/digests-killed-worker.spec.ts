import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '#config';
import { newId } from '#kernel';
import { CaughtMail, MailCatcher } from '#mail';
import { mailRouteOf } from '../../apps/mail-route.ts';
import { type ApiServer, type GivenPerson, startApiServer } from '../support/api-server.ts';
import { eventually } from '../support/correspondence-house.ts';
import { KillableWorkers } from '../support/killable-workers.ts';

const PEOPLE = 30;
/** After so many mails all workers are killed. */
const KILLS = [4, 11, 19];

let dataDir: string;
let api: ApiServer;
let caught: CaughtMail;
let catcher: MailCatcher;
let workers: KillableWorkers;
let taken = 0;
let deaths = 0;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'otzyv-digests-'));
  const variables = { OTZYV_DATA_DIR: dataDir, LOG_LEVEL: 'silent', SMTP_URL: '', REDIS_URL: '', S3_URL: '' };
  const config = loadConfig({ ...variables, DATABASE_URL: '', DATABASE_APP_URL: '', DATABASE_RELAY_URL: '' });
  api = await startApiServer({ config, mailRoute: mailRouteOf(config) });
  caught = new CaughtMail(join(dataDir, 'sink'));
  catcher = new MailCatcher({
    onMail: async (mail) => {
      taken += 1;
      // The server has the whole mail, and whoever sent it does not live to hear so.
      if (KILLS.includes(taken)) {
        await workers.kill('all');
        deaths += 1;
      }
      await caught.keep(mail);
    },
  });
  const { port } = await catcher.start();
  workers = await KillableWorkers.on(api.database, { dataDir, sink: { port, folder: join(dataDir, 'sink') } });
}, 60_000);

afterAll(async () => {
  await workers.close();
  await catcher.stop();
  await api.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function givenOverdue(branchId: string): Promise<void> {
  const family = newId();
  await api.database.asAdmin(
    `INSERT INTO families (branch_id, id, number, initials_sealed, data_source, created_by)
      VALUES ($1, $2, 1, '', 'guardian_in_person', $2)`,
    [branchId, family],
  );
  await api.database.asAdmin(
    `INSERT INTO deadlines (branch_id, id, family_id, subject_type, subject_id, rule_id, rule_version, calendar_version,
        time_zone, start_event, start_confidence, started_on, due_on, due_at, provisional, steps, status, settled_at)
      VALUES ($1, $2, $3, 'escalation', $2, 'appeal30d', 1, 'ru-2026-11-24', 'Europe/Moscow', 'filed', 'V',
        app_now()::date - 40, app_now()::date - 10, app_now() - interval '9 days', false, '{}', 'passed', app_now())`,
    [branchId, newId(), family],
  );
}

test('each person is written to once a day, however often the workers are killed', async () => {
  const branchId = await api.givenBranch();
  await givenOverdue(branchId);
  const people: GivenPerson[] = [];
  for (let index = 0; index < PEOPLE; index += 1) {
    people.push(await api.givenPerson({ branchId, role: 'coordinator' }));
  }
  await api.database.asAdmin(
    `INSERT INTO digest_settings (branch_id, person_id, frequency, weekday, hour, language, version, next_at)
      SELECT branch_id, person_id, 'daily', 1, 8, 'ru', 2, app_now() FROM memberships WHERE branch_id = $1`,
    [branchId],
  );
  const states = async () => {
    const rows = await api.database.asAdmin<{ state: string; count: number }>(
      'SELECT state, count(*)::int AS count FROM digests GROUP BY 1',
    );
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  };
  const expireLeases = () =>
    api.database.asAdmin(
      `UPDATE outbox SET lease_until = clock_timestamp() - interval '1 second', announced_at = NULL WHERE status = 'running'`,
    );

  let undecided = 0;
  for (const [index, kill] of KILLS.entries()) {
    await workers.start();
    await eventually(() => Promise.resolve(deaths > index || undefined), `the kill at mail ${kill}`, 30_000);
    undecided += (await states())['sending'] ?? 0;
    await expireLeases();
  }
  await workers.start();
  // What hangs is asked about again a minute later; here at once.
  await eventually(
    async () => {
      await api.database.asAdmin(
        `UPDATE outbox SET not_before = app_now() WHERE status = 'waiting' AND not_before > app_now()`,
      );
      const { sent = 0, ...others } = await states();
      return sent === PEOPLE && Object.keys(others).length === 0 ? true : undefined;
    },
    'all to be sent',
    60_000,
  );
  const to = (await caught.list()).flatMap(({ envelope }) => envelope.to);
  expect(to.toSorted()).toEqual(people.map(({ email }) => email).toSorted());
  // Else no worker died in the moment that matters, and the test has shown nothing.
  expect(undecided).toBeGreaterThan(0);
}, 180_000);
