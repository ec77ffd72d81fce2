import PostalMime from 'postal-mime';
import request from 'supertest';
import { newId } from '#kernel';
import { DigestSweep } from '#notices';
import type { SignedIn } from '../support/api-server.ts';
import { CaseHouse, type OpenCase } from '../support/case-house.ts';
import { eventually } from '../support/correspondence-house.ts';

let house: CaseHouse;
let open: OpenCase;
let bystander: SignedIn;

const settingsOf = (who = house.coordinator) => house.get('/me/digest-settings', who).expect(200);
const put = async (body: object, who = house.coordinator) => {
  const { body: now } = await settingsOf(who);
  return request(house.api.server)
    .put(`/v1/branches/${house.coordinator.branchId}/me/digest-settings`)
    .set(who.headers)
    .set('if-match', `"${now.version as number}"`)
    .send(body);
};
const mails = async (who = house.coordinator) => {
  const raw = await house.mailsTo(who.email);
  return Promise.all(raw.map((one) => PostalMime.parse(one)));
};
const mail = (nth: number, who = house.coordinator) =>
  eventually(async () => (await mails(who))[nth - 1], `digest ${nth}`, 15_000);
/** The states of a person's digests by day. */
const digests = (who = house.coordinator) =>
  house.api.database.asAdmin<{ day: string; state: string }>(
    'SELECT local_day::text AS day, state FROM digests WHERE person_id = $1 ORDER BY local_day',
    [who.id],
  );
const ended = (day: string, who = house.coordinator) =>
  eventually(
    async () => (await digests(who)).find((one) => one.day === day && !/asked|sending/.test(one.state)),
    `the digest of ${day} to end`,
    15_000,
  );

/** The clock of the database moves, and the sweep need not be waited for. */
const comeTo = async (moment: string) => {
  await house.moveClockTo(new Date(moment));
  await house.worker.get(DigestSweep, { strict: false }).run();
};

beforeAll(async () => {
  house = await CaseHouse.build();
  await house.moveClockTo(new Date('2025-10-24T07:00:00Z'));
  bystander = await house.api.signIn({ role: 'volunteer', branchId: house.coordinator.branchId });
  open = await house.openCase();
  await house.prepare(open);
  await house.send(open);
}, 120_000);

afterAll(() => house.close());

test('digests are off until somebody wants them, and are set under the version that was read', async () => {
  const { body, headers } = await settingsOf();
  expect(body).toEqual({
    ...{ version: 1, frequency: 'off', weekday: 1, hour: 8, timeZone: null, language: 'ru', nextAt: null },
  });
  expect(headers['etag']).toBe('"1"');
  const wrong = await put({ frequency: 'daily', timeZone: 'Mars/Base' });
  expect(wrong.status).toBe(422);
  const set = await put({ frequency: 'daily', hour: 9, timeZone: 'Asia/Yekaterinburg' });
  expect(set.body).toMatchObject({ version: 2, frequency: 'daily', nextAt: '2025-10-25T04:00:00.000Z' });
  const stale = await request(house.api.server)
    .put(`/v1/branches/${house.coordinator.branchId}/me/digest-settings`)
    .set(house.coordinator.headers)
    .set('if-match', '"1"')
    .send({ frequency: 'off' });
  expect(stale.status).toBe(412);
});

test('at the hour of the person the case number, the term and links come, in text and HTML, and no name', async () => {
  await comeTo('2025-11-07T04:00:10Z');
  const first = await mail(1);
  expect(first.subject).toBe('Сроки по делам: Отделение');
  for (const body of [first.text ?? '', first.html ?? '']) {
    expect(body).toContain(open.caseNumber);
    expect(body).toContain('Прекращение обработки по требованию');
    expect(body).toContain('до 10.11.2025');
    expect(body).toContain(`/v1/branches/${house.coordinator.branchId}/requests/${open.id}`);
    expect(body).not.toMatch(/Петров|Анна|Илья|Иванов|СОШ/);
  }
  const header = (key: string) => first.headers.find((one) => one.key === key)?.value;
  expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  expect(header('list-unsubscribe')).toMatch(/^<http:\/\/\S+\/unsubscribe\/[\w-]{43}>$/);
  expect(header('auto-submitted')).toBe('auto-generated');
  expect(await ended('2025-11-07')).toMatchObject({ state: 'sent' });
  const [entry] = await house.api.database.asAdmin<{ details: object }>(
    `SELECT details FROM audit_entries WHERE action = 'digests.send' AND subject_id = $1`,
    [house.coordinator.id],
  );
  expect(entry?.details).toMatchObject({ day: '2025-11-07', came: 'sent' });
});

test('once a day: another hour of the same day brings no second one, the next day does', async () => {
  await put({ frequency: 'daily', hour: 11, timeZone: 'Asia/Yekaterinburg' });
  await comeTo('2025-11-07T06:00:10Z');
  await eventually(async () => {
    const { body } = await settingsOf();
    return body.nextAt === '2025-11-08T06:00:00.000Z' ? true : undefined;
  }, 'the hour to pass');
  expect(await digests()).toHaveLength(1);
  await comeTo('2025-11-08T06:00:10Z');
  await mail(2);
  expect((await digests()).map(({ day }) => day)).toEqual(['2025-11-07', '2025-11-08']);
});

test('who sees nothing is sent nothing; who is given the family is told of it, in their language', async () => {
  await put({ frequency: 'weekly', weekday: 1, hour: 9, language: 'en' }, bystander);
  await comeTo('2025-11-10T06:00:10Z');
  expect(await ended('2025-11-10', bystander)).toMatchObject({ state: 'empty' });
  expect(await mails(bystander)).toEqual([]);
  await house.api.database.asAdmin(
    `INSERT INTO family_assignments (branch_id, id, family_id, person_id, reason_sealed, assigned_by)
      VALUES ($1, $2, $3, $4, '', $5)`,
    [house.coordinator.branchId, newId(), open.familyId, bystander.id, house.coordinator.id],
  );
  await comeTo('2025-11-17T06:00:10Z');
  const told = await mail(1, bystander);
  expect(told.subject).toBe('Deadlines of your cases: Отделение');
  expect(told.text).toContain('The term has run out:');
  expect(told.text).toContain(`${open.caseNumber} · Stopping the processing on demand · due 2025-11-10`);
});

test('an assignment that ended before the hour is obeyed at the hour', async () => {
  await house.api.database.asAdmin('UPDATE family_assignments SET ended_at = app_now() WHERE person_id = $1', [
    bystander.id,
  ]);
  await comeTo('2025-11-24T06:00:10Z');
  expect(await ended('2025-11-24', bystander)).toMatchObject({ state: 'empty' });
  expect(await mails(bystander)).toHaveLength(1);
});

test('nothing leaves a suspended branch, nor one that the person has left', async () => {
  const { branchId } = house.coordinator;
  const before = (await digests()).length;
  await house.api.database.asAdmin(`UPDATE branches SET status = 'suspended' WHERE id = $1`, [branchId]);
  await comeTo('2025-12-01T06:00:10Z');
  await eventually(async () => {
    const { body } = await settingsOf();
    return body.nextAt === '2025-12-02T06:00:00.000Z' ? true : undefined;
  }, 'the hour to pass');
  expect(await digests()).toHaveLength(before);
  await house.api.database.asAdmin(`UPDATE branches SET status = 'open' WHERE id = $1`, [branchId]);
  await house.api.database.asAdmin('UPDATE memberships SET revoked_at = app_now() WHERE person_id = $1', [
    bystander.id,
  ]);
  await comeTo('2025-12-08T06:00:10Z');
  expect(await ended('2025-12-08', bystander)).toMatchObject({ state: 'dropped' });
  expect(await ended('2025-12-08')).toMatchObject({ state: 'sent' });
  expect(await mails(bystander)).toHaveLength(1);
});

test('one click ends them: a page for people, a post for mail programs, the same for any link', async () => {
  const last = (await mails()).at(-1);
  const link = /\/unsubscribe\/[\w-]{43}/.exec(last?.text ?? '')?.[0] ?? '';
  const oneClick = (path: string) =>
    request(house.api.server).post(path).type('form').send({ 'List-Unsubscribe': 'One-Click' });
  const page = await request(house.api.server).get(link).set('accept-language', 'ru').expect(200);
  expect(page.text).toContain('<form method="post">');
  expect((await settingsOf()).body.frequency).toBe('daily');
  const done = await oneClick(link).expect(200);
  expect((await settingsOf()).body).toMatchObject({ frequency: 'off', nextAt: null });
  const unknown = await oneClick(`/unsubscribe/${'A'.repeat(43)}`).expect(200);
  expect(unknown.text).toBe(done.text);
  const [entry] = await house.api.database.asAdmin<{ as: string }>(
    `SELECT actor_as AS "as" FROM audit_entries WHERE action = 'digests.unsubscribe' AND subject_id = $1`,
    [house.coordinator.id],
  );
  expect(entry).toEqual({ as: 'link' });

  expect((await put({ frequency: 'daily' })).status).toBe(200);
  await oneClick(link).expect(200);
  expect((await settingsOf()).body.frequency).toBe('daily');
  const elsewhere = await request(house.api.server)
    .post('/v1/auth/password-reset-requests')
    .type('form')
    .send({ email: 'nobody@people.test' });
  expect(elsewhere.status).toBe(415);
});
