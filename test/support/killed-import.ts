import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import request from 'supertest';
import { loadConfig } from '#config';
import { mailRouteOf } from '../../apps/mail-route.ts';
import { type ApiServer, startApiServer } from './api-server.ts';
import { familiesFile, schoolsFile } from './made-tables.ts';
import { prepareQueues } from './outbox-queues.ts';

export interface KilledImport {
  readonly kind: 'families' | 'schools';
  readonly rows: number;
  readonly kills: number;
  /** SQL by which a proof breaks a mechanism. */
  readonly sabotage?: readonly string[];
}

export interface KilledImportReport {
  /** Lines of the file without exactly one result, families or schools made twice or not at all. */
  readonly violations: readonly string[];
  readonly kills: number;
  readonly checkSeconds: number;
  readonly runSeconds: number;
  /** Of the worker, and of the process of the API, which sends the file as well. */
  readonly peakMiB: number;
  readonly apiPeakMiB: number;
  readonly tally: Readonly<Record<string, number>>;
}

interface View {
  readonly id: string;
  readonly status: string;
  readonly rowsDone: number;
  readonly tally: Readonly<Record<string, number>>;
}

const OUTSIDE = ['DATABASE_URL', 'DATABASE_APP_URL', 'DATABASE_RELAY_URL', 'REDIS_URL', 'SMTP_URL', 'S3_URL'];

/** Brings a file in through the API while its worker is killed (SIGKILL) and started again, and counts what came of it. */
export async function runKilledImport({ kind, rows, kills, sabotage = [] }: KilledImport): Promise<KilledImportReport> {
  const dataDir = mkdtempSync(join(tmpdir(), 'otzyv-killed-import-'));
  const environment = {
    ...{ OTZYV_DATA_DIR: dataDir, LOG_LEVEL: 'silent', INBOUND_SMTP_PORT: '0' },
    ...Object.fromEntries(OUTSIDE.map((name) => [name, ''])),
  };
  const config = loadConfig(environment);
  const api = await startApiServer({ config, mailRoute: mailRouteOf(config) });
  const worker = new KillableWorker(api, environment);
  try {
    await prepareQueues(api.database);
    for (const sql of sabotage) await api.database.asAdmin(sql);
    const coordinator = await api.signIn({ role: 'coordinator' });
    const base = `/v1/branches/${coordinator.branchId}/imports`;
    const get = async (path: string) => (await request(api.server).get(path).set(coordinator.headers).expect(200)).body;
    const view = async (id: string) => (await get(`${base}/${id}`)) as View;
    const file = kind === 'families' ? familiesFile(rows) : schoolsFile(rows);
    const source = kind === 'families' ? 'guardian_form_import' : 'licence_registry';
    const created = await request(api.server)
      .post(`${base}?kind=${kind}&source=${source}`)
      .set(coordinator.headers)
      .attach('file', file, 'таблица.csv')
      .expect(201);
    const { id } = created.body as View;
    await worker.start();
    const checkSeconds = await until(
      () => view(id),
      (one) => one.status === 'ready',
    );
    await request(api.server).post(`${base}/${id}/run`).set(coordinator.headers).expect(202);
    const begun = performance.now();
    for (let kill = 1; kill <= kills; kill += 1) {
      const goal = Math.floor((rows * kill) / (kills + 1));
      await until(
        () => view(id),
        (one) => one.rowsDone >= goal || one.status === 'done',
      );
      await worker.restart();
    }
    await until(
      () => view(id),
      (one) => one.status === 'done',
    );
    const runSeconds = (performance.now() - begun) / 1_000;
    const { tally } = await view(id);
    const violations = await counted(api, id, { kind, rows }, tally);
    return { violations, kills, checkSeconds, runSeconds, peakMiB: worker.peakMiB, apiPeakMiB: ownPeakMiB(), tally };
  } finally {
    worker.kill();
    await api.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Each line once, each with one thing made, each thing once: asked of the tables, not of the counters. */
async function counted(
  { database }: ApiServer,
  importId: string,
  { kind, rows }: Pick<KilledImport, 'kind' | 'rows'>,
  tally: Readonly<Record<string, number>>,
): Promise<string[]> {
  const table = kind === 'families' ? 'families' : 'authorities';
  const column = kind === 'families' ? 'family_id' : 'authority_id';
  const [found] = await database.asAdmin<Record<string, number>>(
    `SELECT (SELECT count(*)::int FROM import_rows WHERE import_id = $1) AS lines,
       (SELECT count(DISTINCT line)::int FROM import_rows WHERE import_id = $1 AND result = 'created') AS created,
       (SELECT count(DISTINCT ${column})::int FROM import_subjects WHERE import_id = $1 AND action = 'created') AS subjects,
       (SELECT count(*)::int FROM ${table} ${kind === 'schools' ? "WHERE kind = 'school'" : ''}) AS made,
       (SELECT count(*)::int FROM import_subjects s WHERE s.import_id = $1
          AND NOT EXISTS (SELECT FROM import_rows r WHERE r.subject_id = s.id)) AS orphans`,
    [importId],
  );
  const expected = { lines: rows, created: rows, subjects: rows, made: rows, orphans: 0 };
  const faults = Object.entries(expected)
    .filter(([name, value]) => found?.[name] !== value)
    .map(([name, value]) => `${name}: ${found?.[name]} instead of ${value}`);
  return tally['created'] === rows ? faults : [...faults, `the tally says ${JSON.stringify(tally)}`];
}

async function until(look: () => Promise<View>, isReached: (view: View) => boolean): Promise<number> {
  const begun = performance.now();
  for (const end = begun + 1_800_000; ;) {
    const view = await look();
    if (isReached(view)) return (performance.now() - begun) / 1_000;
    if (view.status === 'failed' || performance.now() > end) throw new Error(`The import is ${JSON.stringify(view)}.`);
    await sleep(100);
  }
}

/** `maxRSS` is in KiB. */
function ownPeakMiB(): number {
  return Math.round(process.resourceUsage().maxRSS / 1_024);
}

class KillableWorker {
  private child: ChildProcess | undefined;
  private peak = 0;

  constructor(
    private readonly api: ApiServer,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  get peakMiB(): number {
    return Math.round(this.peak / 1_048_576);
  }

  async start(): Promise<void> {
    // Built either way: from the sources a spec runs, from the build a proof.
    const built = import.meta.url.endsWith('.ts') ? '../../dist/test/support/' : './';
    const program = new URL(`${built}import-worker-process.js`, import.meta.url);
    const { appUrl: databaseUrl, relayUrl } = this.api.database;
    const settings = JSON.stringify({ environment: this.environment, databaseUrl, relayUrl });
    const child = fork(program, [settings], { execArgv: [], stdio: 'inherit' });
    this.child = child;
    child.on('message', (told: unknown) => {
      if (typeof told === 'object' && told !== null && 'rss' in told) this.peak = Math.max(this.peak, Number(told.rss));
    });
    await Promise.race([once(child, 'message'), once(child, 'exit').then(() => Promise.reject(new Error('It died.')))]);
  }

  /** Its lease is given up in the database, as time would do it: a proof need not wait a minute for each kill. */
  async restart(): Promise<void> {
    const { child } = this;
    if (child === undefined) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
    await this.api.database.asAdmin(
      `UPDATE outbox SET lease_until = clock_timestamp() - interval '1 second', announced_at = NULL WHERE status = 'running'`,
    );
    await this.start();
  }

  kill(): void {
    this.child?.kill('SIGKILL');
  }
}
