import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { type Config, loadConfig } from '#config';
import { freePort, openDatabase } from '#database';

const PROGRAM = fileURLToPath(new URL('../../../apps/cli/src/main.js', import.meta.url));

/** `otzyv start` as a process of its own with data, temporary and log files of its own: all that it leaves can be looked at. */
export class OwnSystem {
  readonly folder = mkdtempSync(join(tmpdir(), 'otzyv-story-'));
  readonly dataDir = join(this.folder, 'data');
  readonly temporary = join(this.folder, 'tmp');
  logs = '';
  private child: ChildProcess | null = null;

  private constructor(private readonly ports: readonly [http: number, inbound: number, catcher: number]) {
    mkdirSync(this.temporary);
  }

  static async start(): Promise<OwnSystem> {
    const system = new OwnSystem([await freePort(), await freePort(), await freePort()]);
    await system.run();
    return system;
  }

  get url(): string {
    return `http://127.0.0.1:${this.ports[0]}`;
  }

  get inboundPort(): number {
    return this.ports[1];
  }

  get config(): Config {
    return loadConfig(this.environment);
  }

  /** As the administrator of its database, who sees everything. */
  async admin(): Promise<Client> {
    const { adminUrl } = await openDatabase(this.config, { attach: true });
    const client = new Client({ connectionString: adminUrl, options: '-c timezone=UTC' });
    await client.connect();
    return client;
  }

  async stop(): Promise<void> {
    const child = this.child;
    if (child === null || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
    this.child = null;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get environment(): Record<string, string> {
    const [http, inbound, catcher] = this.ports;
    return {
      ...{ OTZYV_DATA_DIR: this.dataDir, HTTP_HOST: '127.0.0.1', HTTP_PORT: String(http), LOG_LEVEL: 'debug' },
      ...{ INBOUND_SMTP_HOST: '127.0.0.1', INBOUND_SMTP_PORT: String(inbound), CATCHER_SMTP_PORT: String(catcher) },
      ...{ DATABASE_URL: '', DATABASE_APP_URL: '', DATABASE_RELAY_URL: '', REDIS_URL: '', SMTP_URL: '', S3_URL: '' },
      ...{
        MASTER_KEY_FILE: '',
        TOKEN_KEY_FILE: '',
        ANCHOR_KEY_FILE: '',
        AUDIT_ANCHORS_FILE: '',
        MAIL_DOMAIN: 'otzyv.test',
      },
    };
  }

  private async run(): Promise<void> {
    const child = spawn(process.execPath, [PROGRAM, 'start'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', TMPDIR: this.temporary, ...this.environment },
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (this.logs += chunk.toString('utf8')));
    }
    for (const end = Date.now() + 120_000; ;) {
      await sleep(100);
      if (child.exitCode !== null || Date.now() > end) {
        child.kill('SIGKILL');
        throw new Error(`The system did not start: ${this.logs.slice(-2000)}`);
      }
      const answer = await fetch(`${this.url}/health/ready`).catch(() => null);
      if (answer?.ok === true) return;
    }
  }
}
