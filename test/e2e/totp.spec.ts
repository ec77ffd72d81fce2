import request from 'supertest';
import { type ApiServer, startApiServer } from '../support/api-server.ts';
import { challengeFor, enrol } from '../support/authenticator.ts';

let api: ApiServer;

beforeAll(async () => {
  api = await startApiServer();
});
afterAll(() => api.close());

const answer = (challenge: string, code: string) =>
  request(api.server).post('/v1/auth/second-factor').send({ challenge, code });
const me = (accessToken: string) => request(api.server).get('/v1/me').set('authorization', `Bearer ${accessToken}`);

test('with a second factor the password gives a challenge, and a code the tokens', async () => {
  const person = await api.signIn({ role: 'lawyer' });
  const { authenticator } = await enrol(api, person.headers);
  const { email, password } = person;
  const login = await request(api.server).post('/v1/auth/login').send({ email, password }).expect(200);
  expect(Object.keys(login.body as object).sort()).toEqual(['challenge', 'challengeExpiresIn']);
  const wrong = await answer(login.body.challenge as string, '000000');
  expect([wrong.status, wrong.body.code]).toEqual([401, 'access.code-wrong']);
  const { body } = await answer(login.body.challenge as string, authenticator.code()).expect(200);
  await me(body.accessToken as string).expect(200);
  const sessions = await request(api.server).get('/v1/me/sessions').set('authorization', `Bearer ${body.accessToken}`);
  expect(sessions.body.items[0]).toMatchObject({ current: true, secondFactor: true });
});

test('a code, a challenge and a recovery code count once', async () => {
  const person = await api.signIn({ role: 'lawyer' });
  const { authenticator, recoveryCodes } = await enrol(api, person.headers);
  const challenge = await challengeFor(api, person);
  const code = authenticator.code();
  await answer(challenge, code).expect(200);
  expect((await answer(challenge, authenticator.code(1))).body.code).toBe('access.challenge-refused');
  expect((await answer(await challengeFor(api, person), code)).body.code).toBe('access.code-wrong');
  const [first = '', second = ''] = recoveryCodes;
  expect(new Set(recoveryCodes).size).toBe(10);
  await answer(await challengeFor(api, person), first.toUpperCase().replace('-', ' ')).expect(200);
  expect((await answer(await challengeFor(api, person), first)).body.code).toBe('access.code-wrong');
  await answer(await challengeFor(api, person), second).expect(200);
  const state = await request(api.server).get('/v1/me/second-factor').set(person.headers).expect(200);
  expect(state.body).toEqual({ enrolled: true, recoveryCodesLeft: 8 });
});

test('one code a hundred times at once lets one in', async () => {
  const person = await api.signIn({ role: 'lawyer' });
  const { authenticator } = await enrol(api, person.headers);
  const challenges = await Promise.all(Array.from({ length: 10 }, () => challengeFor(api, person)));
  const code = authenticator.code();
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) => answer(challenges[index % 10] ?? '', code)),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 401, 429]));
});

test('guessing a code behind a right password is stopped', async () => {
  const person = await api.signIn({ role: 'lawyer' });
  await enrol(api, person.headers);
  const challenge = await challengeFor(api, person);
  const statuses = [];
  for (let n = 0; n < 12; n += 1) statuses.push((await answer(challenge, String(100_000 + n))).status);
  // Enrolling has used one of the ten.
  expect(statuses.slice(9)).toEqual([429, 429, 429]);
});

test('an unknown or expired challenge is refused', async () => {
  const person = await api.signIn({ role: 'lawyer' });
  const { authenticator } = await enrol(api, person.headers);
  const challenge = await challengeFor(api, person);
  await api.database.asAdmin('UPDATE login_challenges SET expires_at = now() WHERE person_id = $1', [person.id]);
  expect((await answer(challenge, authenticator.code())).body.code).toBe('access.challenge-refused');
  expect((await answer('A'.repeat(43), '123456')).body.code).toBe('access.challenge-refused');
  await answer('A'.repeat(43), 'abc').expect(422);
});

test('a secret without a shown code asks nothing yet, and a confirmed one is not overwritten', async () => {
  const person = await api.signIn({ role: 'lawyer' });
  const begin = () => request(api.server).post('/v1/me/second-factor').set(person.headers);
  await begin().expect(201);
  const { email, password } = person;
  const login = await request(api.server).post('/v1/auth/login').send({ email, password }).expect(200);
  expect(login.body.accessToken).toBeDefined();
  await enrol(api, person.headers);
  expect((await begin().expect(409)).body.code).toBe('access.second-factor-present');
});

test('new recovery codes void the old; without the factor the password is enough again', async () => {
  const person = await api.signIn({ role: 'lawyer' });
  const { recoveryCodes } = await enrol(api, person.headers);
  const renewed = await request(api.server).post('/v1/me/second-factor/recovery-codes').set(person.headers).expect(200);
  expect((await answer(await challengeFor(api, person), recoveryCodes[0] ?? '')).status).toBe(401);
  await answer(await challengeFor(api, person), renewed.body.recoveryCodes[0] as string).expect(200);
  await request(api.server).delete('/v1/me/second-factor').set(person.headers).expect(204);
  expect(await challengeFor(api, person)).toBeUndefined();
});

test('what is stored of secrets and recovery codes is sealed or hashed', async () => {
  const person = await api.signIn({ role: 'lawyer' });
  const { recoveryCodes } = await enrol(api, person.headers);
  const rows = await api.database.asAdmin<{ text: string }>(
    `SELECT encode(secret_sealed, 'escape') AS text FROM totp_secrets WHERE person_id = $1
      UNION ALL SELECT encode(code_hash, 'escape') FROM recovery_codes WHERE person_id = $1`,
    [person.id],
  );
  expect(rows).toHaveLength(11);
  const all = JSON.stringify(rows);
  for (const code of recoveryCodes) expect(all).not.toContain(code.replace('-', ''));
  expect(all).not.toMatch(/[A-Z2-7]{32}/);
});

test('who has a second factor confirms by a code, not by the password', async () => {
  const person = await api.signIn({ role: 'lawyer' });
  const { authenticator } = await enrol(api, person.headers);
  await api.database.asAdmin("UPDATE sessions SET confirmed_at = now() - interval '11 minutes' WHERE person_id = $1", [
    person.id,
  ]);
  const confirm = (body: object) => request(api.server).post('/v1/auth/confirm').set(person.headers).send(body);
  const renew = () => request(api.server).post('/v1/me/second-factor/recovery-codes').set(person.headers);
  await renew().expect(403);
  await confirm({ password: person.password }).expect(422);
  await confirm({ code: authenticator.code() }).expect(204);
  await renew().expect(200);
});

describe('a role that needs two factors', () => {
  test('lets its holders in after they set one up, and leaves other roles alone', async () => {
    const branchId = await api.givenBranch();
    const lawyer = await api.signIn({ role: 'lawyer', branchId });
    const coordinator = await api.signIn({ role: 'coordinator', branchId });
    await api.database.asAdmin("INSERT INTO second_factor_roles (branch_id, role) VALUES ($1, 'lawyer')", [branchId]);
    const look = (headers: { authorization: string }) =>
      request(api.server).get(`/v1/branches/${branchId}`).set(headers);
    expect((await look(lawyer.headers).expect(403)).body.code).toBe('access.second-factor-needed');
    await look(coordinator.headers).expect(200);
    // Setting it up must be possible without it.
    const { authenticator } = await enrol(api, lawyer.headers);
    await look(lawyer.headers).expect(200);
    const { body } = await answer(await challengeFor(api, lawyer), authenticator.code()).expect(200);
    await look({ authorization: `Bearer ${body.accessToken as string}` }).expect(200);
  });
});
