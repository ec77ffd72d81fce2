import { chromium } from 'playwright-core';
import { expect } from '../check/counted-facts.mjs';

const CHROMIUM = '/usr/bin/chromium';
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

export function openBrowser() {
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', ...QUIET] });
}

/** One page in a browser of its own, which may speak to this machine only and has nothing to complain about. */
export async function look(browser, address, name, check, { refusals = false } = {}) {
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
    // The browser complains of every refused request; a page that is to be refused something has to explain it itself.
    if (refusals && /responded with a status of 4\d\d/.test(message.text())) return;
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
