import request from 'supertest';
import { newId } from '#kernel';
import type { ApiServer } from '../support/api-server.ts';
import { challengeFor, enrol } from '../support/authenticator.ts';
import { type MailedApi, PUBLIC_URL, startMailedApi } from '../support/mailed-api.ts';

const NEW_PASSWORD = 'семь рыжих трамваев';

let mailed: MailedApi;
let api: ApiServer;

beforeAll(async () => {
  mailed = await startMailedApi();
  ({ api } = mailed);
});
afterAll(() => mailed.close());

const post = (path: string, body: object, from: Record<string, string> = {}) =>
  request(api.server).post(path).set(from).send(body);
const ask = (email: string, more: object = {}) => post('/v1/auth/password-reset-requests', { email, ...more });
const reset = (token: string, password = NEW_PASSWORD) => post('/v1/auth/password-resets', { token, password });
const login = (email: string, password: string) => post('/v1/auth/login', { email, password });

test('a link comes by mail, sets a new password once, and ends every session', async () => {
  const person = await api.signIn({ role: 'coordinator' });
  await ask(person.email.toUpperCase()).expect(202);
  const { mail, token } = await mailed.mailTo(person.email);
  expect(mail.text).toContain(`${PUBLIC_URL}/password-reset#${token}`);
  expect(mail.subject).toBe('Новый пароль');
  await reset(token, 'коротко').expect(422);
  await reset(token).expect(204);
  expect((await reset(token).expect(410)).body.code).toBe('access.reset-gone');
  await request(api.server).get('/v1/me').set(person.headers).expect(401);
  expect((await post('/v1/auth/refresh', { refreshToken: person.refreshToken })).status).toBe(401);
  await login(person.email, person.password).expect(401);
  await login(person.email, NEW_PASSWORD).expect(200);
  const log = await api.database.asAdmin<{ action: string; role: string }>(
    `SELECT action, actor_as AS role FROM audit_entries WHERE branch_id = $1 AND action LIKE 'password.%' ORDER BY number`,
    [person.branchId],
  );
  expect(log).toEqual([
    { action: 'password.ask-for-reset', role: 'sign-in' },
    { action: 'password.reset', role: 'sign-in' },
  ]);
});

test('a second factor stays: the new password alone lets nobody in', async () => {
  const person = await api.signIn({ role: 'lawyer' });
  await enrol(api, person.headers);
  await ask(person.email, { language: 'en' }).expect(202);
  const { mail, token } = await mailed.mailTo(person.email);
  expect(mail.subject).toBe('A new password');
  await reset(token).expect(204);
  expect(await challengeFor(api, { ...person, password: NEW_PASSWORD })).toMatch(/^[\w-]{43}$/);
});

test('only the newest link counts, for an hour', async () => {
  const person = await api.signIn({ role: 'volunteer' });
  await ask(person.email).expect(202);
  const first = await mailed.mailTo(person.email);
  await ask(person.email).expect(202);
  const second = await mailed.mailTo(person.email, 2);
  await reset(first.token).expect(410);
  await api.database.asAdmin(`UPDATE clock_shift SET shift = interval '61 minutes'`);
  try {
    await reset(second.token).expect(410);
  } finally {
    await api.database.asAdmin(`UPDATE clock_shift SET shift = interval '0'`);
  }
  const both = await Promise.all([reset(second.token), reset(second.token)]);
  expect(both.map(({ status }) => status).sort()).toEqual([204, 410]);
});

test('known, unknown and former people are answered alike, in every byte and in time', async () => {
  const known = await api.signIn({ role: 'volunteer' });
  const former = await api.signIn({ role: 'volunteer' });
  await api.database.asAdmin('UPDATE memberships SET revoked_at = now() WHERE person_id = $1', [former.id]);
  const answers = [];
  for (const email of [known.email, former.email, `${newId()}@people.test`]) {
    const begun = performance.now();
    const { status, text, headers } = await ask(email);
    const { date, 'x-request-id': id, ...others } = headers as Record<string, string>;
    expect([date, id]).not.toContain(undefined);
    answers.push({ ms: performance.now() - begun, print: JSON.stringify([status, text, others]) });
  }
  expect(new Set(answers.map(({ print }) => print)).size).toBe(1);
  // The floor is far above the work, so what is left is the machine's own noise.
  const times = answers.map(({ ms }) => ms);
  expect(Math.min(...times)).toBeGreaterThan(390);
  await mailed.mailTo(known.email);
  expect(await mailed.mailsTo(former.email)).toBe(0);
  const rows = await api.database.asAdmin('SELECT 1 FROM password_resets WHERE person_id = $1', [former.id]);
  expect(rows).toEqual([]);
});

test('asking again and again is stopped for unknown addresses as for known ones', async () => {
  const person = await api.signIn({ role: 'volunteer' });
  for (const email of [person.email, `${newId()}@people.test`]) {
    const statuses = [];
    for (let n = 0; n < 5; n += 1) statuses.push((await ask(email)).status);
    expect(statuses).toEqual([202, 202, 202, 429, 429]);
  }
});

test('the token is nowhere: the database holds its hash, the queue an id', async () => {
  const person = await api.signIn({ role: 'volunteer' });
  await ask(person.email).expect(202);
  const { token } = await mailed.mailTo(person.email);
  const rows = await api.database.asAdmin<{ all: string }>(
    `SELECT (SELECT string_agg(r::text, ' ') FROM password_resets r) || (SELECT string_agg(o::text, ' ') FROM outbox o) AS all`,
  );
  expect(rows[0]?.all).not.toContain(token);
  expect(rows[0]?.all).not.toContain(person.email);
});
