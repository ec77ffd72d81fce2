import type { INestApplicationContext } from '@nestjs/common';
import { composeMessage, type MessageDraft, newAddressToken } from '#mail';
import { Announcements } from '../support/correspondence-worker.ts';
import { CorrespondenceHouse, eventually, PDF } from '../support/correspondence-house.ts';
import { MailDoor } from '../support/mail-door.ts';

let house: CorrespondenceHouse;
let worker: INestApplicationContext;
let door: MailDoor;

beforeAll(async () => {
  house = await CorrespondenceHouse.build();
  worker = await house.startWorker();
  door = await MailDoor.open(worker);
});

afterAll(async () => {
  await door.close();
  await house.close();
});

afterEach(() => {
  expect(door.failures).toEqual([]);
});

interface Received {
  readonly id: string;
  readonly state: string;
  readonly machine: string | null;
  readonly files: string[];
}

const post = (to: readonly string[], raw: Buffer, from?: string) => door.post(to, raw, from);

const answer = (subject: string, more: Partial<MessageDraft> = {}) =>
  composeMessage({
    messageId: `<${newAddressToken()}@edu.test>`,
    date: new Date('2026-11-24T10:00:00Z'),
    from: { address: 'school12@edu.test', name: 'Школа № 12' },
    to: [{ address: 'someone@otzyv.test' }],
    subject,
    text: 'Ваше заявление принято, вх. № 123.',
    attachments: [{ filename: 'Ответ.pdf', contentType: 'application/pdf', content: PDF }],
    ...more,
  });

const inThread = (threadId: string): Promise<Received[]> =>
  house.branches.database.asAdmin<Received>(
    `SELECT m.id, m.state, m.machine, array_agg(f.media_type ORDER BY a.position) AS files FROM messages m
       LEFT JOIN message_attachments a ON a.message_id = m.id LEFT JOIN files f ON f.id = a.file_id
       WHERE m.thread_id = $1 AND m.direction = 'inbound' GROUP BY m.branch_id, m.id ORDER BY m.created_at`,
    [threadId],
  );

const received = (threadId: string, count = 1): Promise<Received[]> =>
  eventually(async () => {
    const messages = await inThread(threadId);
    return messages.length >= count ? messages : undefined;
  }, 'the reply to be recorded');

const waiting = async () =>
  (await house.branches.database.asAdmin<{ count: number }>('SELECT count(*)::int AS count FROM inbound_mails'))[0]
    ?.count;

test('an answer to the reply address is recorded in its thread, with its PDF, and told', async () => {
  const { threadId, replyAddress } = await house.letter();
  expect(await post([replyAddress.toUpperCase()], await answer('Re: Заявление'))).toMatchObject({ kind: 'accepted' });
  const [message] = await received(threadId);
  expect(message).toMatchObject({ state: 'received', machine: null, files: ['application/pdf'] });
  await eventually(
    () => Promise.resolve(worker.get(Announcements).replies.includes(message?.id ?? '') || undefined),
    'the announcement',
  );
  expect(await waiting()).toBe(0);
});

test('nothing that a stranger wrote stands readable in the database', async () => {
  const words = ['Школа № 12', 'school12@edu.test', 'вх. № 123', 'Ответ.pdf', 'someone@otzyv.test'];
  const spelled = words.flatMap((word) => [word, Buffer.from(word).toString('hex')]);
  const tables = ['messages', 'message_attachments', 'files', 'audit_entries', 'outbox', 'threads', 'inbound_mails'];
  for (const table of tables) {
    const rows = await house.branches.database.asAdmin<{ row: string }>(`SELECT t::text AS row FROM ${table} t`);
    expect(rows.filter(({ row }) => spelled.some((word) => row.includes(word)))).toEqual([]);
  }
});

test('an address that nobody was given is refused at RCPT, as is another domain', async () => {
  const raw = await answer('guess');
  for (const address of [
    `r-${newAddressToken()}@otzyv.test`,
    'director@otzyv.test',
    `r-${newAddressToken()}@evil.test`,
  ]) {
    expect(await post([address], raw)).toMatchObject({ kind: 'refused', permanent: true, phase: 'rcpt', code: 550 });
  }
  expect(await waiting()).toBe(0);
});

test('references and subject numbers attach nothing: only the address does', async () => {
  const [mine, other] = [await house.queue(), await house.letter()];
  await house.until(mine.messageId, 'sent');
  const ours = `<${mine.messageId}@otzyv.test>`;
  await post([other.replyAddress], await answer(`Re: ${ours}`, { inReplyTo: ours, references: [ours] }));
  await received(other.threadId);
  expect(await inThread(mine.threadId)).toEqual([]);
});

test('the same mail sent again, before or after it was recorded, is one message; to two threads it is one in each', async () => {
  const [one, two] = [await house.letter(), await house.letter()];
  const raw = await answer('Re: Заявление');
  await Promise.all([post([one.replyAddress], raw), post([one.replyAddress], raw), post([one.replyAddress], raw)]);
  await received(one.threadId);
  await post([one.replyAddress, two.replyAddress], raw);
  await received(two.threadId);
  await eventually(async () => ((await waiting()) === 0 ? true : undefined), 'all mail to be recorded');
  expect(await inThread(one.threadId)).toHaveLength(1);
  expect(await inThread(two.threadId)).toHaveLength(1);
});

test.each([
  ['auto-reply', { 'X-Autoreply': 'yes' }, 'school12@edu.test'],
  ['auto-reply', {}, ''],
  ['list', { 'List-Id': '<news.edu.test>' }, 'school12@edu.test'],
])('mail of a machine is kept and marked: %s', async (machine, headers, from) => {
  const { threadId, replyAddress } = await house.letter();
  await post([replyAddress], await answer('Автоответ', { headers }), from);
  expect(await received(threadId)).toMatchObject([{ machine, state: 'received' }]);
});

test('what cannot be read is kept all the same', async () => {
  const { threadId, replyAddress } = await house.letter();
  const nested = Array.from(
    { length: 3000 },
    (_, depth) => `--b${depth}\r\nContent-Type: multipart/mixed; boundary=b${depth + 1}\r\n\r\n`,
  );
  const raw = Buffer.from(`Content-Type: multipart/mixed; boundary=b0\r\n\r\n${nested.join('')}`);
  expect(await post([replyAddress], raw)).toMatchObject({ kind: 'accepted' });
  const [message] = await received(threadId);
  expect(message).toMatchObject({ state: 'received', machine: 'unparseable' });
  const [{ size } = { size: 0 }] = await house.branches.database.asAdmin<{ size: number }>(
    'SELECT f.size::int AS size FROM messages m JOIN files f ON f.id = m.raw_file_id WHERE m.id = $1',
    [message?.id],
  );
  // The last line end came from the final dot's own.
  expect(size).toBeGreaterThanOrEqual(raw.length);
});
