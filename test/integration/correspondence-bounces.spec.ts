import type { INestApplicationContext } from '@nestjs/common';
import { newId } from '#kernel';
import { CorrespondenceHouse, eventually } from '../support/correspondence-house.ts';
import { deliveryReport } from '../support/delivery-report.ts';
import { MailDoor } from '../support/mail-door.ts';

const SCHOOL = 'info@school.test';

let house: CorrespondenceHouse;
let worker: INestApplicationContext;
let door: MailDoor;

beforeAll(async () => {
  house = await CorrespondenceHouse.build();
  worker = await house.startWorker();
  door = await MailDoor.open(worker);
  await house.branches.database.asAdmin(
    `INSERT INTO authority_emails (id, authority_id, address, purpose, source, observed_on, quality)
     VALUES ($1, $2, $3, 'general', 'site', '2026-01-10', 'verified')`,
    [newId(), house.authorityId, SCHOOL],
  );
});

afterAll(async () => {
  await door.close();
  await house.close();
});

interface Facts {
  readonly state: string;
  readonly attention: boolean;
}

async function sent() {
  const { messageId, ...letter } = await house.queue();
  await house.until(messageId, 'sent');
  const ours = `<${messageId}@otzyv.test>`;
  const mail = (await house.caught.list()).find((entry) => entry.messageId === ours);
  return { ...letter, messageId, ours, returnPath: mail?.envelope.from ?? '' };
}

const facts = async (messageId: string): Promise<Facts | undefined> =>
  (
    await house.branches.database.asAdmin<Facts>(
      'SELECT state, attention_since IS NOT NULL AS attention FROM messages WHERE id = $1',
      [messageId],
    )
  )[0];

const recorded = (threadId: string): Promise<{ machine: string | null }> =>
  eventually(async () => {
    const [row] = await house.branches.database.asAdmin<{ machine: string | null }>(
      `SELECT machine FROM messages WHERE thread_id = $1 AND direction = 'inbound'`,
      [threadId],
    );
    return row;
  }, 'the report to be recorded');

const quality = async () =>
  (
    await house.branches.database.asAdmin<{ quality: string }>(
      'SELECT quality FROM authority_emails WHERE address = $1',
      [SCHOOL],
    )
  )[0]?.quality;

test('every message has a return path of its own', async () => {
  const letter = await house.letter();
  const paths = [];
  for (let turn = 0; turn < 2; turn += 1) {
    const { messageId } = await house.send(letter);
    await house.until(messageId, 'sent');
    const mail = (await house.caught.list()).find((entry) => entry.messageId === `<${messageId}@otzyv.test>`);
    paths.push(mail?.envelope.from);
  }
  expect(new Set(paths).size).toBe(2);
});

test.each([
  ['a report to the reply address', 'reply', '', {}],
  ['a report that a person sent to the return path', 'path', 'evil@edu.test', {}],
  ['a delay', 'path', '', { action: 'delayed', status: '4.4.1' }],
] as const)('%s moves nothing', async (_, where, from, more) => {
  const [mine, other] = [await sent(), await sent()];
  const to = where === 'reply' ? mine.replyAddress : mine.returnPath;
  expect(await door.post([to], deliveryReport(SCHOOL, { enclosed: other.ours, ...more }), from)).toMatchObject({
    kind: 'accepted',
  });
  expect(await recorded(mine.threadId)).toEqual({ machine: 'delivery-status' });
  expect([await facts(mine.messageId), await facts(other.messageId)]).toEqual([
    { state: 'sent', attention: false },
    { state: 'sent', attention: false },
  ]);
  expect(await quality()).toBe('verified');
});

test('a return path that nobody was given is refused, as is the reply token in its place', async () => {
  const { replyAddress, returnPath } = await sent();
  for (const to of [returnPath.replace(/^b/, 'r'), replyAddress.replace(/^r/, 'b')]) {
    expect(await door.post([to], deliveryReport(SCHOOL), '')).toMatchObject({ kind: 'refused', code: 550 });
  }
});

test('a bounce moves the message of its return path, whatever it encloses, lowers the address and asks for a person', async () => {
  const [mine, other] = [await sent(), await sent()];
  expect(await door.post([mine.returnPath], deliveryReport(SCHOOL, { enclosed: other.ours }), '')).toMatchObject({
    kind: 'accepted',
  });
  await recorded(mine.threadId);
  expect(await facts(mine.messageId)).toEqual({ state: 'bounced', attention: true });
  expect(await facts(other.messageId)).toEqual({ state: 'sent', attention: false });
  expect(await quality()).toBe('bouncing');
});

test('our own mail that comes round and mail that went through too many servers are loops', async () => {
  for (const head of [`Message-ID: <x@otzyv.test>`, 'Received: by mx.test\r\n'.repeat(31).trim()]) {
    const { threadId, replyAddress } = await house.letter();
    await door.post([replyAddress], Buffer.from(`${head}\r\nSubject: x\r\n\r\nround and round`));
    expect(await recorded(threadId)).toEqual({ machine: 'loop' });
  }
});
