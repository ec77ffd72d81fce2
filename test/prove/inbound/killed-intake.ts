import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '#database';
import { composeMessage, deliverMessage, newAddressToken } from '#mail';
import { CorrespondenceHouse, PDF } from '../../support/correspondence-house.ts';
import type { IntakeSabotage } from '../../support/intake-sabotage.ts';
import type { PromiseProof, Verdict } from '../promise.ts';

const KILL_EVERY_MS = 2_000;
const SENDERS = 4;
const THREADS = 10;
/** So many are sent once more although they were acknowledged, as when a 250 is lost on the way. */
const SENT_AGAIN_EVERY = 5;

/** 20: the ingester killed every two seconds: every mail that it acknowledged is there once, byte for byte. */
export const killedIntake: PromiseProof = {
  id: '20-killed-intake',
  ciSize: 250,
  sabotageSize: 120,
  run: ({ n }) => takeIn(n),
  sabotages: (['acknowledged-before-commit', 'every-copy-is-new'] as const).map((name) => ({
    name,
    run: ({ n }) => takeIn(n, name),
  })),
};

async function takeIn(n: number, intakeSabotage?: IntakeSabotage): Promise<Verdict> {
  const house = await CorrespondenceHouse.build();
  const port = await freePort();
  const settings = {
    inboundPort: port,
    announceAgainMs: 2_000,
    ...(intakeSabotage !== undefined && { intakeSabotage }),
  };
  let child = await house.startWorkerProcess(settings);
  try {
    const addresses: string[] = [];
    for (let made = 0; made < THREADS; made += 1) addresses.push((await house.letter()).replyAddress);
    const mails = await Promise.all(Array.from({ length: n }, (_, index) => mail(index)));
    const counts = { kills: 0, refused: 0 };
    const patience = performance.now() + 60_000 + n * 60;
    const acknowledged = new Set<number>();
    let next = 0;
    const sender = async (): Promise<void> => {
      for (let index = next++; index < n; index = next++) {
        const turns = index % SENT_AGAIN_EVERY === 0 ? 2 : 1;
        for (let turn = 0; turn < turns && performance.now() < patience;) {
          if (await post(port, addresses[index % THREADS] ?? '', mails[index] ?? PDF)) turn += 1;
          else {
            counts.refused += 1;
            await sleep(50);
          }
        }
        acknowledged.add(index);
        // Spread over several kills, also on a fast machine.
        await sleep(40);
      }
    };
    const sending = Promise.all(Array.from({ length: SENDERS }, sender));
    const open = new Set(['sending']);
    void sending.finally(() => {
      open.clear();
    });
    while (open.size > 0) {
      await sleep(KILL_EVERY_MS);
      await killed(child);
      counts.kills += 1;
      await house.expireLeases();
      child = await house.startWorkerProcess(settings);
    }
    await sending;
    await settled(house, patience);
    const expected = mails.map((raw) => createHash('sha256').update(raw).digest('hex'));
    const kept = await house.branches.database.asAdmin<{ sha256: string }>(
      `SELECT encode(f.sha256, 'hex') AS sha256 FROM messages m JOIN files f ON f.id = m.raw_file_id
       WHERE m.direction = 'inbound'`,
    );
    const found = new Map<string, number>();
    for (const { sha256 } of kept) found.set(sha256, (found.get(sha256) ?? 0) + 1);
    const missing = expected.filter((sha256) => !found.has(sha256)).length;
    const doubled = kept.length - found.size;
    const foreign = [...found.keys()].filter((sha256) => !expected.includes(sha256)).length;
    return {
      n: acknowledged.size,
      violations: missing + doubled + foreign,
      details: { missing, doubled, foreign, ...counts },
    };
  } finally {
    await house.close();
  }
}

function mail(index: number): Promise<Buffer> {
  return composeMessage({
    messageId: `<${newAddressToken()}@edu.test>`,
    date: new Date(1_790_000_000_000 + index * 1000),
    from: { address: 'school12@edu.test', name: 'Школа № 12' },
    to: [{ address: 'parents@association.test' }],
    subject: `Ответ ${index}`,
    text: `Ваше заявление рассмотрено, вх. № ${index}.`,
    attachments: [{ filename: 'Ответ.pdf', contentType: 'application/pdf', content: PDF }],
  });
}

async function post(port: number, to: string, message: Buffer): Promise<boolean> {
  const result = await deliverMessage({
    server: { host: '127.0.0.1', port, tls: 'none' },
    envelope: { from: 'school12@edu.test', to: [to] },
    message,
    beforeBody: () => Promise.resolve(),
  });
  return result.kind === 'accepted';
}

async function settled(house: CorrespondenceHouse, patience: number): Promise<void> {
  for (let left = 1; left > 0 && performance.now() < patience;) {
    await sleep(200);
    const [row] = await house.branches.database.asAdmin<{ left: number }>(
      `SELECT count(*)::int AS left FROM outbox
       WHERE job = 'correspondence.record-reply' AND status IN ('waiting', 'running')`,
    );
    left = row?.left ?? 0;
    await house.expireLeases();
  }
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
