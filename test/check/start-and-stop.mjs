import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeCount, expect } from './counted-facts.mjs';
import { endAll, ended, freePorts, interrupt, launch, secondsToReady, START, statusOf } from './launched-product.mjs';

/**
 * What a newcomer meets: the first start, Ctrl-C, the second start, and the two mistakes everybody makes once. Runs
 * `npm start` on an empty data folder; the build must be up to date. Ends with `N passed, N failed, N skipped`.
 */
const READY_WITHIN_S = 20;
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
  expect('a printed login lets in', before !== '', 'no login of the printed ones was accepted');

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

  interrupt(first);
  const firstCode = await ended(first);
  expect('Ctrl-C stops it with exit code 0', firstCode === 0, `exit ${firstCode}\n${first.output()}`);
  expect('nothing listens any more', (await statusOf(`${address}/health/live`)) === 0);

  const again = launch(START, env);
  const againSeconds = await secondsToReady(again, address);
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
  endAll();
  rmSync(folder, { recursive: true, force: true });
}
closeCount();

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
