import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * What a newcomer meets: the first start, Ctrl-C, the second start, and the two mistakes everybody makes once. Runs
 * `npm start` on an empty data folder; the build must be up to date. Ends with `N passed, N failed, N skipped`.
 */
const READY_WITHIN_S = 20;
const CLOSED_WITHIN_S = 20;
const NPM_START = ['npm', 'start', '--silent'];
const COMMAND = [process.execPath, 'dist/apps/cli/src/main.js', 'start'];

const folder = mkdtempSync(join(tmpdir(), 'otzyv-start-'));
const [http, inbound, catcher] = await freePorts(3);
const env = {
  ...process.env,
  OTZYV_DATA_DIR: join(folder, 'data'),
  HTTP_PORT: String(http),
  INBOUND_SMTP_PORT: String(inbound),
  CATCHER_SMTP_PORT: String(catcher),
};
const address = `http://127.0.0.1:${http}`;
const counts = { passed: 0, failed: 0 };
const running = new Set();

try {
  const first = launch(NPM_START);
  const firstSeconds = await secondsToReady(first);
  expect(`the first start is ready in under ${READY_WITHIN_S} s`, firstSeconds < READY_WITHIN_S, `${firstSeconds} s`);
  expect('/health/ready answers 200', (await status('/health/ready')) === 200);
  expect('/docs answers 200', (await status('/docs')) === 200);
  const before = await whatIsThere(first.output());
  expect('a printed login lets in', before !== '', 'no login of the printed ones was accepted');

  const second = launch(COMMAND);
  expect('a second one on the same data is refused', (await ended(second)) === 1, second.output());
  expect('... in one clear sentence', /Another Otzyv already runs/.test(second.output()), second.output());
  const strayData = join(folder, 'other');
  const third = launch(COMMAND, { OTZYV_DATA_DIR: strayData, INBOUND_SMTP_PORT: '0', CATCHER_SMTP_PORT: '0' });
  expect('a busy port is refused', (await ended(third, 60)) === 1, third.output());
  expect(
    '... in one clear sentence',
    third.output().includes(String(http)) && !/\n\s+at /.test(third.output()),
    third.output(),
  );

  interrupt(first);
  const firstCode = await ended(first);
  expect('Ctrl-C stops it with exit code 0', firstCode === 0, `exit ${firstCode}\n${first.output()}`);
  expect('nothing listens any more', (await status('/health/live')) === 0);

  const again = launch(COMMAND);
  const againSeconds = await secondsToReady(again);
  expect('the second start is ready', againSeconds < READY_WITHIN_S, `${againSeconds} s`);
  const after = await whatIsThere(first.output());
  expect('the second start finds what was there', after !== '' && after === before, `${before}\n${after}`);
  interrupt(again);
  const code = await ended(again);
  expect('Ctrl-C stops it with exit code 0 again', code === 0, `exit ${code}\n${again.output()}`);
  console.log(`ready after ${firstSeconds} s on an empty folder, ${againSeconds} s on a filled one`);
} catch (error) {
  expect('the run came to its end', false, String(error?.stack ?? error));
} finally {
  for (const { child } of running) process.kill(-child.pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${counts.passed} passed, ${counts.failed} failed, 0 skipped`);
process.exit(counts.failed === 0 ? 0 : 1);

function expect(what, holds, otherwise = '') {
  counts[holds ? 'passed' : 'failed'] += 1;
  console.log(holds ? `ok      ${what}` : `NOT OK  ${what}\n${otherwise}`);
}

/** A process group of its own, as a terminal makes it: Ctrl-C reaches npm and the program alike. */
function launch([program, ...rest], more = {}) {
  const child = spawn(program, rest, { env: { ...env, ...more }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
  const closed = new Promise((resolve) => child.once('exit', resolve));
  const run = { child, closed, output: () => text };
  running.add(run);
  void closed.then(() => running.delete(run));
  return run;
}

function interrupt({ child }) {
  process.kill(-child.pid, 'SIGINT');
}

async function ended({ child, closed }, seconds = CLOSED_WITHIN_S) {
  await Promise.race([closed, sleep(seconds * 1000, undefined, { ref: false })]);
  return child.exitCode ?? (child.signalCode === null ? 'still running' : child.signalCode);
}

async function secondsToReady({ child, output }) {
  const started = Date.now();
  while (Date.now() - started < 60_000) {
    if ((await status('/health/ready')) === 200) return Math.round((Date.now() - started) / 100) / 10;
    if (child.exitCode !== null) throw new Error(`It ended instead of starting.\n${output()}`);
    await sleep(100);
  }
  throw new Error(`It was not ready after 60 s.\n${output()}`);
}

async function status(path) {
  try {
    return (await fetch(`${address}${path}`)).status;
  } catch {
    return 0; // Nobody listens.
  }
}

/** Signs in as one of the printed logins and reads its branches: the same answer means the same data. */
async function whatIsThere(printed) {
  const emails = [...new Set(printed.match(/[a-z0-9._-]+@[a-z0-9.-]+\.test/g) ?? [])];
  const words = [...new Set(printed.match(/\S{8,}/g) ?? [])];
  for (const email of emails.slice(0, 8)) {
    for (const password of words.filter((word) => !word.includes('@') && !word.includes('://')).slice(0, 60)) {
      const answer = await post('/v1/auth/login', { email, password });
      if (answer === null) continue;
      const me = await fetch(`${address}/v1/me`, { headers: { authorization: `Bearer ${answer.accessToken}` } });
      return JSON.stringify(await me.json());
    }
  }
  return '';
}

async function post(path, body) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${address}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return response.ok ? response.json() : null;
}

async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once('listening', resolve))));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
