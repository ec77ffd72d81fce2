import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export const START = [process.execPath, 'dist/apps/cli/src/main.js', 'start'];
const CLOSED_WITHIN_S = 60;
const READY_AT_ALL_S = 120;

const running = new Set();

/**
 * Starts a program as a terminal does, in a process group of its own: Ctrl-C reaches npm and the program alike.
 * @param {readonly string[]} command
 * @param {Readonly<Record<string, string>>} env set on top of this process's own
 */
export function launch([program, ...rest], env) {
  const child = spawn(program, rest, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
  // Not 'exit': npm may be gone while what the program printed last is still on its way.
  const closed = new Promise((resolve) => child.once('close', resolve));
  const run = { child, closed, output: () => text };
  running.add(run);
  void closed.then(() => running.delete(run));
  return run;
}

export function interrupt({ child }) {
  process.kill(-child.pid, 'SIGINT');
}

/** The exit code, the signal, or 'still running' when the time is over. */
export async function ended({ child, closed }, seconds = CLOSED_WITHIN_S) {
  await Promise.race([closed, sleep(seconds * 1000, undefined, { ref: false })]);
  return child.exitCode ?? child.signalCode ?? 'still running';
}

export async function secondsToReady({ child, output }, address) {
  const started = Date.now();
  while (Date.now() - started < READY_AT_ALL_S * 1000) {
    if ((await statusOf(`${address}/health/ready`)) === 200) return Math.round((Date.now() - started) / 100) / 10;
    if (child.exitCode !== null) throw new Error(`It ended instead of starting.\n${output()}`);
    await sleep(100);
  }
  throw new Error(`It was not ready after ${READY_AT_ALL_S} s.\n${output()}`);
}

/** 0 when nobody listens. */
export async function statusOf(url) {
  try {
    return (await fetch(url)).status;
  } catch {
    return 0;
  }
}

/** Nothing that was launched may outlive the run, whatever went wrong. */
export function endAll() {
  for (const { child } of running) process.kill(-child.pid, 'SIGKILL');
}

export async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once('listening', resolve))));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
