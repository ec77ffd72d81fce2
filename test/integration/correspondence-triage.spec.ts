import type { INestApplicationContext } from '@nestjs/common';
import { MessageReading, Suggestions, Triage } from '#correspondence';
import { newId } from '#kernel';
import { composeMessage, inboxAddress, type MessageDraft, newAddressToken, tokenFromAddress } from '#mail';
import { CorrespondenceHouse, eventually } from '../support/correspondence-house.ts';
import { MailDoor } from '../support/mail-door.ts';

const SCHOOL = 'school12@edu.test';

let house: CorrespondenceHouse;
let worker: INestApplicationContext;
let door: MailDoor;
let inbox: string;

beforeAll(async () => {
  house = await CorrespondenceHouse.build();
  worker = await house.startWorker();
  door = await MailDoor.open(worker);
  inbox = inboxAddress(house.branches.ids[0] ?? '', 'otzyv.test');
});

afterAll(async () => {
  await door.close();
  await house.close();
});

const mail = (subject: string, more: Partial<MessageDraft> = {}) =>
  composeMessage({
    messageId: `<${newAddressToken()}@edu.test>`,
    date: new Date('2026-11-24T10:00:00Z'),
    from: { address: SCHOOL, name: 'Школа № 12' },
    to: [{ address: 'office@association.test' }],
    subject,
    text: 'Ваше заявление принято.',
    ...more,
  });

const triage = () => house.context.get(Triage);
const waiting = () =>
  house.enter(() => triage().list({ state: 'waiting', sort: '-receivedAt', limit: 50, machine: undefined }));

const newestWaiting = (known: ReadonlySet<string>) =>
  eventually(async () => (await waiting()).items.find(({ id }) => !known.has(id)), 'the mail to wait for a person');

async function given(raw: Buffer, from = SCHOOL) {
  const known = new Set((await waiting()).items.map(({ id }) => id));
  expect(await door.post([inbox], raw, from)).toMatchObject({ kind: 'accepted' });
  return newestWaiting(known);
}

const inThread = (threadId: string) =>
  house.enter(async () =>
    (await house.context.get(MessageReading).listOfThread(threadId, { limit: 50 })).items.filter(
      ({ direction }) => direction === 'inbound',
    ),
  );
const received = (threadId: string) =>
  eventually(async () => {
    const messages = await inThread(threadId);
    return messages.length > 0 ? messages : undefined;
  }, 'the mail in its thread');

test('mail to the mailbox of a branch waits for a person; a mailbox of no branch is refused', async () => {
  const listed = await given(await mail('Ответ'));
  expect(listed).toMatchObject({ state: 'waiting', machine: null, version: 1 });
  expect(await house.enter(() => triage().read(house.by, listed.id))).toMatchObject({
    ...{ from: `Школа № 12 <${SCHOOL}>`, subject: 'Ответ', text: 'Ваше заявление принято.', threadIds: [] },
  });
  expect(await door.post([inboxAddress(newId(), 'otzyv.test')], await mail('x'))).toMatchObject({ code: 550 });
  const elsewhere = await house.enter(
    () => triage().list({ state: 'waiting', sort: 'receivedAt', limit: 5, machine: undefined }),
    1,
  );
  expect(elsewhere.items).toEqual([]);
});

test('the token in the subject leads into its thread, and the tokens of two into both', async () => {
  const [one, two] = [await house.letter(), await house.letter()];
  const tag = ({ replyAddress }: { replyAddress: string }) => `[r-${tokenFromAddress(replyAddress) ?? ''}]`;
  await door.post([inbox], await mail(`Re: Заявление ${tag(one).toUpperCase()} ${tag(two)}`));
  expect(await received(one.threadId)).toHaveLength(1);
  expect(await received(two.threadId)).toHaveLength(1);
});

test('the subject of what goes out carries the token', async () => {
  const { messageId, replyAddress } = await house.queue();
  await house.until(messageId, 'sent');
  const entry = (await house.caught.list()).find((one) => one.messageId === `<${messageId}@otzyv.test>`);
  const sent = await house.caught.read(entry?.id ?? '');
  expect(sent?.toString()).toContain(`r-${tokenFromAddress(replyAddress) ?? ''}@otzyv.test`);
  const again = await given(await mail('Без номера'));
  expect(again.state).toBe('waiting');
  const decoded = /^Subject:((?:.*\r\n[ \t])*.*)/m.exec(sent?.toString() ?? '')?.[1] ?? '';
  expect(decoded).not.toBe('');
});

test('forged references and numbers attach nothing; they are suggested, and what was accepted scores higher', async () => {
  const mine = await house.queue();
  await house.until(mine.messageId, 'sent');
  const ours = `<${mine.messageId}@otzyv.test>`;
  const forged = await given(await mail(`Re: ${ours} № 12`, { inReplyTo: ours, references: [ours] }));
  expect(await inThread(mine.threadId)).toEqual([]);
  const before = await house.enter(() => house.context.get(Suggestions).of(forged.id));
  expect(before[0]).toMatchObject({ threadId: mine.threadId, signals: ['reference'] });

  const attached = await house.enter(() =>
    triage().attach(house.by, forged.id, forged.version, { threadIds: [mine.threadId], about: [] }),
  );
  expect(attached).toMatchObject({ state: 'attached' });
  await received(mine.threadId);
  const next = await given(await mail('Ещё раз', { inReplyTo: ours }));
  const after = await house.enter(() => house.context.get(Suggestions).of(next.id));
  expect(after[0]).toMatchObject({ threadId: mine.threadId, signals: ['reference', 'known_sender'] });
  expect(after[0]?.score).toBeGreaterThan(before[0]?.score ?? 1);
});

/** What people did to a mail, as the log has it, without who read it. */
async function logged(id: string): Promise<string[]> {
  const rows = await house.branches.database.asAdmin<{ action: string }>(
    `SELECT action FROM audit_entries WHERE subject_id = $1 AND actor_kind = 'person' AND action <> 'triage.read-mail' ORDER BY number`,
    [id],
  );
  return rows.map(({ action }) => action);
}

test('an attached mail leaves the queue empty, and undone it leaves the threads and waits again', async () => {
  const [one, two] = [await house.letter(), await house.letter()];
  const listed = await given(await mail('Двум сразу'));
  const threadIds = [one.threadId, two.threadId];
  await house.enter(() => triage().attach(house.by, listed.id, listed.version, { threadIds, about: [] }));
  await received(one.threadId);
  await received(two.threadId);
  expect(await house.enter(() => triage().read(house.by, listed.id))).toMatchObject({ subject: null, text: '' });
  const [boxes] = await house.branches.database.asAdmin(
    `SELECT raw_sealed = '' AND content_sealed = '' AND sender_index IS NULL AS empty FROM triage_mails WHERE id = $1`,
    [listed.id],
  );
  expect(boxes).toEqual({ empty: true });

  await expect(house.enter(() => triage().undo(house.by, listed.id, 1))).rejects.toThrow('http.version-mismatch');
  await house.enter(() => triage().undo(house.by, listed.id, 2));
  expect([await inThread(one.threadId), await inThread(two.threadId)]).toEqual([[], []]);
  const back = await eventually(async () => {
    const whole = await house.enter(() => triage().read(house.by, listed.id));
    return whole.subject === null ? undefined : whole;
  }, 'the mail to wait again');
  expect(back).toMatchObject({ state: 'waiting', subject: 'Двум сразу', threadIds: [] });
  expect(await logged(listed.id)).toEqual(['triage.attach-mail', 'triage.attach-mail', 'triage.undo']);

  await house.enter(() => triage().attach(house.by, listed.id, back.version, { threadIds: [one.threadId], about: [] }));
  expect(await received(one.threadId)).toHaveLength(1);
  expect(await inThread(two.threadId)).toEqual([]);
});

test('a discarded mail is out of the queue until somebody undoes it, and settled mail is not settled again', async () => {
  const listed = await given(await mail('Реклама'));
  const gone = await house.enter(() => triage().discard(house.by, listed.id, 1, { reason: 'spam' }));
  expect(gone).toMatchObject({ state: 'discarded', version: 2 });
  expect((await waiting()).items.map(({ id }) => id)).not.toContain(listed.id);
  await expect(
    house.enter(() => triage().attach(house.by, listed.id, 2, { threadIds: [newId()], about: [] })),
  ).rejects.toThrow('triage.settled');
  expect(await house.enter(() => triage().undo(house.by, listed.id, 2))).toMatchObject({ state: 'waiting' });
  await expect(house.enter(() => triage().undo(house.by, listed.id, 3))).rejects.toThrow('triage.not-settled');
});

test('machine mail is kept apart', async () => {
  await given(await mail('Автоответ', { autoSubmitted: 'auto-replied' }), '');
  const page = await house.enter(() =>
    triage().list({ state: 'waiting', sort: 'receivedAt', limit: 50, machine: true }),
  );
  expect(page.items).toMatchObject([{ machine: 'auto-reply' }]);
});
