import { composeMessage, deliverMessage } from '#mail';
import { newId } from '#kernel';
import { clockNow } from '../demo-clock.ts';
import { eventually, verify } from '../demo-failure.ts';
import type { DemoStage } from '../demo-stage.ts';
import { handSignedPage } from '../hand-signed-page.ts';
import { coordinatorOf } from './record-families.ts';

interface Deadline {
  readonly demandId: string | null;
  readonly startEvent: string;
  readonly startConfidence: string;
  readonly status: string;
  readonly dueOn: string;
  readonly explanation: { readonly ru: readonly string[]; readonly en: readonly string[] };
}
interface RequestView {
  readonly version: number;
  readonly stage: string;
  readonly replyWaitingSince: string | null;
  readonly incomingNumber: string | null;
  readonly demands: readonly { readonly id: string; readonly kind: string; readonly outcome: string | null }[];
}
interface MessagePage {
  readonly items: readonly { readonly id: string; readonly direction: string }[];
}

const OUTCOMES: Readonly<Record<string, object>> = {
  consent_withdrawal: { outcome: 'complied' },
  stop_processing: { outcome: 'complied' },
  third_party_ban: { outcome: 'complied_partially' },
  destruction: { outcome: 'refused_reasoned', retentionBasis: 'law_function' },
  destruction_confirmation: { outcome: 'complied' },
};

/** 4: school A answers by mail; the answer is matched by its address, and a person says what it is. */
export async function schoolAnswers(stage: DemoStage): Promise<void> {
  const [demoCase] = stage.cases;
  verify(demoCase !== undefined, 'case A');
  const coordinator = coordinatorOf(stage);
  const path = `/v1/branches/${stage.branchId}/requests/${demoCase.requestId}`;
  const provisional = await eventually('clocks that started with the server’s acceptance', 20, async () => {
    const { items } = await coordinator.get<{ items: Deadline[] }>(`${path}/deadlines`);
    return items.length > 0 ? items : null;
  });
  verify(
    provisional.every(({ startEvent, startConfidence }) => startEvent === 'server_accepted' && startConfidence === 'U'),
    'clocks that only the server’s acceptance proves are marked uncertain',
  );
  const today = dayIn('Europe/Moscow', await clockNow(stage.server));
  await reply(stage, demoCase.schoolMail, demoCase.replyAddress, demoCase.caseNumber, today);
  const waiting = await eventually('the reply waits for a person', 20, async () => {
    const request = await coordinator.get<RequestView>(path);
    return request.replyWaitingSince === null ? null : request;
  });
  verify(waiting.stage === 'submitted', 'nothing moves before a person has read the reply');
  const { items } = await coordinator.get<MessagePage>(
    `/v1/branches/${stage.branchId}/threads/${demoCase.threadId}/messages`,
  );
  const inbound = items.filter(({ direction }) => direction === 'inbound');
  verify(inbound.length === 1 && inbound[0] !== undefined, 'one reply in the thread');
  const read = await coordinator.get<{ text: string; attachments: readonly { mediaType: string }[] }>(
    `/v1/branches/${stage.branchId}/messages/${inbound[0].id}`,
  );
  verify(read.text.includes('вх. № 123'), 'the reply says «вх. № 123»');
  verify(read.attachments[0]?.mediaType === 'application/pdf', 'the reply brought a PDF');
  const answered = await coordinator.expect<RequestView>(200, 'POST', `${path}/classification`, {
    version: waiting.version,
    body: {
      messageId: inbound[0].id,
      incomingNumber: '123',
      receivedOn: today,
      outcomes: waiting.demands.map(({ id, kind }) => ({ demandId: id, ...OUTCOMES[kind] })),
    },
  });
  verify(answered.stage === 'answered' && answered.incomingNumber === '123', 'the request is answered under № 123');
  verify(
    answered.demands.every(({ outcome }) => outcome !== null),
    'an outcome for every demand',
  );
  const clocks = (await coordinator.get<{ items: Deadline[] }>(`${path}/deadlines`)).items;
  const restarted = clocks.filter(({ startEvent }) => startEvent === 'incoming_number');
  verify(
    restarted.every(({ startConfidence }) => startConfidence === 'V') && restarted.length > 0,
    'clocks restarted from № 123',
  );
  verify(
    clocks.every(({ status }) => status === 'met' || status === 'superseded'),
    'no clock runs on',
  );
  await stage.artefacts.keep(
    `${demoCase.caseNumber}-deadlines.txt`,
    `${restarted.map(({ explanation }) => [...explanation.ru, ...explanation.en].join('\n')).join('\n\n')}\n`,
  );
  stage.say(
    `school A answered «вх. № 123»: matched by its address, ${answered.demands.length} outcomes, ${restarted.length} clocks explained and stopped`,
  );
}

async function reply(stage: DemoStage, from: string, to: string, caseNumber: string, today: string): Promise<void> {
  const [year, month, day] = today.split('-');
  const raw = await composeMessage({
    messageId: `<${newId()}@school.test>`,
    date: new Date(),
    from: { address: from, name: 'Канцелярия школы' },
    to: [{ address: to }],
    subject: `Re: Заявление (дело ${caseNumber})`,
    text: `Здравствуйте!\r\nЗаявление зарегистрировано ${day}.${month}.${year}, вх. № 123. Ответ во вложении.\r\n`,
    attachments: [{ filename: 'Ответ школы.pdf', contentType: 'application/pdf', content: handSignedPage() }],
  });
  const result = await deliverMessage({
    server: { host: '127.0.0.1', port: stage.server.inboundPort, tls: 'none' },
    envelope: { from, to: [to] },
    message: raw,
    beforeBody: () => Promise.resolve(),
  });
  verify(result.kind === 'accepted', `the reply is taken by SMTP, not ${result.kind}`);
  await stage.artefacts.keep(`${caseNumber}-reply.eml`, raw);
}

export function dayIn(timeZone: string, instant: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    instant,
  );
}
