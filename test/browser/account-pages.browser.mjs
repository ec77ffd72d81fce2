import { TOTP, Secret } from 'otpauth';
import { expect } from '../check/counted-facts.mjs';
import { barriersOf } from './accessible-page.mjs';

const ADMIN = { email: 'admin@kazan.demo.test', password: 'otzyv-demo-2026' };
const PASSWORD = 'семь рыжих трамваев';

/** An invited lawyer comes in by the link of the mail, with the keyboard alone; then loses the password and gets a new one. */
export async function checkAccountPages(page, address) {
  const api = await signedIn(address, ADMIN);
  const { branches } = await api('GET', '/v1/me');
  const branch = `/v1/branches/${branches[0].id}`;
  await api('PUT', `${branch}/second-factor-roles`, { roles: ['lawyer'] });
  const email = `lawyer-${Date.now()}@people.test`;
  await api('POST', `${branch}/invitations`, { email, role: 'lawyer' });

  await page.goto(`${address}${await linkTo(address, email, 'invitations')}`, { waitUntil: 'networkidle' });
  const heading = () => page.locator('section:not([hidden]) h2').innerText();
  await barrierFree(page, 'invitation');
  const facts = await page.locator('#accept-new').innerText();
  expect(
    'invitation: it says who invites whom to what',
    facts.includes('Казанское отделение') && facts.includes(email),
    facts,
  );
  expect('invitation: the rules of the password are shown', facts.includes('не короче 10 знаков'), facts);
  await page.keyboard.type('Лев Образцов');
  await page.keyboard.press('Tab');
  await page.keyboard.type('password12345');
  await page.keyboard.press('Enter');
  await page.locator('#accept-new .fault').waitFor();
  const field = page.locator('#accept-new input[name=password]');
  const told = await field.getAttribute('aria-describedby');
  expect('invitation: a weak password is refused beside its field', (told ?? '').includes('fault'), told ?? '');
  expect('invitation: ... which has the focus', await field.evaluate((input) => input.matches(':focus')));
  await page.keyboard.press('Control+A');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');

  await page.locator('#enrol').waitFor({ state: 'visible' });
  await barrierFree(page, 'second factor');
  const drawn = await page.locator('#qr path').getAttribute('d');
  expect('second factor: the QR code is drawn', (drawn ?? '').length > 1000, drawn ?? '');
  const secret = (await page.locator('#secret').innerText()).replaceAll(' ', '');
  const phone = new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 });
  await page.keyboard.type(phone.generate());
  await page.keyboard.press('Enter');
  await page.locator('#recovery').waitFor({ state: 'visible' });
  expect('second factor: ten recovery codes are shown', (await page.locator('#codes li').count()) === 10);
  await page.locator('#recovery button').press('Enter');
  await page.locator('#done').waitFor({ state: 'visible' });
  expect('invitation: it ends with what to do next', (await heading()) === 'Готово', await heading());
  const login = await ask(address, 'POST', '/v1/auth/login', { email, password: PASSWORD });
  expect('invitation: from now on a code is asked for', typeof login.challenge === 'string', JSON.stringify(login));

  await page.reload({ waitUntil: 'networkidle' });
  expect('invitation: the link is over', (await heading()) === 'Ссылка больше не действует', await heading());

  await page.goto(`${address}/password-reset`, { waitUntil: 'networkidle' });
  await barrierFree(page, 'password reset');
  await page.keyboard.type(email);
  await page.keyboard.press('Enter');
  await page.locator('#asked').waitFor({ state: 'visible' });
  // Only the fragment differs: the page begins anew by itself, and what is typed before that goes nowhere.
  const link = `${address}${await linkTo(address, email, 'password-reset')}`;
  await Promise.all([page.waitForEvent('load'), page.evaluate((url) => globalThis.location.assign(url), link)]);
  await page.waitForLoadState('networkidle');
  await page.locator('input[type=password]').first().focus();
  await page.keyboard.type('девять синих облаков над рекой');
  await page.keyboard.press('Enter');
  await page.locator('#done').waitFor({ state: 'visible' });
  const old = await fetch(`${address}/v1/auth/login`, jsonOf('POST', { email, password: PASSWORD }));
  expect('password reset: the old password is void', old.status === 401, String(old.status));
}

async function barrierFree(page, name) {
  const barriers = await barriersOf(page);
  expect(`${name}: the page has lang, title, headings and names`, barriers.length === 0, barriers.join('\n'));
}

/** Path and fragment of the link in the newest mail to the address, once it has come. */
async function linkTo(address, email, page) {
  for (let tries = 0; tries < 100; tries += 1) {
    const list = await (await fetch(`${address}/mail`)).text();
    const ids = [...list.split('<tr>')]
      .filter((row) => row.includes(email))
      .flatMap((row) => row.match(/\/mail\/[\w.-]+/) ?? []);
    for (const path of ids) {
      const found = new RegExp(`/${page}#[\\w-]{43}`).exec(await (await fetch(`${address}${path}`)).text());
      if (found) return found[0];
    }
    await new Promise((resolve) => globalThis.setTimeout(resolve, 200));
  }
  throw new Error(`No mail with a link to /${page} came.`);
}

async function signedIn(address, who) {
  const { accessToken } = await ask(address, 'POST', '/v1/auth/login', who);
  return (method, path, body) => ask(address, method, path, body, accessToken);
}

async function ask(address, method, path, body, token) {
  const answer = await fetch(`${address}${path}`, jsonOf(method, body, token));
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

function jsonOf(method, body, token) {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const headers = { ...authorization, 'idempotency-key': `${Date.now()}-${Math.random()}` };
  return body === undefined
    ? { method, headers }
    : { method, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
