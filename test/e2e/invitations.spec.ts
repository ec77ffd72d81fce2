import request from 'supertest';
import { newId } from '#kernel';
import type { ApiServer, SignedIn } from '../support/api-server.ts';
import { type MailedApi, startMailedApi } from '../support/mailed-api.ts';

let mailed: MailedApi;
let api: ApiServer;
let admin: SignedIn;

beforeAll(async () => {
  mailed = await startMailedApi();
  ({ api } = mailed);
  admin = await api.signIn({ role: 'branch_admin', branchId: await api.givenBranch({ name: 'Казань' }) });
});
afterAll(() => mailed.close());

const base = (who: SignedIn = admin) => `/v1/branches/${who.branchId}/invitations`;
const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  request(api.server).post(path).set(headers).send(body);
const invite = (body: object, who: SignedIn = admin) =>
  post(base(who), { role: 'volunteer', ...body }, { ...who.headers, 'idempotency-key': newId() });
const newAddress = () => `${newId()}@people.test`;
const PASSWORD = 'семь рыжих трамваев';

const mailTo = (address: string, nth = 1) => mailed.mailTo(address, nth);
const accept = (token: string, body: object = {}) =>
  post('/v1/invitations/acceptance', { token, name: 'Вера Показова', password: PASSWORD, ...body });

test('an invitation is mailed, accepted by a new person, and leads into the branch in the given role', async () => {
  const email = newAddress();
  const { body } = await invite({ email, role: 'coordinator' }).expect(201);
  expect(body).toMatchObject({ email, role: 'coordinator', state: 'open', invitedBy: admin.id });
  expect(JSON.stringify(body)).not.toContain('token');
  const { mail, token } = await mailTo(email);
  expect(mail.subject).toBe('Приглашение: Союз родителей, Казань');
  expect(mail.text).toContain(`https://otzyv.example.test/invitations#${token}`);
  expect(mail.text).toContain('координатор');
  expect(mail.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');

  const preview = await post('/v1/invitations/preview', { token }).expect(200);
  expect(preview.body).toEqual({
    ...{ email, role: 'coordinator', branch: 'Казань', association: 'Союз родителей', needsSignIn: false },
    needsSecondFactor: false,
  });
  const accepted = await accept(token).expect(201);
  const login = await post('/v1/auth/login', { email, password: PASSWORD }).expect(200);
  const headers = { authorization: `Bearer ${login.body.accessToken as string}` };
  const { body: me } = await request(api.server).get('/v1/me').set(headers).expect(200);
  expect(me).toMatchObject({ id: accepted.body.personId, name: 'Вера Показова', email });
  expect(me.branches).toMatchObject([{ id: admin.branchId, role: 'coordinator' }]);
  const { body: page } = await request(api.server).get(`${base()}?state=accepted`).set(admin.headers).expect(200);
  expect(page.items[0]).toMatchObject({ id: body.id, state: 'accepted', acceptedBy: me.id });
  expect(page.items[0].sentAt).not.toBeNull();
});

test('the mail speaks for the branch: its name beside the address, answers to who is responsible, its signature', async () => {
  const branch = `/v1/branches/${admin.branchId}`;
  const responsible = { name: 'Нуриева Лилия Маратовна', position: 'координатор', email: 'lilia@kazan.test' };
  await request(api.server)
    .patch(branch)
    .set({ ...admin.headers, 'if-match': '"1"' })
    .send({ mailSenderName: 'Родители Казани', responsible })
    .expect(200);
  const email = newAddress();
  await invite({ email }).expect(201);
  const { mail } = await mailTo(email);
  expect(mail.from).toMatchObject({ name: 'Родители Казани', address: expect.stringMatching(/^no-reply@/) });
  expect(mail.replyTo).toMatchObject([{ address: 'lilia@kazan.test' }]);
  expect(mail.text).toMatch(
    /-- \r?\nСоюз родителей\r?\nКазань\r?\n420000, Казань\r?\nНуриева Лилия Маратовна, координатор/,
  );
});

test('known and unknown addresses get the same answer', async () => {
  const known = await api.givenPerson();
  const answers = [await invite({ email: known.email }), await invite({ email: newAddress() })];
  const shape = ({ status, body, headers }: request.Response) => ({
    ...{ status, keys: Object.keys(body as object).sort(), length: String(headers['content-length']) },
    fixed: { role: body.role, state: body.state, sentAt: body.sentAt },
  });
  expect(shape(answers[0] as request.Response)).toEqual(shape(answers[1] as request.Response));
});

test('who is registered already signs in to accept, and may serve several branches', async () => {
  const person = await api.signIn({ role: 'lawyer' });
  await invite({ email: person.email }).expect(201);
  const { token } = await mailTo(person.email);
  expect((await accept(token).expect(409)).body.code).toBe('invitations.sign-in-first');
  const stranger = await api.signIn({ role: 'lawyer' });
  expect((await post('/v1/me/invitations', { token }, stranger.headers).expect(409)).body.code).toBe(
    'invitations.for-another',
  );
  await post('/v1/me/invitations', { token }, person.headers).expect(200);
  const { body } = await request(api.server).get('/v1/me').set(person.headers);
  expect(body.branches).toHaveLength(2);
  expect((await post('/v1/me/invitations', { token }, person.headers).expect(410)).body.code).toBe('invitations.gone');
});

test('a link works once, also when it is opened many times at once', async () => {
  const email = newAddress();
  await invite({ email }).expect(201);
  const { token } = await mailTo(email);
  const answers = await Promise.all(Array.from({ length: 10 }, () => accept(token)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  for (const { status } of answers.filter((answer) => answer.status !== 201)) expect([409, 410]).toContain(status);
  const rows = await api.database.asAdmin(
    'SELECT 1 FROM memberships m JOIN invitations i ON i.accepted_by = m.person_id WHERE i.token_hash = sha256($1::text::bytea)',
    [token],
  );
  expect(rows).toHaveLength(1);
});

test('sent again, revoked, replaced and expired links are void', async () => {
  const email = newAddress();
  const { body: first } = await invite({ email }).expect(201);
  const { token: old } = await mailTo(email);
  await post(`${base()}/${first.id}/resending`, { days: 3 }, admin.headers).expect(200);
  const { token: renewed } = await mailTo(email, 2);
  expect(renewed).not.toBe(old);
  const gone = (token: string) => post('/v1/invitations/preview', { token }).expect(410);
  await gone(old);
  await post('/v1/invitations/preview', { token: renewed }).expect(200);

  await invite({ email, role: 'lawyer' }).expect(201);
  await gone(renewed);
  const { token: third } = await mailTo(email, 3);
  const { body: list } = await request(api.server).get(base()).set(admin.headers);
  expect(list.items.slice(0, 2).map(({ state }: { state: string }) => state)).toEqual(['open', 'revoked']);
  await request(api.server)
    .delete(`${base()}/${list.items[0].id as string}`)
    .set(admin.headers)
    .expect(204);
  await gone(third);
  await accept(third).expect(410);
  const again = await request(api.server)
    .delete(`${base()}/${list.items[0].id as string}`)
    .set(admin.headers)
    .expect(409);
  expect(again.body.code).toBe('invitations.closed');

  const late = newAddress();
  const { body: expiring } = await invite({ email: late, days: 1 }).expect(201);
  const { token } = await mailTo(late);
  await api.database.asAdmin("UPDATE invitations SET expires_at = app_now() - interval '1 second' WHERE id = $1", [
    expiring.id,
  ]);
  await gone(token);
  const { body: expired } = await request(api.server).get(`${base()}?state=expired`).set(admin.headers);
  expect(expired.items).toHaveLength(1);
  await gone('A'.repeat(43));
});

test('a weak password or one about oneself is refused, and the link stays open', async () => {
  const email = newAddress();
  await invite({ email }).expect(201);
  const { token } = await mailTo(email);
  for (const [password, fault] of [
    ['коротко', 'password-short'],
    ['qwerty123456', 'password-common'],
    ['показова12', 'password-personal'],
  ]) {
    const { body } = await accept(token, { password }).expect(422);
    expect(body.errors).toMatchObject([{ pointer: '/password', rule: fault }]);
  }
  await accept(token).expect(201);
});

test('nobody invites into a role above their own, and only who manages members invites', async () => {
  const lawyer = await api.signIn({ role: 'lawyer', branchId: admin.branchId });
  await invite({ email: newAddress() }, lawyer).expect(403);
  expect((await invite({ email: newAddress(), role: 'association_admin' }).expect(422)).body.code).toBe(
    'organisations.role-unknown',
  );
  expect((await invite({ email: newAddress(), role: 'emperor' }).expect(422)).body.errors[0].pointer).toBe('/role');
  expect((await invite({ email: 'not an address' }).expect(422)).body.errors[0].pointer).toBe('/email');
  const other = await api.signIn({ role: 'branch_admin' });
  const { body } = await invite({ email: newAddress() }).expect(201);
  await request(api.server)
    .delete(`${base(other)}/${body.id as string}`)
    .set(other.headers)
    .expect(404);
});

test('guessing tokens is slowed down by network', async () => {
  const statuses = [];
  for (let n = 0; n < 70; n += 1) {
    const token = newId().replace(/-/g, '').padEnd(43, 'A');
    const answer = await post('/v1/invitations/preview', { token }, { 'x-forwarded-for': '203.0.113.9' });
    statuses.push(answer.status);
  }
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(3);
});

test('no address, token or link stands in the database, the outbox or the log', async () => {
  const email = newAddress();
  const { body } = await invite({ email }).expect(201);
  const { token } = await mailTo(email);
  await accept(token).expect(201);
  const rows = await api.database.asAdmin<{ text: string }>(
    `SELECT row_to_json(i)::text AS text FROM invitations i UNION ALL SELECT row_to_json(o)::text FROM outbox o
      UNION ALL SELECT row_to_json(a)::text FROM audit_entries a`,
  );
  const all = rows.map(({ text }) => text).join('\n');
  expect(all).toContain(body.id);
  for (const secret of [email, token, Buffer.from(email).toString('hex'), Buffer.from(token).toString('hex')]) {
    expect(all).not.toContain(secret);
  }
  const [log] = await api.database.asAdmin<{ actions: string[] }>(
    'SELECT array_agg(action ORDER BY number) AS actions FROM audit_entries WHERE subject_id = $1',
    [body.id],
  );
  expect(log?.actions).toEqual(['members.invite', 'members.accept-invitation']);
  const chain = await request(api.server)
    .get(`/v1/branches/${admin.branchId}/audit-chain`)
    .set((await api.signIn({ role: 'auditor', branchId: admin.branchId })).headers)
    .expect(200);
  expect(chain.body.intact).toBe(true);
});
