import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { MailIntake } from '#correspondence';
import { newId } from '#kernel';
import { composeMessage, inboxAddress, newAddressToken } from '#mail';
import { CorrespondenceHouse, eventually } from '../../support/correspondence-house.ts';
import { MailDoor } from '../../support/mail-door.ts';
import { partOf } from '../../support/part-of.ts';
import type { PromiseProof, Sabotage, Verdict } from '../promise.ts';

const AT_ONCE = 8;
const FORGED = 12;
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

type Break = (worker: INestApplicationContext, house: CorrespondenceHouse) => void;

/** 21: guessed addresses match nothing; forged references and numbers attach nothing by themselves. */
export const guessedAddresses: PromiseProof = {
  id: '21-guessed-addresses',
  ciSize: 10_000,
  sabotageSize: 2_000,
  run: ({ n }) => guess(n),
  sabotages: [
    broken('a-prefix-is-enough', (worker, house) => {
      (partOf(worker, 'InboundMailsRepository') as Mails).isKnown = async ({ key }) =>
        (
          await house.branches.database.asAdmin(
            'SELECT 1 FROM threads WHERE substring(reply_token_hash, 1, 1) = substring($1::bytea, 1, 1)',
            [Buffer.isBuffer(key) ? key : Buffer.from(key)],
          )
        ).length > 0;
    }),
    broken('references-attach', (worker) => {
      const sort = partOf(worker, 'SortMailHandler') as Sorting;
      sort.threadsProvenBy = (parsed) => sort.threads.findByMessageIds(parsed?.references ?? []);
    }),
  ],
};

interface Mails {
  isKnown(by: { readonly key: Buffer | string }): Promise<boolean>;
}
interface Sorting {
  threadsProvenBy(parsed: { readonly references: readonly string[] } | null): Promise<unknown[]>;
  readonly threads: { findByMessageIds(ids: readonly string[]): Promise<unknown[]> };
}

function broken(name: string, how: Break): Sabotage {
  return { name, run: ({ n }) => guess(n, how) };
}

async function guess(n: number, breakIt?: Break): Promise<Verdict> {
  const house = await CorrespondenceHouse.build();
  const worker = await house.startWorker();
  breakIt?.(worker, house);
  const door = await MailDoor.open(worker);
  try {
    const letter = await house.queue();
    await house.until(letter.messageId, 'sent');
    const intake = worker.get(MailIntake);
    if (!(await intake.isKnownRecipient(letter.replyAddress)) && breakIt === undefined) {
      throw new Error('The right address is not known: this would prove nothing.');
    }
    let [matched, asked] = [0, 0];
    const guesser = async (): Promise<void> => {
      while (asked < n) {
        asked += 1;
        if (await intake.isKnownRecipient(guessed(letter.replyAddress, asked))) matched += 1;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, guesser));
    const attached = await forge(house, door, letter);
    return { n: n + FORGED, violations: matched + attached, details: { matched, attached } };
  } finally {
    await door.close();
    await house.close();
  }
}

/** Chance, the true one with a letter or the case of the alphabet changed, its token as a return path, our own ids. */
function guessed(address: string, turn: number): string {
  const at = 2 + (turn % 26);
  const spoiled = ALPHABET[(ALPHABET.indexOf(address[at] ?? '0') + 1 + (turn % 31)) % 32] ?? '0';
  const kinds = [
    `r-${newAddressToken()}@otzyv.test`,
    `b-${newAddressToken()}@otzyv.test`,
    address.slice(0, at) + spoiled + address.slice(at + 1),
    address.replace(/^r-/, 'b-'),
    address.replace('@otzyv.test', '@evil.test'),
    inboxAddress(newId(), 'otzyv.test'),
    address.replace('@', '0@'),
  ];
  return kinds[turn % kinds.length] ?? '';
}

/** Mail to the branch that names our letter in every way that an outsider can. How much of it came into the thread. */
async function forge(
  house: CorrespondenceHouse,
  door: MailDoor,
  { messageId, threadId }: { readonly messageId: string; readonly threadId: string },
): Promise<number> {
  const ours = `<${messageId}@otzyv.test>`;
  const { database } = house.branches;
  for (let turn = 0; turn < FORGED; turn += 1) {
    const raw = await composeMessage({
      messageId: `<${newAddressToken()}@edu.test>`,
      date: new Date(1_790_000_000_000 + turn),
      from: { address: 'info@school.test', name: 'Школа' },
      to: [{ address: inboxAddress(house.branches.ids[0] ?? '', 'otzyv.test') }],
      subject: [`Re: ${ours}`, 'Re: дело № 1', `Re: Заявление [r-${newAddressToken()}]`][turn % 3] ?? '',
      text: `Ответ на ${messageId}, ${threadId}.`,
      ...(turn % 2 === 0 && { inReplyTo: ours }),
      references: [`<x@school.test>`, ours],
    });
    await door.post([inboxAddress(house.branches.ids[0] ?? '', 'otzyv.test')], raw, 'info@school.test');
  }
  await eventually(
    async () => {
      const [left] = await database.asAdmin<{ count: number }>('SELECT count(*)::int AS count FROM inbound_mails');
      return left?.count === 0 ? true : undefined;
    },
    'the forged mail to be sorted',
    30_000,
  );
  await sleep(200);
  const [found] = await database.asAdmin<{ count: number }>(
    `SELECT count(*)::int AS count FROM messages WHERE direction = 'inbound'`,
  );
  return found?.count ?? 0;
}
