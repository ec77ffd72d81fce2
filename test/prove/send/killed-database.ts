import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { newId } from '#kernel';
import { CaughtMail, MailCatcher } from '#mail';
import { startCluster } from '../../support/database-cluster.ts';
import { prepareQueues } from '../../support/outbox-queues.ts';
import { readyRequests, type ReadyRequest, submit } from '../../support/ready-requests.ts';
import { serveApi, type ServedApi } from '../../support/served-api.ts';
import type { PromiseProof, Verdict } from '../promise.ts';

const CRASHES = 5;
const CRASH_EVERY_MS = 2_000;
const LANES = 3;
const PATIENCE_MS = 120_000;

interface Faulty {
  readonly settings?: Readonly<Record<string, string>>;
}

/** 2: PostgreSQL ends at once, five times, under submissions and hand-overs: what was answered 202 is kept, and sent once. */
export const killedDatabase: PromiseProof = {
  id: '2-killed-database',
  ciSize: 40,
  sabotageSize: 20,
  run: ({ n }) => submitThrough(n, {}),
  sabotages: [
    {
      name: 'commits are answered before they are on the disk',
      run: ({ n }) => submitThrough(n, { settings: { synchronous_commit: 'off', wal_writer_delay: '10s' } }),
    },
  ],
};

async function submitThrough(n: number, { settings = {} }: Faulty): Promise<Verdict> {
  const outer = process.env['OTZYV_TEST_CLUSTER'];
  // What the system has been told to write survives the death of a process; fsync is about the death of the machine.
  const cluster = await startCluster({ synchronous_commit: 'on', full_page_writes: 'on', ...settings });
  process.env['OTZYV_TEST_CLUSTER'] = cluster.adminUrl;
  let api: ServedApi | null = null;
  let sink: MailCatcher | null = null;
  const workers: ChildProcess[] = [];
  try {
    api = await serveApi({ pool: 6 });
    const caught = new CaughtMail(join(api.dataDir, 'caught-mail'));
    sink = new MailCatcher({
      onMail: async (mail) => {
        await caught.keep(mail);
      },
    });
    const { port } = await sink.start();
    await prepareQueues(api.database);
    const ready = await readyRequests(api, n);
    for (let count = 0; count < 2; count += 1) workers.push(await startWorker(api, port));
    const accepted = new Map<string, string>();
    const submitting = submitAll(api, ready, accepted);
    let crashes = 0;
    for (; crashes < CRASHES; crashes += 1) {
      await sleep(CRASH_EVERY_MS);
      await crash(api.database.adminUrl);
    }
    await submitting;
    const faults = await compared(api, caught, accepted, n);
    return { n, violations: faults.length, details: { crashes, accepted: accepted.size, faults: faults.slice(0, 10) } };
  } finally {
    for (const worker of workers) worker.kill('SIGKILL');
    await api?.kill();
    await sink?.stop();
    if (outer === undefined) delete process.env['OTZYV_TEST_CLUSTER'];
    else process.env['OTZYV_TEST_CLUSTER'] = outer;
    await cluster.stop();
  }
}

/** Each until the API has answered 202, as a client does that was told to come again. */
async function submitAll(api: ServedApi, ready: readonly ReadyRequest[], accepted: Map<string, string>): Promise<void> {
  let next = 0;
  const pause = (CRASHES * CRASH_EVERY_MS * LANES) / ready.length;
  const lane = async (): Promise<void> => {
    for (let one = ready[next++]; one !== undefined; one = ready[next++]) {
      const key = newId();
      for (const end = Date.now() + PATIENCE_MS; ;) {
        const reply = await submit(api, one, key).catch(() => null);
        if (reply?.status === 202) {
          accepted.set(one.id, (JSON.parse(reply.text) as { messageId: string }).messageId);
          break;
        }
        if (reply !== null && reply.status < 500)
          throw new Error(`A submission was answered ${reply.status}: ${reply.text}`);
        if (Date.now() > end) throw new Error('The API never came back.');
        await sleep(100);
      }
      await sleep(pause);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/** One server process killed: PostgreSQL ends all the others at once, as `stop -m immediate` does, and recovers by itself. */
async function crash(adminUrl: string): Promise<void> {
  const [row] = await asked<{ pid: number }>(
    adminUrl,
    `SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'`,
  );
  if (row === undefined) throw new Error('There is no checkpointer.');
  process.kill(row.pid, 'SIGKILL');
  await sleep(100);
  // The leases of that time end, as they would by themselves half a minute later.
  await asked(
    adminUrl,
    `UPDATE outbox SET lease_until = clock_timestamp() - interval '1 second', announced_at = NULL WHERE status = 'running'`,
  );
}

async function compared(
  api: ServedApi,
  caught: CaughtMail,
  accepted: ReadonlyMap<string, string>,
  n: number,
): Promise<string[]> {
  const { adminUrl } = api.database;
  const left = `SELECT 1 FROM outbox WHERE job = 'correspondence.deliver-message' AND status IN ('waiting', 'running')`;
  for (const end = Date.now() + PATIENCE_MS; (await asked(adminUrl, left)).length > 0 && Date.now() < end;) {
    await sleep(250);
    await asked(adminUrl, `UPDATE clock_shift SET shift = shift + interval '10 seconds'`);
  }
  const rows = await asked<{ id: string; state: string; request: string }>(
    adminUrl,
    `SELECT m.id, m.state, t.subject_id AS request FROM messages m JOIN threads t USING (branch_id)
      WHERE t.id = m.thread_id`,
  );
  const times = new Map<string, number>();
  for (const { messageId } of await caught.list()) {
    const id = /^<([^@]+)@/.exec(messageId ?? '')?.[1] ?? '';
    times.set(id, (times.get(id) ?? 0) + 1);
  }
  const byId = new Map(rows.map((row) => [row.id, row]));
  const faults = rows.length === n ? [] : [`${rows.length} messages of ${n} submissions`];
  for (const [request, messageId] of accepted) {
    const row = byId.get(messageId);
    if (row?.request !== request) faults.push('a submission that was answered 202 is gone');
    else if (row.state !== 'sent') faults.push(`an accepted letter is ${row.state}`);
    if (times.get(messageId) !== 1) faults.push(`an accepted letter is ${times.get(messageId) ?? 0} times in the sink`);
  }
  if (times.size !== n) faults.push(`${times.size} letters in the sink for ${n} submissions`);
  return faults;
}

/** On a connection of its own each time: the last one may have died with its server. */
async function asked<Row extends object>(url: string, sql: string): Promise<Row[]> {
  for (let tries = 0; ; tries += 1) {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query<Row>(sql)).rows;
    } catch (error) {
      if (tries > 200) throw error;
      await sleep(50);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

async function startWorker(api: ServedApi, sinkPort: number): Promise<ChildProcess> {
  const environment = {
    ...{
      OTZYV_DATA_DIR: api.dataDir,
      LOG_LEVEL: 'silent',
      INBOUND_SMTP_PORT: '0',
      CATCHER_SMTP_PORT: String(sinkPort),
    },
  };
  const { appUrl: databaseUrl, relayUrl } = api.database;
  const settings = JSON.stringify({ environment, databaseUrl, relayUrl });
  const program = new URL('../../support/import-worker-process.js', import.meta.url);
  const child = fork(program, [settings], { execArgv: [], stdio: 'inherit' });
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('The worker process ended before it ran.'))),
  ]);
  return child;
}
