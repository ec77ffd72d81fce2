import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareQueues } from './outbox-queues.ts';
import type { TestDatabase } from './test-database.ts';
import type { WorkerProcessSettings } from './worker-process.ts';

type WorkerChanges = Partial<Pick<WorkerProcessSettings, 'unlogged' | 'sink' | 'dataDir'>>;

/** Worker processes on one database, to be started, killed and started again. */
export class KillableWorkers {
  private readonly running = new Set<ChildProcess>();

  private constructor(
    private readonly database: TestDatabase,
    private readonly dataDir: string,
    private readonly more: WorkerChanges,
  ) {}

  static async on(database: TestDatabase, more: WorkerChanges = {}): Promise<KillableWorkers> {
    await prepareQueues(database);
    return new KillableWorkers(database, mkdtempSync(join(tmpdir(), 'otzyv-workers-')), more);
  }

  /** Resolves when its handlers, relay and sweep run. */
  async start(skewMs = 0): Promise<void> {
    const settings: WorkerProcessSettings = {
      ...{ databaseUrl: this.database.appUrl, relayUrl: this.database.relayUrl, dataDir: this.dataDir, skewMs },
      ...this.more,
    };
    // Built either way: from the sources a spec runs, from the build a proof.
    const built = import.meta.url.endsWith('.ts') ? '../../dist/test/support/' : './';
    const program = new URL(`${built}worker-process.js`, import.meta.url);
    const child = fork(program, [JSON.stringify(settings)], { execArgv: [], stdio: 'inherit' });
    this.running.add(child);
    child.once('exit', () => this.running.delete(child));
    const [first] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [unknown];
    if (first !== 'ready') throw new Error('The worker process ended before it ran.');
  }

  /** The one that has run longest, or all. Nothing is finished, nothing is said goodbye to. */
  async kill(which: 'oldest' | 'all'): Promise<void> {
    const victims = which === 'all' ? [...this.running] : [...this.running].slice(0, 1);
    await Promise.all(
      victims.map(async (victim) => {
        const ended = once(victim, 'exit');
        victim.kill('SIGKILL');
        await ended;
      }),
    );
  }

  async close(): Promise<void> {
    await this.kill('all');
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
