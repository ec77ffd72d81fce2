import request from 'supertest';
import { type ApiServer, type SignedIn, startApiServer } from '../support/api-server.ts';
import { challengeFor, enrol } from '../support/authenticator.ts';
import { eventually } from '../support/correspondence-house.ts';

let api: ApiServer;
beforeAll(async () => {
  api = await startApiServer();
});
afterAll(() => api.close());

const get = (path: string, who: SignedIn) => request(api.server).get(path).set(who.headers);
const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  request(api.server).post(path).set(headers).send(body);

interface Line {
  readonly action: string;
  readonly as: string;
  readonly subject: string;
  readonly details: object;
}
const logOf = (branchId: string) =>
  api.database.asAdmin<Line>(
    `SELECT action, actor_as AS as, subject_id AS subject, details FROM audit_entries WHERE branch_id = $1 ORDER BY number`,
    [branchId],
  );
const actionsIn = async (branchId: string) => (await logOf(branchId)).map(({ action }) => action);

/** The person as a member of one more branch, of another association. */
async function alsoServes(person: SignedIn): Promise<string> {
  const branchId = await api.givenBranch();
  await api.database.asAdmin(
    `INSERT INTO memberships (branch_id, id, person_id, role) VALUES ($1, gen_random_uuid(), $2, 'lawyer')`,
    [branchId, person.id],
  );
  return branchId;
}

test('a sign-in stands in the log of a branch once it has come there, and in no other', async () => {
  const person = await api.signIn({ role: 'coordinator' });
  const other = await alsoServes(person);
  expect(await actionsIn(person.branchId)).toEqual([]);
  await get(`/v1/branches/${person.branchId}/members`, person).expect(200);
  await get(`/v1/branches/${person.branchId}`, person).expect(200);
  const [line, ...more] = await logOf(person.branchId);
  expect(line).toMatchObject({ action: 'sign-in.enter', as: 'coordinator', details: { secondFactor: false } });
  expect(more).toEqual([]);
  expect(await actionsIn(other)).toEqual([]);
  const again = await post('/v1/auth/login', { email: person.email, password: person.password }).expect(200);
  const second = { ...person, headers: { authorization: `Bearer ${again.body.accessToken as string}` } };
  await get(`/v1/branches/${person.branchId}`, second).expect(200);
  expect(await actionsIn(person.branchId)).toEqual(['sign-in.enter', 'sign-in.enter']);
});

test('who is no member leaves no trace in the log of a branch', async () => {
  const stranger = await api.signIn({ role: 'coordinator' });
  const branchId = await api.givenBranch();
  await get(`/v1/branches/${branchId}`, stranger).expect(404);
  expect(await actionsIn(branchId)).toEqual([]);
});

test('what happens to the account stands in the logs of all branches that it serves, and names none of them', async () => {
  const person = await api.signIn({ role: 'coordinator' });
  const other = await alsoServes(person);
  const { email, password } = person;
  await post('/v1/auth/login', { email, password: 'не тот пароль' }).expect(401);
  await eventually(async () => (await actionsIn(other)).includes('sign-in.failed') || undefined, 'the failed try');
  const { recoveryCodes } = await enrol(api, person.headers);
  const challenge = await challengeFor(api, person);
  await post('/v1/auth/second-factor', { challenge, code: '000000' }).expect(401);
  await eventually(async () => (await actionsIn(other)).length === 3 || undefined, 'the wrong code');
  await post('/v1/auth/second-factor', { challenge, code: recoveryCodes[0] }).expect(200);
  await request(api.server).delete('/v1/me/sessions').set(person.headers).expect(204);
  await request(api.server).delete('/v1/me/second-factor').set(person.headers).expect(204);
  const change = { oldPassword: password, newPassword: 'семь рыжих трамваев' };
  await request(api.server).put('/v1/me/password').set(person.headers).send(change).expect(204);
  const expected = [
    'sign-in.failed',
    'second-factor.enrol',
    'sign-in.failed',
    'second-factor.use-recovery-code',
    'sessions.revoke',
    'second-factor.drop',
    'password.change',
  ];
  for (const branchId of [person.branchId, other]) expect(await actionsIn(branchId)).toEqual(expected);
  const text = JSON.stringify(await logOf(other));
  for (const secret of [person.branchId, email, 'Образцова', '127.0.0.1', 'loopback'])
    expect(text).not.toContain(secret);
  const auditor = await api.signIn({ role: 'auditor', branchId: other });
  expect((await get(`/v1/branches/${other}/audit-chain`, auditor).expect(200)).body).toMatchObject({ intact: true });
});

test('a refresh token that comes a second time ends the session and stands in the log', async () => {
  const person = await api.signIn({ role: 'volunteer' });
  const { refreshToken } = person;
  await post('/v1/auth/refresh', { refreshToken }).expect(200);
  await api.database.asAdmin(`UPDATE refresh_tokens SET replaced_at = replaced_at - interval '1 minute'
    WHERE replaced_at IS NOT NULL AND person_id = '${person.id}'`);
  await post('/v1/auth/refresh', { refreshToken }).expect(401);
  const [line] = await logOf(person.branchId);
  expect(line).toMatchObject({ action: 'sessions.refresh-token-reused', as: 'sign-in' });
});

test('a stranger who keeps trying cannot fill the log', async () => {
  const person = await api.signIn({ role: 'volunteer' });
  for (let n = 0; n < 18; n += 1) await post('/v1/auth/login', { email: person.email, password: `нет ${n}` });
  await eventually(async () => (await actionsIn(person.branchId)).length >= 10 || undefined, 'the failed tries');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await actionsIn(person.branchId)).toHaveLength(10);
});

test('the own sessions say when, on what kind of device and from which network', async () => {
  const person = await api.signIn({ role: 'volunteer' });
  const { body } = await request(api.server)
    .post('/v1/auth/login')
    .set({ 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0', 'x-forwarded-for': '203.0.113.77' })
    .send({ email: person.email, password: person.password })
    .expect(200);
  const headers = { authorization: `Bearer ${body.accessToken as string}` };
  const { items } = (await request(api.server).get('/v1/me/sessions').set(headers).expect(200)).body;
  expect(items.find(({ current }: { current: boolean }) => current)).toMatchObject({
    ...{ device: 'Firefox, Windows', network: '203.0.113.0/24', secondFactor: false },
    ...{ startedAt: expect.any(String), lastUsedAt: expect.any(String) },
  });
});
