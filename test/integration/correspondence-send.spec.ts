import { simpleParser } from 'mailparser';
import { newId } from '#kernel';
import { Announcements } from '../support/correspondence-worker.ts';
import { CorrespondenceHouse, eventually } from '../support/correspondence-house.ts';
import { ScriptedSmtpServer, type SmtpScript } from '../support/scripted-smtp-server.ts';

let house: CorrespondenceHouse;

beforeAll(async () => {
  house = await CorrespondenceHouse.build();
});

afterAll(() => house.close());
const closing: (() => unknown)[] = [];
afterEach(async () => {
  await house.stopWorkers();
  for (const close of closing.splice(0)) await close();
});

const inSink = async (messageId: string) =>
  (await house.caught.list()).filter((mail) => mail.messageId === `<${messageId}@otzyv.test>`);

async function scripted(script: SmtpScript): Promise<{ server: ScriptedSmtpServer; smtpPort: number }> {
  const server = new ScriptedSmtpServer(script);
  closing.push(() => server.stop());
  return { server, smtpPort: await server.start() };
}

test('a letter is sent once, as it was frozen, and the server is quoted', async () => {
  const worker = await house.startWorker();
  const { messageId, replyAddress } = await house.queue();
  const row = await house.until(messageId, 'sent');
  expect(row.server_response).toMatch(/^250/);
  expect(row.sent_at).not.toBeNull();
  expect(await house.attempts(messageId)).toMatchObject([{ outcome: 'accepted', phase: 'final' }]);

  const mails = await inSink(messageId);
  expect(mails).toHaveLength(1);
  const mail = await simpleParser((await house.caught.read(mails[0]?.id ?? '')) ?? '');
  expect(mail.from?.value).toEqual([{ name: 'Союз родителей', address: replyAddress }]);
  expect(mail.subject).toBe(`Заявление [${replyAddress.split('@')[0] ?? ''}]`);
  expect(mail.attachments.map(({ filename, contentType }) => [filename, contentType])).toEqual([
    ['Заявление.pdf', 'application/pdf'],
  ]);
  expect(mails[0]?.envelope).toEqual({
    from: expect.stringMatching(/^b-[0-9a-z]{26}@otzyv\.test$/),
    to: ['info@school.test'],
  });
  // Who may write into the thread cannot bounce its letters by that alone.
  expect(mails[0]?.envelope.from.slice(2)).not.toBe(replyAddress.slice(2));
  await eventually(
    () => Promise.resolve(worker.get(Announcements).settled.includes(messageId) || undefined),
    'the announcement',
  );
  const audited = await house.branches.database.asAdmin<{ action: string }>(
    `SELECT action FROM audit_entries WHERE subject_id = $1 ORDER BY number`,
    [messageId],
  );
  expect(audited.map(({ action }) => action)).toEqual([
    'correspondence.queue-message',
    'correspondence.deliver-message',
  ]);
});

test('an address that the server refuses for good bounces in the directory, for every school that names it', async () => {
  const { smtpPort } = await scripted({ rcpt: '550 5.1.1 no such user' });
  const { database } = house.branches;
  const other = newId();
  await database.asAdmin(
    `INSERT INTO authorities (id, kind, region_code, short_name, full_name, postal_address, time_zone)
     VALUES ($1, 'school', '77', 'Другая', 'Другая', '', 'Europe/Moscow')`,
    [other],
  );
  await database.asAdmin(
    `INSERT INTO authority_emails (id, authority_id, address, source, observed_on, quality)
     VALUES ($1, $2, 'info@school.test', 'сайт', '2026-01-01', 'verified'),
       ($3, $4, 'info@school.test', 'сайт', '2026-01-01', 'unverified'),
       ($5, $4, 'second@school.test', 'сайт', '2026-01-01', 'verified')`,
    [newId(), house.authorityId, newId(), other, newId()],
  );
  await house.startWorker({ smtpPort });
  const { messageId } = await house.queue();
  await house.until(messageId, 'refused');
  const emails = await database.asAdmin(
    `SELECT a.region_code, e.address, e.quality, e.hard_bounces, a.version FROM authority_emails e
       JOIN authorities a ON a.id = e.authority_id ORDER BY a.region_code, e.address`,
  );
  expect(emails).toEqual([
    { region_code: '16', address: 'info@school.test', quality: 'bouncing', hard_bounces: 1, version: 2 },
    { region_code: '77', address: 'info@school.test', quality: 'bouncing', hard_bounces: 1, version: 2 },
    { region_code: '77', address: 'second@school.test', quality: 'verified', hard_bounces: 0, version: 2 },
  ]);
  const history = await database.asAdmin<{ changes: { emailQuality: unknown } }>(
    `SELECT changes FROM authority_corrections WHERE authority_id = $1 AND origin = 'bounce'`,
    [house.authorityId],
  );
  expect(history[0]?.changes.emailQuality).toEqual({
    from: { address: 'info@school.test', quality: 'verified' },
    to: { address: 'info@school.test', quality: 'bouncing' },
  });
  const audited = await database.asAdmin(`SELECT details FROM audit_entries WHERE action = 'schools.record-bounce'`);
  expect(audited).toHaveLength(2);
  await database.asAdmin('DELETE FROM authority_emails');
});

test('a server that is down costs nothing but time: growing waits, then the very same bytes', async () => {
  await house.stopSink();
  await house.startWorker();
  const { messageId } = await house.queue();
  const waits: number[] = [];
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    const { wait } = await eventually(async () => {
      const [row] = await house.branches.database.asAdmin<{ wait: number }>(
        `SELECT extract(epoch FROM not_before - app_now())::float8 AS wait FROM outbox
         WHERE job = 'correspondence.deliver-message' AND payload->>'messageId' = $1 AND status = 'waiting'
           AND deferrals = $2`,
        [messageId, attempt],
      );
      return row;
    }, `attempt ${attempt}`);
    waits.push(wait);
    expect(await house.row(messageId)).toMatchObject({ state: 'queued', handed_over_at: null });
    await house.moveClock(wait + 1);
  }
  const frozen = (await house.row(messageId)).raw_file_id;
  expect(frozen).not.toBeNull();
  for (const [index, wait] of waits.entries()) {
    expect(wait).toBeGreaterThan(30 * 2 ** index - 5);
    expect(wait).toBeLessThan(33 * 2 ** index + 1);
  }
  await house.startSink();
  await house.moveClock(3600);
  await house.until(messageId, 'sent');
  expect((await house.row(messageId)).raw_file_id).toBe(frozen);
  expect(await inSink(messageId)).toHaveLength(1);
  const outcomes = (await house.attempts(messageId)).map(({ outcome }) => outcome);
  expect(outcomes.filter((outcome) => outcome !== 'not-sent')).toEqual(['accepted']);
  expect(outcomes.length).toBeGreaterThanOrEqual(5);
});

test('a no for good is final and told', async () => {
  const { server, smtpPort } = await scripted({ rcpt: '550 5.1.1 no such user' });
  const worker = await house.startWorker({ smtpPort });
  const { messageId } = await house.queue();
  const row = await house.until(messageId, 'refused');
  expect(row).toMatchObject({ server_response: '550 5.1.1 no such user', handed_over_at: null });
  await eventually(
    () => Promise.resolve(worker.get(Announcements).settled.includes(messageId) || undefined),
    'the announcement',
  );
  expect(server.bodyOctets).toBe(0);
});

test.each<[string, SmtpScript]>([
  ['later, at RCPT', { rcpt: '451 4.3.0 come back' }],
  ['later, after the final dot', { final: '451 4.3.0 come back' }],
  ['that it does not know us', { ehlo: '550 go away' }],
])('a server that says %s is asked again', async (_, script) => {
  const { smtpPort } = await scripted(script);
  await house.startWorker({ smtpPort });
  const { messageId } = await house.queue();
  await eventually(
    async () => ((await house.attempts(messageId))[0]?.outcome === 'refused' ? true : undefined),
    'a no',
  );
  expect(await house.row(messageId)).toMatchObject({ state: 'queued', handed_over_at: null });
  await house.stopWorkers();
  await house.startWorker();
  await house.moveClock(60);
  await house.until(messageId, 'sent');
  expect(await inSink(messageId)).toHaveLength(1);
});

test('a connection lost after the final dot is unknown, with its evidence, and is never sent again by itself', async () => {
  const { server, smtpPort } = await scripted({ final: 'taken-then-drop' });
  const worker = await house.startWorker({ smtpPort, caughtFolder: null });
  const { messageId } = await house.queue();
  const row = await house.until(messageId, 'unknown');
  expect(row.handed_over_at).not.toBeNull();
  expect(await house.attempts(messageId)).toMatchObject([
    { outcome: 'unknown', phase: 'final', response: 'connection-lost' },
  ]);
  await eventually(
    () => Promise.resolve(worker.get(Announcements).settled.includes(messageId) || undefined),
    'the announcement',
  );
  await house.moveClock(30 * 86_400);
  await house.queue().then((next) => house.until(next.messageId, 'unknown'));
  expect(await house.attempts(messageId)).toHaveLength(1);
  expect(server.taken).toHaveLength(2);
});

test('what can never be composed has failed and says why', async () => {
  await house.startWorker();
  const { threadId, letterId, fileId } = await house.letter();
  await house.branches.database.asAdmin(`UPDATE files SET status = 'quarantined', scan = 'found' WHERE id = $1`, [
    fileId,
  ]);
  const { messageId } = await house.send({ threadId, letterId, fileId });
  expect(await house.until(messageId, 'failed')).toMatchObject({ server_response: 'files.quarantined' });
});
