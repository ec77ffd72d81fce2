import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { closeCount, expect } from '../check/counted-facts.mjs';
import { endAll, ended, freePorts, interrupt, launch, secondsToReady, START } from '../check/launched-product.mjs';
import { checkCaughtMail } from './caught-mail.browser.mjs';
import { checkDocs } from './docs.browser.mjs';

/** Looks at the pages of the running product in a real browser. Needs Debian's chromium and a build. */
const CHROMIUM = '/usr/bin/chromium';
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

const folder = mkdtempSync(join(tmpdir(), 'otzyv-browser-'));
const [http, inbound, catcher] = await freePorts(3);
const address = `http://127.0.0.1:${http}`;
let browser;
try {
  const product = launch(START, {
    OTZYV_DATA_DIR: join(folder, 'data'),
    HTTP_PORT: String(http),
    INBOUND_SMTP_PORT: String(inbound),
    CATCHER_SMTP_PORT: String(catcher),
  });
  await secondsToReady(product, address);
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', ...QUIET] });
  await look('docs', (page) => checkDocs(page, address));
  await look('caught mail', (page) => checkCaughtMail(page, address, catcher));
  interrupt(product);
  await ended(product);
} catch (error) {
  expect('the run came to its end', false, String(error?.stack ?? error));
} finally {
  await browser?.close();
  endAll();
  rmSync(folder, { recursive: true, force: true });
}
closeCount();

/** One page in a browser of its own, which may speak to this machine only and has nothing to complain about. */
async function look(name, check) {
  const context = await browser.newContext({ locale: 'ru-RU' });
  const strangers = [];
  const complaints = [];
  await context.route('**/*', (route) => {
    const url = new URL(route.request().url());
    if (url.origin === address || url.protocol === 'data:') return route.continue();
    strangers.push(url.href);
    return route.abort();
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  try {
    await check(page);
  } catch (error) {
    expect(`${name}: the check came to its end`, false, String(error?.stack ?? error));
  }
  expect(`${name}: no request leaves this machine`, strangers.length === 0, strangers.join('\n'));
  expect(`${name}: the console stays silent`, complaints.length === 0, complaints.join('\n'));
  await context.close();
}
