import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { freePort } from '#database';
import { DemoFailure, eventually } from './demo-failure.ts';

const program = fileURLToPath(new URL('../main.js', import.meta.url));

/** `otzyv start` as a process of its own, on ports of its own: it can be killed and started again like a real one. */
export class DemoServer {
  private child: ChildProcess | null = null;
  private output = '';

  private constructor(
    readonly dataDir: string,
    readonly httpPort: number,
    readonly inboundPort: number,
    private readonly catcherPort: number,
  ) {}

  static async on(dataDir: string): Promise<DemoServer> {
    return new DemoServer(dataDir, await freePort(), await freePort(), await freePort());
  }

  get url(): string {
    return `http://127.0.0.1:${this.httpPort}`;
  }

  /** Settings that keep the demo on this machine, whatever the shell holds. */
  get environment(): Record<string, string> {
    return {
      OTZYV_DATA_DIR: this.dataDir,
      HTTP_HOST: '127.0.0.1',
      HTTP_PORT: String(this.httpPort),
      INBOUND_SMTP_HOST: '127.0.0.1',
      INBOUND_SMTP_PORT: String(this.inboundPort),
      CATCHER_SMTP_PORT: String(this.catcherPort),
      LOG_LEVEL: 'warn',
      ...{ DATABASE_URL: '', DATABASE_APP_URL: '', DATABASE_RELAY_URL: '', REDIS_URL: '', SMTP_URL: '', S3_URL: '' },
      ...{ MASTER_KEY_FILE: '', TOKEN_KEY_FILE: '', MAIL_DOMAIN: 'otzyv.test' },
    };
  }

  /** The end of what the server wrote: its warnings and errors. */
  get lastWords(): string {
    return this.output.trim().slice(-2000);
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [program, 'start'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', ...this.environment },
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (this.output += chunk.toString('utf8')));
    }
    await eventually('the server answers /health/ready', 60, async () => {
      if (child.exitCode !== null) throw new DemoFailure(`the server ended: ${this.lastWords}`);
      const answer = await fetch(`${this.url}/health/ready`).catch(() => null);
      return answer?.ok === true ? true : null;
    });
  }

  /** As a power cut would: nothing is finished, nothing is said. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  stop(): Promise<void> {
    return this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) =>
      child.once('exit', () => {
        resolve();
      }),
    );
    child.kill(signal);
    await ended;
    this.child = null;
  }
}
