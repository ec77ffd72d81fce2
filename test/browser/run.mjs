import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeCount, expect } from '../check/counted-facts.mjs';
import { endAll, ended, freePorts, interrupt, launch, secondsToReady, START } from '../check/launched-product.mjs';
import { checkAccountPages } from './account-pages.browser.mjs';
import { checkCaughtMail } from './caught-mail.browser.mjs';
import { checkDocs } from './docs.browser.mjs';
import { look, openBrowser } from './looked-at-page.mjs';

/** Looks at the pages of the running product in a real browser. Needs Debian's chromium and a build. */
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
  browser = await openBrowser();
  await look(browser, address, 'docs', (page) => checkDocs(page, address));
  await look(browser, address, 'caught mail', (page) => checkCaughtMail(page, address, catcher));
  await look(browser, address, 'account pages', (page) => checkAccountPages(page, address), { refusals: true });
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
