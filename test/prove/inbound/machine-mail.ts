import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '#kernel';
import { composeMessage } from '#mail';
import { CaseHouse } from '../../support/case-house.ts';
import { deliveryReport } from '../../support/delivery-report.ts';
import { eventually } from '../../support/correspondence-house.ts';
import { partOf } from '../../support/part-of.ts';
import type { PromiseProof, Sabotage, Verdict } from '../promise.ts';

const SCHOOL = 'office@school5.test';
const WATCH_MS = 3_000;

type Break = (house: CaseHouse) => void;

/**
 * 22: an auto-responder at the school answers every mail that it gets, in all the ways that such programs have. Nothing of
 * ours answers it, so the loop ends at one; none of its mail counts as an answer or moves the request.
 */
export const machineMail: PromiseProof = {
  id: '22-machine-mail',
  ciSize: 8,
  sabotageSize: 8,
  run: ({ n }) => respond(n),
  sabotages: [
    broken('machines-are-not-recognised', (house) => {
      const parser = partOf(house.worker, 'MessageParser') as Parser;
      const parse = parser.parse.bind(parser);
      parser.parse = async (...given) => ({ ...(await parse(...given)), machine: null });
    }),
    broken('we-answer-too', (house) => {
      const handler = partOf(house.worker, 'FlagReplyHandler') as Handler;
      const run = handler.run.bind(handler);
      const composer = partOf(house.worker, 'BranchMail') as Sender;
      handler.run = async (payload, claim) => {
        await run(payload, claim);
        const address = lastReplyAddress.get(house) ?? '';
        const text = 'Ваше письмо получено.';
        const draft = { messageId: `<${newId()}@otzyv.test>`, date: new Date(), subject: 'Re', text };
        const mail = { ...draft, from: { address }, to: [{ address: SCHOOL }] };
        await composer.send(mail, { signal: new AbortController().signal }, 'sabotage');
      };
    }),
  ],
};

interface Parser {
  parse(...given: unknown[]): Promise<object>;
}
interface Handler {
  run(payload: unknown, claim: unknown): Promise<void>;
}
interface Sender {
  send(draft: object, claim: object, code: string): Promise<void>;
}

const lastReplyAddress = new WeakMap<CaseHouse, string>();

function broken(name: string, how: Break): Sabotage {
  return { name, run: ({ n }) => respond(n, how) };
}

async function respond(n: number, breakIt?: Break): Promise<Verdict> {
  const house = await CaseHouse.build();
  try {
    const open = await house.openCase();
    await house.prepare(open);
    const replyAddress = await house.send(open);
    lastReplyAddress.set(house, replyAddress);
    breakIt?.(house);
    const before = await house.get(`/requests/${open.id}`).expect(200);
    const sent = (await house.caught.list()).length;

    // The responder of the school, which answers every mail of ours once.
    const answered = new Set<string>();
    const end = performance.now() + WATCH_MS;
    while (performance.now() < end && answered.size < n) {
      for (const { id } of await house.caught.list()) {
        if (answered.has(id)) continue;
        answered.add(id);
        await house.postMail(replyAddress, await machineMade(0), '');
      }
      await sleep(50);
    }
    for (let kind = 1; kind < n; kind += 1) {
      const from = kind % 2 === 0 ? '' : SCHOOL;
      await house.postMail(replyAddress, await machineMade(kind), from);
    }
    const threadId = String(before.body.threadId);
    const received = await eventually(
      async () => {
        const { body } = await house.get(`/threads/${threadId}/messages?limit=100`).expect(200);
        const items = (body.items as { direction: string; machine: string | null }[]).filter(
          ({ direction }) => direction === 'inbound',
        );
        return items.length >= n ? items : undefined;
      },
      'the machines’ mail',
      30_000,
    );
    await sleep(500);
    const { body: after } = await house.get(`/requests/${open.id}`).expect(200);
    const loops = (await house.caught.list()).length - sent;
    const unmarked = received.filter(({ machine }) => machine === null).length;
    const counted = after.replyWaitingSince === null ? 0 : 1;
    const moved = after.stage === before.body.stage ? 0 : 1;
    // The same request must notice a person, or silence would prove nothing.
    if (breakIt === undefined)
      await house.reply(open, replyAddress, 'Ваше обращение получено, вх. № 12.').catch(missed);
    return {
      n: received.length,
      violations: loops + unmarked + counted + moved,
      details: { loops, unmarked, counted, moved, kinds: [...new Set(received.map(({ machine }) => machine))] },
    };
  } finally {
    await house.close();
  }
}

function missed(error: unknown): never {
  throw new Error('A person’s answer was not noticed, so the proof proves nothing.', { cause: error });
}

async function machineMade(kind: number): Promise<Buffer> {
  const own = { messageId: `<${newId()}@school5.test>`, date: new Date(), from: { address: SCHOOL } };
  const base = { ...own, to: [{ address: 'someone@otzyv.test' }], subject: 'Автоответ', text: 'Принято, вх. № 1.' };
  switch (kind % 8) {
    case 0:
      return composeMessage({ ...base, autoSubmitted: 'auto-replied' });
    case 1:
      return composeMessage({ ...base, headers: { 'X-Autoreply': 'yes' } });
    case 2:
      return composeMessage(base); // The null sender alone gives it away.
    case 3:
      return deliveryReport(SCHOOL);
    case 4:
      return receipt();
    case 5:
      return composeMessage({ ...base, headers: { Precedence: 'bulk' } });
    case 6:
      return composeMessage({ ...base, messageId: `<${newId()}@otzyv.test>` });
    default:
      return Buffer.concat([Buffer.from('Received: from a by b\r\n'.repeat(40)), await composeMessage(base)]);
  }
}

function receipt(): Buffer {
  return Buffer.from(
    [
      'Content-Type: multipart/report; report-type=disposition-notification; boundary=b',
      '',
      '--b',
      '',
      'Прочтено',
      '--b',
      'Content-Type: message/disposition-notification',
      '',
      'Disposition: manual-action/MDN-sent-manually; displayed',
      '--b--',
      '',
    ].join('\r\n'),
  );
}
