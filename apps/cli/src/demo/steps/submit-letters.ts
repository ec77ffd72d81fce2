import { setTimeout as sleep } from 'node:timers/promises';
import { createHash } from 'node:crypto';
import { CaughtMail, parseMessage } from '#mail';
import { join } from 'node:path';
import { eventually, verify } from '../demo-failure.ts';
import type { DemoCase, DemoStage } from '../demo-stage.ts';
import { handSignedPage } from '../hand-signed-page.ts';
import { coordinatorOf } from './record-families.ts';

interface Prepared {
  readonly version: number;
  readonly letterId: string;
  readonly pages: number;
  readonly sha256: string;
  readonly doubtfulNames: readonly string[];
}
interface Message {
  readonly id: string;
  readonly state: string;
  readonly messageIdHeader: string;
  readonly serverResponse: string | null;
}

/** 3: letters are typeset, signed, submitted; each arrives once at the school's mail server, which says so itself. */
export async function submitLetters(stage: DemoStage): Promise<void> {
  for (const demoCase of stage.cases) {
    await prepareAndSign(stage, demoCase);
    await submit(stage, demoCase);
  }
  for (const demoCase of stage.cases) await verifyArrival(stage, demoCase);
}

async function prepareAndSign(stage: DemoStage, demoCase: DemoCase): Promise<void> {
  const coordinator = coordinatorOf(stage);
  const request = `/v1/branches/${stage.branchId}/requests/${demoCase.requestId}`;
  const prepared = await coordinator.expect<Prepared>(201, 'POST', `${request}/letter`, {
    version: demoCase.version,
    body: { reservation: true },
  });
  const pdf = await coordinator.download(`/v1/branches/${stage.branchId}/letters/${prepared.letterId}/pdf`);
  verify(pdf.subarray(0, 5).toString() === '%PDF-', 'the letter is a PDF');
  verify(createHash('sha256').update(pdf).digest('hex') === prepared.sha256, 'the PDF has the recorded SHA-256');
  await stage.artefacts.keep(`${demoCase.caseNumber}-statement.pdf`, pdf);
  const scan = await coordinator.upload(
    `/v1/branches/${stage.branchId}/families/${demoCase.familyId}/files?purpose=signed-letter`,
    'Заявление (скан с подписью).pdf',
    handSignedPage(),
    'application/pdf',
  );
  const signed = await coordinator.expect<{ version: number }>(200, 'POST', `${request}/signature`, {
    version: prepared.version,
    body: { fileId: scan.id, how: 'scan' },
  });
  demoCase.version = signed.version;
  const doubts =
    prepared.doubtfulNames.length === 0
      ? 'names declined without doubt'
      : `to check: ${prepared.doubtfulNames.join(', ')}`;
  stage.say(`letter ${demoCase.caseNumber}: ${prepared.pages} pages, PDF/A, ${doubts}; signed scan attached`);
}

async function submit(stage: DemoStage, demoCase: DemoCase): Promise<void> {
  const coordinator = coordinatorOf(stage);
  const call = {
    version: demoCase.version,
    body: { to: demoCase.schoolMail },
    idempotencyKey: `demo-submit-${demoCase.requestId}`,
  };
  const path = `/v1/branches/${stage.branchId}/requests/${demoCase.requestId}/submission`;
  const accepted = await coordinator.expect<{ messageId: string; threadId: string; version: number }>(
    202,
    'POST',
    path,
    call,
  );
  Object.assign(demoCase, accepted);
  if (stage.killAfterMs !== null && demoCase === stage.cases[0]) {
    await sleep(stage.killAfterMs);
    await stage.server.kill();
    stage.say(`the server was killed ${stage.killAfterMs} ms after it had answered 202 (SIGKILL); it starts again`);
    await stage.server.start();
  }
  const repeated = await coordinator.expect<{ messageId: string }>(202, 'POST', path, call);
  verify(repeated.messageId === accepted.messageId, 'submitting twice with one key is one submission');
}

async function verifyArrival(stage: DemoStage, demoCase: DemoCase): Promise<void> {
  const coordinator = coordinatorOf(stage);
  // The list says what became of a message without opening it: every opening stands in the log.
  const thread = `/v1/branches/${stage.branchId}/threads/${demoCase.threadId}/messages`;
  const message = await eventually(`the letter ${demoCase.caseNumber} is sent`, 60, async () => {
    const { items } = await coordinator.get<{ items: readonly Message[] }>(thread);
    const found = items.find(({ id }) => id === demoCase.messageId);
    verify(found !== undefined, 'the message stands in its thread');
    verify(!['refused', 'failed', 'unknown'].includes(found.state), `a letter on its way, not ${found.state}`);
    return found.state === 'sent' ? found : null;
  });
  verify(message.serverResponse?.startsWith('250') === true, 'the server answered 250');
  const school = new CaughtMail(join(stage.server.dataDir, 'caught-mail'));
  const arrived = (await school.list()).filter(({ messageId }) => messageId === message.messageIdHeader);
  verify(arrived.length === 1, `the letter arrived once, not ${arrived.length} times`);
  const raw = await school.read(arrived[0]?.id ?? '');
  verify(raw !== null, 'the arrived mail can be read');
  await stage.artefacts.keep(`${demoCase.caseNumber}-sent.eml`, raw);
  const parsed = await parseMessage(raw);
  verify(parsed.attachments.length === 2, 'the signed scan and the text are attached');
  verify(arrived[0]?.envelope.to.includes(demoCase.schoolMail) === true, 'the school is the recipient');
  const replyTo = parsed.headers.find(({ name }) => name === 'reply-to')?.value ?? '';
  demoCase.replyAddress = /r-[^@\s<>]+@[^\s<>]+/.exec(replyTo)?.[0] ?? '';
  verify(demoCase.replyAddress !== '', 'the mail asks for answers at an address of its own');
  stage.say(`${demoCase.caseNumber} arrived once: ${message.serverResponse.slice(0, 60)} ${message.messageIdHeader}`);
}
