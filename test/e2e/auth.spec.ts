import request from 'supertest';
import { type ApiServer, startApiServer } from '../support/api-server.ts';

let api: ApiServer;

beforeAll(async () => {
  api = await startApiServer();
});
afterAll(() => api.close());

const post = (path: string, body: object) => request(api.server).post(path).send(body);
const me = (accessToken: string) => request(api.server).get('/v1/me').set('authorization', `Bearer ${accessToken}`);

test('signing in gives tokens; /v1/me names the person, the branches and what may be done there', async () => {
  const branchId = await api.givenBranch({ name: 'Казань' });
  const signedIn = await api.signIn({ role: 'coordinator', branchId, name: 'Ольга Соколова' });
  const { body } = await me(signedIn.accessToken).expect(200);
  expect(body).toMatchObject({ id: signedIn.id, name: 'Ольга Соколова', email: signedIn.email });
  expect(body.branches).toEqual([
    {
      id: branchId,
      name: 'Казань',
      association: { id: expect.any(String), name: 'Союз родителей' },
      status: 'open',
      role: 'coordinator',
      permissions: expect.arrayContaining(['requests.submit', 'families.create']),
    },
  ]);
});

test('the address may be written in other letters', async () => {
  const person = await api.givenPerson();
  await post('/v1/auth/login', { email: ` ${person.email.toUpperCase()}`, password: person.password }).expect(200);
});

test('an unknown address, a wrong password and a disabled person get one answer', async () => {
  const [known, disabled] = [await api.givenPerson(), await api.givenPerson()];
  await api.database.asAdmin('UPDATE people SET disabled_at = now() WHERE id = $1', [disabled.id]);
  const answers = [
    await post('/v1/auth/login', { email: 'nobody@people.test', password: known.password }),
    await post('/v1/auth/login', { email: known.email, password: 'wrong' }),
    await post('/v1/auth/login', { email: disabled.email, password: disabled.password }),
  ];
  for (const answer of answers) {
    expect(answer.status).toBe(401);
    const { requestId, instance, ...shape } = answer.body;
    expect(instance).toBe(`urn:otzyv:request:${requestId}`);
    expect(shape).toMatchObject({ code: 'access.credentials-wrong', status: 401 });
    expect({ ...shape }).toEqual({ ...answers[0]?.body, requestId: undefined, instance: undefined });
  }
});

test('an unknown address takes as long as a known one', async () => {
  const known = await api.givenPerson();
  const durations: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
  for (let round = 0; round < 15; round += 1) {
    for (const [kind, email] of [
      ['known', known.email],
      ['unknown', `${round}@people.test`],
    ] as const) {
      const start = performance.now();
      await post('/v1/auth/login', { email, password: 'wrong' }).expect(401);
      durations[kind].push(performance.now() - start);
    }
  }
  const median = (values: number[]) => values.sort((a, b) => a - b)[7] ?? 0;
  const ratio = median(durations.unknown) / median(durations.known);
  expect(ratio).toBeGreaterThan(0.6);
  expect(ratio).toBeLessThan(1.6);
});

test('a body without the two fields is named field by field', async () => {
  const { body } = await post('/v1/auth/login', { email: 'a@b.test' }).expect(422);
  expect(body.errors).toEqual([expect.objectContaining({ pointer: '/password', rule: 'required' })]);
  await post('/v1/auth/login', { email: 5, password: ['x'] }).expect(422);
  await post('/v1/auth/login', { email: 'a@b.test', password: 'x'.repeat(5000) }).expect(401);
});

test('50 parallel refreshes of one token give one successor and sign nobody out', async () => {
  const { refreshToken } = await api.signIn({ role: 'lawyer' });
  const answers = await Promise.all(Array.from({ length: 50 }, () => post('/v1/auth/refresh', { refreshToken })));
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
  const successors = new Set<string>(answers.map((answer) => answer.body.refreshToken));
  expect(successors.size).toBe(1);
  const [successor] = successors;
  expect(successor).not.toBe(refreshToken);
  const next = await post('/v1/auth/refresh', { refreshToken: successor }).expect(200);
  await me(next.body.accessToken).expect(200);
  const rows = await api.database.asAdmin(
    'SELECT 1 FROM refresh_tokens WHERE family_id = (SELECT family_id FROM refresh_tokens WHERE person_id = $1 LIMIT 1)',
    [(await me(next.body.accessToken)).body.id],
  );
  expect(rows).toHaveLength(3);
});

test('a spent token used after the grace kills the whole family at once, access tokens too', async () => {
  const signedIn = await api.signIn({ role: 'lawyer' });
  const { body: second } = await post('/v1/auth/refresh', { refreshToken: signedIn.refreshToken }).expect(200);
  await api.database.asAdmin(
    `UPDATE refresh_tokens SET replaced_at = replaced_at - interval '21 seconds' WHERE person_id = $1 AND replaced_at IS NOT NULL`,
    [signedIn.id],
  );
  const { body } = await post('/v1/auth/refresh', { refreshToken: signedIn.refreshToken }).expect(401);
  expect(body.code).toBe('access.refresh-refused');
  await post('/v1/auth/refresh', { refreshToken: second.refreshToken }).expect(401);
  await me(second.accessToken).expect(401);
  await me(signedIn.accessToken).expect(401);
});

test('logging out ends the session, its tokens and nothing else', async () => {
  const person = await api.givenPerson();
  const login = () => post('/v1/auth/login', { email: person.email, password: person.password });
  const [one, other] = [(await login()).body, (await login()).body];
  await post('/v1/auth/logout', { refreshToken: one.refreshToken }).expect(204);
  await me(one.accessToken).expect(401);
  await post('/v1/auth/refresh', { refreshToken: one.refreshToken }).expect(401);
  await me(other.accessToken).expect(200);
  await post('/v1/auth/logout', { refreshToken: one.refreshToken }).expect(204);
});

test('an expired or unknown refresh token is refused', async () => {
  const signedIn = await api.signIn({ role: 'auditor' });
  await api.database.asAdmin('UPDATE refresh_tokens SET expires_at = now() WHERE person_id = $1', [signedIn.id]);
  await post('/v1/auth/refresh', { refreshToken: signedIn.refreshToken }).expect(401);
  await post('/v1/auth/refresh', { refreshToken: 'A'.repeat(43) }).expect(401);
});

test('a person disabled in the meantime is out at the next request', async () => {
  const signedIn = await api.signIn({ role: 'lawyer' });
  await api.database.asAdmin('UPDATE people SET disabled_at = now() WHERE id = $1', [signedIn.id]);
  await me(signedIn.accessToken).expect(401);
  await post('/v1/auth/refresh', { refreshToken: signedIn.refreshToken }).expect(401);
});
