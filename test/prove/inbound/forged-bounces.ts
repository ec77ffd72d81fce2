import type { INestApplicationContext } from '@nestjs/common';
import { newAddressToken } from '#mail';
import { CorrespondenceHouse, eventually } from '../../support/correspondence-house.ts';
import { deliveryReport } from '../../support/delivery-report.ts';
import { MailDoor } from '../../support/mail-door.ts';
import { partOf } from '../../support/part-of.ts';
import type { PromiseProof, Sabotage, Verdict } from '../promise.ts';

const SCHOOL = 'info@school.test';

type Break = (worker: INestApplicationContext) => void;

/** 24: of N sent letters every fourth comes back; forged reports name all of them. Exactly those that came back move. */
export const forgedBounces: PromiseProof = {
  id: '24-forged-bounces',
  ciSize: 24,
  sabotageSize: 8,
  run: ({ n }) => bounce(n),
  sabotages: [
    broken('the-enclosed-letter-decides', (worker) => {
      const bounces = partOf(worker, 'Bounces') as Bounces;
      const record = bounces.record.bind(bounces);
      bounces.record = (by, messageId, mail, parsed) =>
        record(by, /<(.+)@/.exec(parsed?.deliveryStatus?.originalMessageId ?? '')?.[1] ?? messageId, mail, parsed);
    }),
    broken('anybody-may-report', (worker) => {
      const bounces = partOf(worker, 'Bounces') as Bounces;
      const record = bounces.record.bind(bounces);
      bounces.record = (by, messageId, mail, parsed) => record(by, messageId, { ...mail, envelopeFrom: '' }, parsed);
    }),
  ],
};

interface Bounces {
  record(
    by: unknown,
    messageId: string,
    mail: object,
    parsed: { readonly deliveryStatus: { readonly originalMessageId: string | null } | null } | null,
  ): Promise<void>;
}

function broken(name: string, how: Break): Sabotage {
  return { name, run: ({ n }) => bounce(n, how) };
}

async function bounce(n: number, breakIt?: Break): Promise<Verdict> {
  const house = await CorrespondenceHouse.build();
  const worker = await house.startWorker();
  breakIt?.(worker);
  const door = await MailDoor.open(worker);
  try {
    const letters: Awaited<ReturnType<CorrespondenceHouse['queue']>>[] = [];
    for (let made = 0; made < n; made += 1) letters.push(await house.queue());
    for (const { messageId } of letters) await house.until(messageId, 'sent', 60_000);
    const envelopes = new Map((await house.caught.list()).map(({ messageId, envelope }) => [messageId, envelope.from]));
    const returnPath = (at: number): string => envelopes.get(`<${letters[at]?.messageId ?? ''}@otzyv.test>`) ?? '';
    const enclosed = (at: number): string => `<${letters[at % n]?.messageId ?? ''}@otzyv.test>`;

    let taken = 0;
    const post = async (to: string, report: Buffer, from = ''): Promise<void> => {
      if ((await door.post([to], report, from)).kind === 'accepted') taken += 1;
    };
    for (const [at, { replyAddress }] of letters.entries()) {
      // What an outsider can write: to the address that answers go to, to a guessed one, and one who was sent the letter
      // and so knows its return path, but is no mail server.
      await post(replyAddress, deliveryReport(SCHOOL, { enclosed: enclosed(at) }));
      await post(`b-${newAddressToken()}@otzyv.test`, deliveryReport(SCHOOL, { enclosed: enclosed(at) }));
      await post(replyAddress.replace(/^r/, 'b'), deliveryReport(SCHOOL, { enclosed: enclosed(at) }));
      await post(returnPath(at), deliveryReport(SCHOOL, { enclosed: enclosed(at) }), SCHOOL);
      if (at % 4 === 0) await post(returnPath(at), deliveryReport(SCHOOL, { enclosed: enclosed(at + 1) }));
    }
    const { database } = house.branches;
    await eventually(
      async () => {
        const [row] = await database.asAdmin<{ count: number }>(
          `SELECT count(*)::int AS count FROM messages WHERE direction = 'inbound'`,
        );
        return (row?.count ?? 0) >= taken ? true : undefined;
      },
      'all reports to be recorded',
      60_000,
    );
    const states = await database.asAdmin<{ id: string; state: string }>(
      `SELECT id, state FROM messages WHERE direction = 'outbound'`,
    );
    const stateOf = new Map(states.map(({ id, state }) => [id, state]));
    const wrong = letters.filter(
      ({ messageId }, at) => stateOf.get(messageId) !== (at % 4 === 0 ? 'bounced' : 'sent'),
    ).length;
    const bounced = states.filter(({ state }) => state === 'bounced').length;
    return { n: taken, violations: wrong, details: { letters: n, bounced, reports: taken } };
  } finally {
    await door.close();
    await house.close();
  }
}
