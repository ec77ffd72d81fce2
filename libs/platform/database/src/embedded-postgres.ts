import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { ConfigurationError } from '#config';
import { freePort } from './free-port.ts';
import { type PostgresAccount, postgresAccount } from './postgres-account.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';

const SUPERUSER = 'otzyv_admin';
const LEAST_FREE_BYTES = 200 * 1024 * 1024;
const START_TIMEOUT_MS = 30_000;

export interface EmbeddedPostgresOptions {
  /** Folder that will hold `postgres/`. */
  readonly dataDir: string;
  readonly password: string;
  /** Server settings beside the defaults, e.g. `{ fsync: 'off' }` for a cluster that tests throw away. */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * A real PostgreSQL of this program's own, in one folder, on a loopback port that the system chooses. A cluster is
 * made beside its place and moved in when complete, so a killed first start leaves nothing half-done behind. A server
 * that outlived a killed program is taken over; one that another program still uses is refused.
 */
export class EmbeddedPostgres {
  private readonly options: EmbeddedPostgresOptions;
  private readonly folder: string;
  private holder: Client | null = null;
  private port = 0;

  constructor(options: EmbeddedPostgresOptions) {
    this.options = options;
    this.folder = join(options.dataDir, 'postgres');
  }

  /** Starts or takes over the server; resolves to the administrator's URL of database `otzyv`. */
  async start(): Promise<string> {
    mkdirSync(this.options.dataDir, { recursive: true });
    this.refuseFullDisk();
    const account = postgresAccount();
    this.refuseIncompleteFolder();
    if (!existsSync(this.folder)) await this.initialise(account);
    if (!(await this.takeOver())) await this.launch(account);
    await this.createDatabase();
    return this.urlOf('otzyv');
  }

  /** The administrator's URL of a server that another process of this program runs, or null when none does. */
  attach(): string | null {
    if (this.runningPid() === null) return null;
    this.port = Number(this.postmasterFile()[3]);
    return this.urlOf('otzyv');
  }

  urlOf(database: string): string {
    return `postgres://${SUPERUSER}:${encodeURIComponent(this.options.password)}@127.0.0.1:${this.port}/${database}`;
  }

  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
  async stop(): Promise<void> {
    await this.holder?.end();
    this.holder = null;
    const pid = this.runningPid();
    if (pid === null) return;
    signal(pid, 'SIGINT');
    for (let waited = 0; waited < START_TIMEOUT_MS && this.runningPid() !== null; waited += 50) await sleep(50);
  }

  private refuseFullDisk(): void {
    const { bavail, bsize } = statfsSync(this.options.dataDir);
    if (bavail * bsize >= LEAST_FREE_BYTES) return;
    throw new ConfigurationError(
      `The disk of ${this.options.dataDir} has ${Math.floor((bavail * bsize) / 1_048_576)} MiB free; at least 200 MiB are needed. Free some space or set OTZYV_DATA_DIR to another disk.`,
    );
  }

  /** Never deleted by itself: it may be somebody's only copy. An unfinished one of our own has another name. */
  private refuseIncompleteFolder(): void {
    if (!existsSync(this.folder) || existsSync(join(this.folder, 'PG_VERSION'))) return;
    throw new ConfigurationError(
      `${this.folder} is not a complete PostgreSQL folder (PG_VERSION is missing). If you need nothing in it, delete it and start again; otherwise restore it from a backup.`,
    );
  }

  private async initialise(account: PostgresAccount): Promise<void> {
    const { initdb } = await findPostgresBinaries();
    const unfinished = `${this.folder}.initialising`;
    const passwordFile = `${unfinished}.password`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { mode: 0o700 });
    account.own(unfinished);
    writeFileSync(passwordFile, `${this.options.password}\n`, { mode: 0o600 });
    account.own(passwordFile);
    const run = [initdb, '-D', unfinished, '-U', SUPERUSER, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    const { code, output } = await finished(spawnAs(account, [...run, ...locale, '--no-sync']));
    rmSync(passwordFile, { force: true });
    if (code !== 0) {
      rmSync(unfinished, { recursive: true, force: true });
      throw new ConfigurationError(`PostgreSQL could not make its folder ${this.folder}: ${lastLine(output)}`);
    }
    renameSync(unfinished, this.folder);
  }

  /** True when a server of this folder already runs and no living program holds it. */
  private async takeOver(): Promise<boolean> {
    if (this.runningPid() === null) return false;
    this.port = Number(this.postmasterFile()[3]);
    await this.hold();
    return true;
  }

  private async launch(account: PostgresAccount): Promise<void> {
    const { postgres } = await findPostgresBinaries();
    this.port = await freePort();
    const settings = {
      listen_addresses: '127.0.0.1',
      port: String(this.port),
      unix_socket_directories: '',
      max_connections: '100',
      log_min_messages: 'fatal',
      ...this.options.settings,
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    // A group of its own: Ctrl-C in the terminal must reach this program first and the server only through it.
    const server = spawnAs(account, [postgres, '-D', this.folder, ...flags], { detached: true });
    const output = collect(server);
    for (let waited = 0; waited < START_TIMEOUT_MS; waited += 25) {
      await sleep(25);
      if (server.exitCode !== null) break; // Its last line says why.
      if (!(await this.answers())) continue;
      this.release(server);
      await this.hold();
      return;
    }
    throw new ConfigurationError(`PostgreSQL did not start in ${this.folder}: ${lastLine(output())}`);
  }

  /** The server must not keep this program from ending, nor stop when nobody reads its words any more. */
  private release(server: ChildProcess): void {
    server.stdout?.destroy();
    server.stderr?.destroy();
    server.unref();
  }

  private async answers(): Promise<boolean> {
    const client = new Client({ connectionString: this.urlOf('postgres') });
    try {
      await client.connect();
      return true;
    } catch {
      return false; // Still starting; the caller gives up after START_TIMEOUT_MS and shows the server's own words.
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** A session-level advisory lock says "this data is in use": unlike a file, it ends with a killed program. */
  private async hold(): Promise<void> {
    const client = new Client({ connectionString: this.urlOf('postgres') });
    client.on('error', () => undefined); // The server going away ends the lock; whoever queries next reports it.
    await client.connect();
    const { rows } = await client.query<{ held: boolean }>("SELECT pg_try_advisory_lock(hashtext('otzyv')) AS held");
    if (rows[0]?.held !== true) {
      await client.end();
      throw new ConfigurationError(
        `Another Otzyv already runs on the data in ${this.options.dataDir}. Stop it first, or set OTZYV_DATA_DIR to another folder.`,
      );
    }
    this.holder = client;
  }

  private async createDatabase(): Promise<void> {
    const { rowCount } = (await this.holder?.query("SELECT FROM pg_database WHERE datname = 'otzyv'")) ?? {};
    if (rowCount === 0) await this.holder?.query('CREATE DATABASE otzyv');
  }

  private postmasterFile(): string[] {
    const file = join(this.folder, 'postmaster.pid');
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  }

  private runningPid(): number | null {
    const pid = Number(this.postmasterFile()[0]);
    return Number.isInteger(pid) && pid > 0 && isPostgres(pid) ? pid : null;
  }
}

/** A stale pid file may name a number that another program has by now. */
function isPostgres(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const commandLine = `/proc/${pid}/cmdline`;
  return (
    !existsSync('/proc/self/cmdline') ||
    (existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes('postgres'))
  );
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function spawnAs(
  account: PostgresAccount,
  command: readonly string[],
  options: { detached?: boolean } = {},
): ChildProcess {
  const [program = '', ...rest] = [...account.prefix, ...command];
  return spawn(program, rest, {
    ...options,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { LC_ALL: 'C', PATH: '/usr/bin:/bin:/usr/sbin:/sbin' },
  });
}

function collect(child: ChildProcess): () => string {
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8');
}

function finished(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  const output = collect(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, output: output() });
    });
  });
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? 'no message';
}
