import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '#database';

export interface RedisServer {
  readonly url: string;
  /** Sends one inline command (`FLUSHALL`) and resolves to the first line of the answer. */
  command(line: string): Promise<string>;
  /** Ends the process without a farewell; what it held is gone. */
  kill(): Promise<void>;
  /** Starts an empty server on the same port. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Why the tests on Redis cannot run here, or undefined when they can. On a bare developer's machine they are skipped
 * with this reason; in CI a missing server is no reason, so they run and fail.
 */
export function redisMissing(): string | undefined {
  if (process.env['CI'] === 'true') return undefined;
  return spawnSync('redis-server', ['--version']).status === 0 ? undefined : 'there is no redis-server on this machine';
}

/** An empty Redis on a free loopback port that keeps nothing on disk. */
export async function startRedisServer(): Promise<RedisServer> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'otzyv-redis-'));
  let child: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    const options = {
      '--bind': '127.0.0.1',
      '--port': String(port),
      '--dir': folder,
      '--maxmemory-policy': 'noeviction',
    };
    child = spawn('redis-server', [...Object.entries(options).flat(), '--save', '', '--appendonly', 'no'], {
      stdio: 'ignore',
    });
    const failure = new Promise<never>((_resolve, reject) => child?.once('error', reject));
    await Promise.race([answering(port), failure]);
  };
  const kill = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    command: (line) => ask(port, line),
    kill,
    start,
    stop: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answering(port: number): Promise<void> {
  for (let round = 0; round < 100; round += 1) {
    const answer = await ask(port, 'PING').catch(() => '');
    if (answer === '+PONG') return;
    await sleep(50);
  }
  throw new Error('redis-server did not answer within 5 seconds.');
}

async function ask(port: number, line: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  try {
    socket.write(`${line}\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    return answer.toString('utf8').split('\r\n')[0] ?? '';
  } finally {
    socket.destroy();
  }
}
