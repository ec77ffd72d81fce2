import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
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

async function scripted(script: SmtpScript): Promise<{ server: ScriptedSmtpServer; smtpPort: number }> {
  const server = new ScriptedSmtpServer(script);
  const smtpPort = await server.start();
  closing.push(() => server.stop());
  return { server, smtpPort };
}

const inSink = async (messageId: string) =>
  (await house.caught.list()).filter((mail) => mail.messageId === `<${messageId}@otzyv.test>`);
const oneSecond = { longestHandOver: 1_000 };

test('killed before the 250 that was on its way: the record of the server says sent, and nothing goes out again', async () => {
  await house.stopSink();
  let killed = false;
  await house.startSink(async () => {
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    killed = true;
  });
  const worker = await house.startWorkerProcess();
  const { messageId } = await house.queue();
  await eventually(() => Promise.resolve(killed || undefined), 'the worker to be killed');
  expect(await house.row(messageId)).toMatchObject({ state: 'sending' });
  await house.stopSink();
  await house.startSink();
  await house.expireLeases();
  await house.startWorker(oneSecond);
  expect((await house.until(messageId, 'sent')).server_response).toMatch(/record of the mail server/);
  expect(await house.attempts(messageId)).toMatchObject([
    { outcome: null },
    { outcome: 'accepted', phase: 'relay-log' },
  ]);
  expect(await inSink(messageId)).toHaveLength(1);
});

test('killed in the middle of the body: sent again only when the record of the server rules out the first one', async () => {
  const { server: halfway, smtpPort } = await scripted({ body: 'hang', bodyAfter: 1 });
  const worker = await house.startWorkerProcess({ smtpPort });
  const { messageId } = await house.queue(200_000);
  await eventually(() => Promise.resolve(halfway.bodyOctets > 0 || undefined), 'the body to begin');
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  const handedOver = await house.row(messageId);
  expect(handedOver.state).toBe('sending');
  expect(handedOver.handed_over_at).not.toBeNull();

  await house.expireLeases();
  await house.startWorker({ longestHandOver: 2_500 });
  await sleep(700);
  // The old conversation could still end well, as far as anyone can know: nothing moves.
  expect(await house.row(messageId)).toMatchObject({ state: 'sending' });
  expect(await inSink(messageId)).toHaveLength(0);
  await sleep(2_000);
  await house.moveClock(5);
  await house.until(messageId, 'sent');
  expect(await inSink(messageId)).toHaveLength(1);
  expect((await house.attempts(messageId)).at(-1)).toMatchObject({ outcome: 'accepted', phase: 'final' });
});

test('killed in the middle of the body with a catcher in its own process: a new catcher rules it out at once', async () => {
  const { server: halfway, smtpPort } = await scripted({ body: 'hang', bodyAfter: 1 });
  const worker = await house.startWorkerProcess({ smtpPort });
  const { messageId } = await house.queue(200_000);
  await eventually(() => Promise.resolve(halfway.bodyOctets > 0 || undefined), 'the body to begin');
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  await sleep(1_200);
  await house.expireLeases();
  await house.startWorker({ catcherSince: performance.now() });
  await house.until(messageId, 'sent');
  expect(await inSink(messageId)).toHaveLength(1);
});

test('killed in the middle of the body before a server of others: unknown, for a person to decide', async () => {
  const { server: halfway, smtpPort } = await scripted({ body: 'hang', bodyAfter: 1 });
  const worker = await house.startWorkerProcess({ smtpPort });
  const { messageId } = await house.queue(200_000);
  await eventually(() => Promise.resolve(halfway.bodyOctets > 0 || undefined), 'the body to begin');
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  await house.expireLeases();
  const { server: others, smtpPort: another } = await scripted({});
  await house.startWorker({ smtpPort: another, caughtFolder: null });
  await house.until(messageId, 'unknown');
  expect((await house.attempts(messageId)).at(-1)).toMatchObject({ outcome: 'unknown', phase: 'relay-log' });
  expect(others.taken).toHaveLength(0);
});

test('frozen past its lease, replaced, then woken: the old worker sends not one octet', async () => {
  let asked = 0;
  let octets = 0;
  let release: (() => void) | undefined;
  const slow = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: (_, __, done) => {
      release = done;
    },
    onData: (stream, _, done) => {
      asked += 1;
      stream.on('data', (chunk: Buffer) => (octets += chunk.length));
      stream.on('end', done);
    },
  });
  const listening = slow.listen(0, '127.0.0.1');
  closing.push(() => {
    slow.close();
  });
  await once(listening, 'listening');
  const old = await house.startWorkerProcess({ smtpPort: (listening.address() as AddressInfo).port });
  const { messageId } = await house.queue(200_000);
  await eventually(() => Promise.resolve(release && true), 'RCPT');
  old.kill('SIGSTOP');
  await house.expireLeases();
  await house.startWorker();
  await house.until(messageId, 'sent');

  release?.();
  old.kill('SIGCONT');
  // It goes on as if nothing had happened, up to the server's "go ahead", and there it finds that it was replaced.
  await eventually(() => Promise.resolve(asked > 0 || undefined), 'DATA');
  await sleep(1_000);
  expect(octets).toBe(0);
  expect(await inSink(messageId)).toHaveLength(1);
  expect(await house.row(messageId)).toMatchObject({ state: 'sent', fence: '2' });
});

test('what a person decides on an unknown message happens: sent stays, not sent goes out once more', async () => {
  const { smtpPort } = await scripted({ final: 'drop' });
  await house.startWorker({ smtpPort, caughtFolder: null });
  const [first, second] = [await house.queue(), await house.queue()];
  await house.until(first.messageId, 'unknown');
  await house.until(second.messageId, 'unknown');
  await house.stopWorkers();
  const settled = await house.settle(first.messageId, 'sent');
  expect(settled.state).toBe('sent');
  expect(settled.sentAt).not.toBeNull();
  await expect(house.settle(first.messageId, 'not-sent')).rejects.toMatchObject({
    code: 'correspondence.not-undecided',
  });
  expect((await house.settle(second.messageId, 'not-sent')).state).toBe('queued');
  await house.startWorker();
  await house.until(second.messageId, 'sent');
  expect(await inSink(first.messageId)).toHaveLength(0);
  expect(await inSink(second.messageId)).toHaveLength(1);
  expect(await house.row(second.messageId)).toMatchObject({ fence: '2' });
});
