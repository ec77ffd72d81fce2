import request from 'supertest';
import { ClosuresSweep } from '#erasure';
import { newId } from '#kernel';
import type { ApiServer, SignedIn } from '../support/api-server.ts';
import { type MailedApi, startMailedApi } from '../support/mailed-api.ts';
import { type TwoAssociations, twoAssociations } from '../support/two-associations.ts';

let mailed: MailedApi;
let api: ApiServer;
let two: TwoAssociations;

beforeAll(async () => {
  mailed = await startMailedApi();
  ({ api } = mailed);
  two = await twoAssociations(api);
});
afterAll(() => mailed.close());

const post = (path: string, body: object, who: SignedIn) => request(api.server).post(path).set(who.headers).send(body);
const speaks = async (...languages: string[]) => {
  await api.database.asAdmin('UPDATE branches SET languages = $2 WHERE id = $1', [two.branchId, languages]);
};
const chooses = (who: SignedIn, language: string) =>
  request(api.server).put('/v1/me/language').set(who.headers).send({ language });
const ask = async ({ email }: { email: string }, more: object = {}) => {
  await request(api.server)
    .post('/v1/auth/password-reset-requests')
    .send({ email, ...more })
    .expect(202);
};
const invite = async (email: string, more: object = {}) => {
  await post(`/v1/branches/${two.branchId}/invitations`, { email, role: 'volunteer', ...more }, two.head).expect(201);
};
const subjectTo = async (email: string, nth = 1) => (await mailed.mailTo(email, nth)).mail.subject ?? '';

test('nothing is known: the first language of the branch that there is, else Russian', async () => {
  const [first, second, third] = [1, 2, 3].map(() => `${newId()}@people.test`) as [string, string, string];
  await speaks('en-GB', 'ru');
  await invite(first);
  expect(await subjectTo(first)).toMatch(/^Invitation: /);
  await speaks('tt', 'en');
  await invite(second);
  expect(await subjectTo(second)).toMatch(/^Invitation: /);
  await speaks('tt');
  await invite(third);
  expect(await subjectTo(third)).toMatch(/^Приглашение: /);
});

test('what is known of the person comes first: named by who invites, chosen by the person, asked for with the wish', async () => {
  await speaks('ru');
  const email = `${newId()}@people.test`;
  await invite(email, { language: 'en' });
  const { mail, token } = await mailed.mailTo(email);
  expect(mail.subject).toMatch(/^Invitation: /);
  const password = `пароль ${newId()}`;
  await request(api.server)
    .post('/v1/invitations/acceptance')
    .send({ token, name: 'Ann Sample', password })
    .expect(201);
  await ask({ email });
  expect(await subjectTo(email, 2)).toBe('A new password');

  const { body } = await request(api.server).post('/v1/auth/login').send({ email, password }).expect(200);
  const person = { headers: { authorization: `Bearer ${String(body.accessToken)}` } } as unknown as SignedIn;
  await chooses(person, 'ru').expect(204);
  await chooses(person, 'de').expect(422);
  const me = await request(api.server).get('/v1/me').set(person.headers).expect(200);
  expect(me.body.language).toBe('ru');
  await speaks('en');
  await ask({ email });
  expect(await subjectTo(email, 3)).toBe('Новый пароль');
  await ask({ email }, { language: 'en' });
  expect(await subjectTo(email, 4)).toBe('A new password');
  // Somebody who is registered is invited to one more branch in the language that is known of them.
  const stranger = await twoAssociations(api);
  await post(`/v1/branches/${stranger.branchId}/invitations`, { email, role: 'volunteer' }, stranger.head).expect(201);
  expect(await subjectTo(email, 5)).toMatch(/^Приглашение: /);
  const log = await api.database.asAdmin(
    `SELECT FROM audit_entries WHERE branch_id = $1 AND action = 'account.choose-language'`,
    [two.branchId],
  );
  expect(log).toHaveLength(1);
});

test('notices of broken glass, offers and the end of a closed branch follow it too', async () => {
  await speaks('en');
  const other = await api.signIn({ role: 'branch_admin', branchId: two.branchId });
  await chooses(other, 'ru').expect(204);
  const coordinator = await api.signIn({ role: 'coordinator', branchId: two.branchId });
  const family = `/v1/branches/${two.branchId}/families/${two.familyId}`;
  await post(`${family}/seal`, { reason: 'Защищённый адрес' }, two.head).expect(201);
  await post(`${family}/break-glass`, { reason: 'Звонок из школы: забирают', minutes: 30 }, coordinator).expect(201);
  expect(await subjectTo(two.head.email)).toBe('Emergency access: case ПРЕ-1');
  expect(await subjectTo(other.email)).toBe('Экстренный доступ: дело ПРЕ-1');
  await two.offer().expect(201);
  expect(await subjectTo(two.head.email, 2)).toBe('A branch changes hands: Казанское');
  expect(await subjectTo(other.email, 2)).toBe('Передача отделения: Казанское');

  const branch = `/v1/associations/${two.giver.associationId}/branches/${two.branchId}`;
  const eraseAfter = new Date(Date.now() + 20 * 86_400_000).toISOString();
  await post(`${branch}/close`, { reason: 'Распущено', eraseAfter }, two.giver).expect(200);
  await api.app.get(ClosuresSweep, { strict: false }).run();
  expect(await subjectTo(two.giver.email)).toMatch(/^The data of a closed branch will be destroyed/);
});
