import { expect } from '../check/counted-facts.mjs';
import { barriersOf } from './accessible-page.mjs';

const METHODS = new Set(['get', 'put', 'post', 'delete', 'patch']);

/** The page that explains the API shows every operation of the document and opens one. */
export async function checkDocs(page, address) {
  const document = await (await fetch(`${address}/openapi.json`)).json();
  const operations = Object.values(document.paths).flatMap((path) =>
    Object.keys(path).filter((key) => METHODS.has(key)),
  );
  expect('docs: the document is OpenAPI 3.1', String(document.openapi).startsWith('3.1.'), document.openapi);
  expect('docs: the document has operations', operations.length > 10, `${operations.length} operations`);

  await page.goto(`${address}/docs`, { waitUntil: 'networkidle' });
  await page.waitForSelector('.opblock', { timeout: 15_000 });
  const shown = await page.locator('.opblock').count();
  expect('docs: every operation is shown', shown === operations.length, `${shown} of ${operations.length}`);
  const login = page.locator('.opblock', { hasText: '/v1/auth/login' }).first();
  await login.locator('.opblock-summary-control').first().click();
  await login.locator('.opblock-body').waitFor();
  const asked = await login.locator('.opblock-body textarea').first().inputValue();
  expect('docs: an operation opens with an example to send', Object.hasOwn(JSON.parse(asked), 'password'), asked);
  const answers = await login.locator('.responses-table').innerText();
  expect('docs: ... and with its answers', answers.includes('200') && answers.includes('422'), answers);
  const barriers = await barriersOf(page);
  expect('docs: lang, title, headings and names are there', barriers.length === 0, barriers.join('\n'));
}
