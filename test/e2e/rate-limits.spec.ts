import request from 'supertest';
import { newId } from '#kernel';
import { type ApiServer, startApiServer } from '../support/api-server.ts';

let api: ApiServer;
let other: ApiServer | undefined;

beforeAll(async () => {
  api = await startApiServer();
});
afterAll(async () => {
  await other?.close();
  await api.close();
});

let networks = 0;
/** An address in a network of its own. */
const elsewhere = () => `198.${18 + Math.floor((networks += 1) / 250)}.${networks % 250}.7`;
const login = (email: string, password: string, from: string) =>
  request(api.server).post('/v1/auth/login').set('x-forwarded-for', from).send({ email, password });
const shape = ({ status, body, headers }: request.Response) => ({
  status,
  body: { ...body, requestId: undefined, instance: undefined, detail: undefined },
  waits: Number(headers['retry-after']) > 0,
});

async function failUntilRefused(email: string, from: string, most = 40): Promise<request.Response & { tries: number }> {
  for (let tries = 1; tries <= most; tries += 1) {
    const answer = await login(email, 'wrong', from);
    if (answer.status === 429) return Object.assign(answer, { tries });
    expect(answer.status).toBe(401);
  }
  throw new Error(`${most} attempts were let through.`);
}

test('the 21st wrong password from one network is turned away, alike for known and unknown addresses', async () => {
  const person = await api.givenPerson();
  const known = await failUntilRefused(person.email, elsewhere());
  const unknown = await failUntilRefused(`${newId()}@people.test`, elsewhere());
  expect([known.tries, unknown.tries]).toEqual([21, 21]);
  expect(shape(known)).toEqual(shape(unknown));
  expect(known.body).toMatchObject({ code: 'access.too-many-attempts', status: 429 });
  expect(known.headers['content-type']).toContain('application/problem+json');
  expect(Number(known.headers['retry-after'])).toBeLessThanOrEqual(20);
});

test('the right password is refused too while the bucket is full, so that guessing learns nothing', async () => {
  const [person, from] = [await api.givenPerson(), elsewhere()];
  await failUntilRefused(person.email, from);
  await login(person.email, person.password, from).expect(429);
});

test('a stranger who hammers does not keep the owner out', async () => {
  const person = await api.givenPerson();
  const stranger = elsewhere();
  await failUntilRefused(person.email, stranger);
  for (let more = 0; more < 30; more += 1) await login(person.email, 'wrong', stranger).expect(429);
  await login(person.email, person.password, elsewhere()).expect(200);
});

test('strangers in many networks can delay the owner by seconds, and not more by going on', async () => {
  const person = await api.givenPerson();
  for (let round = 0; round < 5; round += 1) await failUntilRefused(person.email, elsewhere()).catch(() => undefined);
  const from = elsewhere();
  const answers = [];
  for (let more = 0; more < 20; more += 1) answers.push(await login(person.email, 'wrong', from));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  for (const { headers } of refused) expect(Number(headers['retry-after'])).toBeLessThanOrEqual(5);
});

test('one network that tries many addresses is stopped', async () => {
  const from = elsewhere();
  const statuses = [];
  for (let n = 0; n < 130; n += 1)
    statuses.push((await login(`${newId()}@people.test`, 'x'.repeat(1001), from)).status);
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(10);
  // Another host of the same /24 shares its bucket; the next network does not.
  await login(`${newId()}@people.test`, 'wrong', from.replace(/\d+$/, '99')).expect(429);
  await login(`${newId()}@people.test`, 'wrong', elsewhere()).expect(401);
});

test('signing in rightly uses nothing up', async () => {
  const [person, from] = [await api.givenPerson(), elsewhere()];
  for (let round = 0; round < 30; round += 1) await login(person.email, person.password, from).expect(200);
});

test('100 attempts at once are counted one by one', async () => {
  const [person, from] = [await api.givenPerson(), elsewhere()];
  const answers = await Promise.all(Array.from({ length: 100 }, () => login(person.email, 'wrong', from)));
  const tried = answers.filter(({ status }) => status === 401).length;
  expect(tried).toBeGreaterThanOrEqual(20);
  // A bucket leaks while the hundred are under way.
  expect(tried).toBeLessThanOrEqual(22);
});

test('changing and confirming a password are limited by person', async () => {
  const { headers } = await api.signIn({ role: 'lawyer' });
  const statuses = [];
  for (let n = 0; n < 12; n += 1) {
    const body = { oldPassword: 'wrong', newPassword: 'семь рыжих трамваев' };
    statuses.push((await request(api.server).put('/v1/me/password').set(headers).send(body)).status);
  }
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 422), 429, 429]);
  await request(api.server).post('/v1/auth/confirm').set(headers).send({ password: 'wrong' }).expect(429);
});

test('buckets hold neither addresses nor networks, and empty ones are forgotten', async () => {
  const [person, from] = [await api.givenPerson(), elsewhere()];
  await login(person.email, 'wrong', from).expect(401);
  const rows = await api.database.asAdmin<{ key: Buffer }>('SELECT key FROM attempt_buckets');
  expect(rows.length).toBeGreaterThan(2);
  for (const { key } of rows) expect(key).toHaveLength(32);
  await api.database.asAdmin("UPDATE attempt_buckets SET empty_at = now() - interval '2 minutes'");
  await api.database.asAdmin('SELECT forget_attempts()');
  // A note of a failed try may still come in beside its answer, with a bucket of its own.
  const over = "SELECT 1 FROM attempt_buckets WHERE empty_at < now() - interval '1 minute'";
  expect(await api.database.asAdmin(over)).toEqual([]);
});

// Last, because passport keeps one strategy of each name in a process: the first server could sign nobody in any more.
test('what a client claims about its address counts only behind a proxy of ours', async () => {
  const direct = await startApiServer({ trustedProxies: '192.0.2.1' });
  other = direct;
  const person = await direct.givenPerson();
  const statuses = [];
  for (let n = 0; n < 25; n += 1) {
    const attempt = request(direct.server).post('/v1/auth/login').set('x-forwarded-for', elsewhere());
    statuses.push((await attempt.send({ email: person.email, password: 'wrong' })).status);
  }
  expect(statuses.slice(20)).toEqual([429, 429, 429, 429, 429]);
});
