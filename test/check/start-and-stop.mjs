import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeCount, expect } from './counted-facts.mjs';
import { endAll, ended, freePorts, interrupt, launch, secondsToReady, START, statusOf } from './launched-product.mjs';

/**
 * What a newcomer meets: the first start, Ctrl-C, the second start, and the two mistakes everybody makes once. Runs
 * `npm start` on an empty data folder; the build must be up to date. Ends with `N passed, N failed, N skipped`.
 */
// Six seconds on a machine of its own; on a shared one a start has taken twenty, and that is no fault of the program.
const READY_WITHIN_S = 60;
const NPM_START = ['npm', 'start', '--silent'];

const folder = mkdtempSync(join(tmpdir(), 'otzyv-start-'));
const [http, inbound, catcher] = await freePorts(3);
const env = {
  OTZYV_DATA_DIR: join(folder, 'data'),
  HTTP_PORT: String(http),
  INBOUND_SMTP_PORT: String(inbound),
  CATCHER_SMTP_PORT: String(catcher),
};
const address = `http://127.0.0.1:${http}`;

try {
  const first = launch(NPM_START, env);
  const firstSeconds = await secondsToReady(first, address);
  expect(`the first start is ready in under ${READY_WITHIN_S} s`, firstSeconds < READY_WITHIN_S, `${firstSeconds} s`);
  expect('/health/ready answers 200', (await statusOf(`${address}/health/ready`)) === 200);
  expect('/docs answers 200', (await statusOf(`${address}/docs`)) === 200);
  const before = await whatIsThere(first.output());
  expect('a printed login lets in', before !== '', `no printed login was accepted\n${first.output()}`);

  const second = launch(START, env);
  expect('a second one on the same data is refused', (await ended(second)) === 1, second.output());
  expect('... in one clear sentence', /Another Otzyv already runs/.test(second.output()), second.output());
  const strayData = join(folder, 'other');
  const third = launch(START, { ...env, OTZYV_DATA_DIR: strayData, INBOUND_SMTP_PORT: '0', CATCHER_SMTP_PORT: '0' });
  expect('a busy port is refused', (await ended(third, 60)) === 1, third.output());
  expect(
    '... in one clear sentence',
    third.output().includes(String(http)) && !/\n\s+at /.test(third.output()),
    third.output(),
  );

  // npm itself dies of the signal that it hands on; what counts is that the program came to its orderly end.
  interrupt(first);
  await ended(first);
  expect('Ctrl-C stops npm start in order', /^Stopped\.$/m.test(first.output()), first.output());
  expect('nothing listens any more', (await statusOf(`${address}/health/live`)) === 0);

  const again = launch(START, env);
  const againSeconds = await secondsToReady(again, address);
  expect('the second start is ready', againSeconds < READY_WITHIN_S, `${againSeconds} s`);
  const after = await whatIsThere(first.output());
  expect('the second start finds what was there', after !== '' && after === before, `${before}\n${after}`);
  interrupt(again);
  const code = await ended(again);
  expect('Ctrl-C stops it with exit code 0', code === 0, `exit ${code}\n${again.output()}`);
  console.log(`ready after ${firstSeconds} s on an empty folder, ${againSeconds} s on a filled one`);
} catch (error) {
  expect('the run came to its end', false, String(error?.stack ?? error));
} finally {
  endAll();
  rmSync(folder, { recursive: true, force: true });
}
closeCount();

/** Signs in with the first of the printed logins and reads who that is and where: the same answer means the same data. */
async function whatIsThere(printed) {
  const password = /password: ([^)\s]+)/.exec(printed)?.[1];
  const email = /[a-z0-9._-]+@[a-z0-9.-]+\.test/.exec(printed)?.[0];
  const login = await fetch(`${address}/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  if (!login.ok) return '';
  const { accessToken } = await login.json();
  const me = await fetch(`${address}/v1/me`, { headers: { authorization: `Bearer ${accessToken}` } });
  return JSON.stringify(await me.json());
}
