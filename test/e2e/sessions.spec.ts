import request from 'supertest';
import { newId } from '#kernel';
import { type ApiServer, type SignedIn, startApiServer } from '../support/api-server.ts';

let api: ApiServer;

beforeAll(async () => {
  api = await startApiServer();
});
afterAll(() => api.close());

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:146.0) Gecko/20100101 Firefox/146.0';
type Headers = SignedIn['headers'];

async function signInAgain({ email, password }: { email: string; password: string }, from = '203.0.113.77') {
  const { body } = await request(api.server)
    .post('/v1/auth/login')
    .set('x-forwarded-for', from)
    .set('user-agent', FIREFOX)
    .send({ email, password })
    .expect(200);
  return {
    refreshToken: body.refreshToken as string,
    headers: { authorization: `Bearer ${body.accessToken as string}` },
  };
}
const me = (headers: Headers) => request(api.server).get('/v1/me').set(headers);
const list = async (headers: Headers) =>
  (await request(api.server).get('/v1/me/sessions').set(headers).expect(200)).body.items as {
    id: string;
    device: string;
    network: string;
    current: boolean;
    lastUsedAt: string;
  }[];

test('sessions are listed by device and network, without a whole address, the own one marked', async () => {
  const signedIn = await api.signIn({ role: 'lawyer' });
  const second = await signInAgain(signedIn);
  const items = await list(second.headers);
  expect(items).toHaveLength(2);
  expect(items[0]).toMatchObject({ device: 'Firefox, Windows', network: '203.0.113.0/24', current: true });
  expect(items[1]).toMatchObject({ network: 'loopback', current: false });
  expect(JSON.stringify(items)).not.toContain('203.0.113.77');
  const stored = await api.database.asAdmin<{ text: string }>(
    "SELECT encode(client_sealed, 'escape') AS text FROM sessions WHERE person_id = $1",
    [signedIn.id],
  );
  expect(JSON.stringify(stored)).not.toMatch(/203\.0|Firefox/);
});

test('a refresh is a use of the session', async () => {
  const signedIn = await api.signIn({ role: 'lawyer' });
  const [before] = await list(signedIn.headers);
  await request(api.server).post('/v1/auth/refresh').send({ refreshToken: signedIn.refreshToken }).expect(200);
  const [after] = await list(signedIn.headers);
  expect(Date.parse(after?.lastUsedAt ?? '')).toBeGreaterThan(Date.parse(before?.lastUsedAt ?? ''));
});

test('one session is revoked: its tokens are refused at once, the others live', async () => {
  const signedIn = await api.signIn({ role: 'lawyer' });
  const second = await signInAgain(signedIn);
  const other = (await list(signedIn.headers)).find(({ current }) => !current);
  await request(api.server)
    .delete(`/v1/me/sessions/${other?.id ?? ''}`)
    .set(signedIn.headers)
    .expect(204);
  await me(second.headers).expect(401);
  await request(api.server).post('/v1/auth/refresh').send({ refreshToken: second.refreshToken }).expect(401);
  await me(signedIn.headers).expect(200);
  await request(api.server)
    .delete(`/v1/me/sessions/${other?.id ?? ''}`)
    .set(signedIn.headers)
    .expect(204);
});

test("nobody ends another person's session", async () => {
  const [one, two] = [await api.signIn({ role: 'lawyer' }), await api.signIn({ role: 'lawyer' })];
  const [session] = await list(two.headers);
  await request(api.server)
    .delete(`/v1/me/sessions/${session?.id ?? ''}`)
    .set(one.headers)
    .expect(204);
  await me(two.headers).expect(200);
});

test('all others at once', async () => {
  const signedIn = await api.signIn({ role: 'lawyer' });
  const others = [await signInAgain(signedIn), await signInAgain(signedIn)];
  await request(api.server).delete('/v1/me/sessions').set(signedIn.headers).expect(204);
  for (const { headers } of others) await me(headers).expect(401);
  expect(await list(signedIn.headers)).toHaveLength(1);
});

describe('a new password', () => {
  const change = (headers: Headers, oldPassword: string, newPassword: string) =>
    request(api.server).put('/v1/me/password').set(headers).send({ oldPassword, newPassword });

  test('replaces the old one and ends the other sessions', async () => {
    const signedIn = await api.signIn({ role: 'lawyer' });
    const other = await signInAgain(signedIn);
    await change(signedIn.headers, signedIn.password, 'семь рыжих трамваев').expect(204);
    await me(other.headers).expect(401);
    await me(signedIn.headers).expect(200);
    const login = (password: string) =>
      request(api.server).post('/v1/auth/login').send({ email: signedIn.email, password });
    await login(signedIn.password).expect(401);
    await login('семь рыжих трамваев').expect(200);
    const [row] = await api.database.asAdmin<{ hash: string }>(
      'SELECT password_hash AS hash FROM people WHERE id = $1',
      [signedIn.id],
    );
    expect(row?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  test('needs the old one', async () => {
    const { headers } = await api.signIn({ role: 'lawyer' });
    const { body } = await change(headers, 'not mine', 'семь рыжих трамваев').expect(422);
    expect(body.code).toBe('access.password-wrong');
  });

  test.each([
    ['Короткий', 'password-short'],
    ['qwerty123456', 'password-common'],
    ['привет2026', 'password-common'],
    ['образцова2', 'password-personal'],
    ['121212121212', 'password-guessable'],
  ])('%s is refused for %s', async (weak, rule) => {
    const { headers, password } = await api.signIn({ role: 'lawyer', name: 'Анна Образцова' });
    const { body } = await change(headers, password, weak).expect(422);
    expect(body.errors).toEqual([{ pointer: '/newPassword', rule, message: expect.any(String) }]);
  });
});

test('a confirmation is the password again; a wrong one confirms nothing', async () => {
  const { headers, id, password } = await api.signIn({ role: 'lawyer' });
  await api.database.asAdmin("UPDATE sessions SET confirmed_at = now() - interval '11 minutes' WHERE person_id = $1", [
    id,
  ]);
  const enrol = () => request(api.server).post('/v1/me/second-factor').set(headers);
  const refused = await enrol().expect(403);
  expect(refused.body.code).toBe('access.step-up-needed');
  const confirm = (body: object) => request(api.server).post('/v1/auth/confirm').set(headers).send(body);
  expect((await confirm({ password: 'wrong' }).expect(422)).body.code).toBe('access.confirmation-wrong');
  await confirm({}).expect(422);
  await enrol().expect(403);
  await confirm({ password }).expect(204);
  await enrol().expect(201);
});

test.each(['approval', 'filing'])(
  '%s of a complaint asks for a fresh confirmation before anything else',
  async (step) => {
    const { headers, id, branchId, password } = await api.signIn({ role: 'lawyer' });
    const act = () =>
      request(api.server)
        .post(`/v1/branches/${branchId}/escalations/${newId()}/${step}`)
        .set({ ...headers, 'if-match': '"1"' })
        .send({ channel: 'in_person', filedOn: '2026-11-20' });
    await act().expect(404);
    await api.database.asAdmin(
      "UPDATE sessions SET confirmed_at = now() - interval '11 minutes' WHERE person_id = $1",
      [id],
    );
    expect((await act().expect(403)).body.code).toBe('access.step-up-needed');
    await request(api.server).post('/v1/auth/confirm').set(headers).send({ password }).expect(204);
    await act().expect(404);
  },
);
