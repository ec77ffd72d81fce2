import { setTimeout as sleep } from 'node:timers/promises';
import { CorrespondenceHouse, eventually } from '../../support/correspondence-house.ts';
import type { DeliverySabotage } from '../../support/delivery-sabotage.ts';
import { FaultyRelay, type RelayFault } from '../../support/faulty-relay.ts';
import type { PromiseProof, Verdict } from '../promise.ts';
import { queueLetters } from './queued-letters.ts';

const MONTH = 30 * 86_400;
const LONGEST_HAND_OVER = 4_000;

/** 6: nobody knows whether the server has the letter: that is said, with evidence, and only its log may decide otherwise. */
export const undecided: PromiseProof = {
  id: '6-undecided',
  ciSize: 8,
  sabotageSize: 4,
  run: async ({ n }) => {
    const verdicts = [await withoutLog(n), await withLog(n)];
    return {
      n: 2 * n,
      violations: verdicts.reduce((sum, { violations }) => sum + violations, 0),
      details: { withoutLog: verdicts[0]?.details, withLog: verdicts[1]?.details },
    };
  },
  sabotages: [
    { name: 'tried again without a log', run: ({ n }) => withoutLog(n, 'retry-on-unknown') },
    { name: 'tried again with a log', run: ({ n }) => withLog(n, 'retry-on-unknown') },
    { name: 'absence is taken on trust', run: ({ n }) => withLog(n, 'absence-on-trust') },
  ],
};

/** A server of others: unknown, for a month and for every worker that comes; half of the letters were taken. */
async function withoutLog(n: number, sabotage?: DeliverySabotage): Promise<Verdict> {
  return inHouse(alternating('cut-after-dot', 'cut-in-body'), async (house, smtpPort, faultless) => {
    const settings = { smtpPort, caughtFolder: null, ...(sabotage !== undefined && { sabotage }) };
    await house.startWorkerProcess(settings);
    const ids = await queueLetters(house, n, 1_000);
    if (sabotage === undefined) for (const id of ids) await house.until(id, 'unknown', 20_000);
    else await sleep(3_000);
    faultless();
    await house.moveClock(MONTH);
    await house.startWorkerProcess(settings);
    await sleep(1_500);
    const faults: string[] = [];
    for (const id of ids) {
      const row = await house.row(id);
      const attempts = await house.attempts(id);
      const [first] = attempts;
      if (row.state !== 'unknown') faults.push(`a month later it is ${row.state}`);
      if (attempts.length !== 1) faults.push(`${attempts.length} attempts`);
      const shown = row.handed_over_at !== null && row.server_response !== null && first?.outcome === 'unknown';
      if (!shown || !['body', 'final'].includes(first.phase ?? '')) faults.push('no evidence');
    }
    return { n, violations: faults.length, details: { faults: faults.slice(0, 5) } };
  });
}

/** Our own log: what it holds is sent and stays once; what it does not hold goes out again, but not before it is proof. */
async function withLog(n: number, sabotage?: DeliverySabotage): Promise<Verdict> {
  return inHouse(alternating('cut-after-dot', 'cut-in-body'), async (house, smtpPort, faultless) => {
    const faults: string[] = [];
    await house.startWorkerProcess({
      ...{ smtpPort, longestHandOver: LONGEST_HAND_OVER },
      ...(sabotage !== undefined && { sabotage }),
    });
    const ids = await queueLetters(house, n, 1_000);
    const begun = performance.now();
    await eventually(
      async () => {
        const tried = await Promise.all(ids.map((id) => house.attempts(id)));
        return tried.every(([first]) => typeof first?.outcome === 'string') || undefined;
      },
      'the first attempts to end',
      20_000,
    );
    faultless();
    await house.moveClock(MONTH);
    while (performance.now() - begun < LONGEST_HAND_OVER * 0.7) await sleep(50);
    const early = (await house.caught.list()).length;
    if (early > Math.ceil(n / 2)) faults.push(`${early} in the sink while it was undecided`);
    for (const id of ids) {
      await eventually(
        async () => {
          await house.moveClock(MONTH);
          return (await house.row(id)).state === 'sent' || undefined;
        },
        'the log to decide',
        20_000,
      );
    }
    const times = new Map<string | null, number>();
    for (const { messageId } of await house.caught.list()) times.set(messageId, (times.get(messageId) ?? 0) + 1);
    const notOnce = ids.filter((id) => times.get(`<${id}@otzyv.test>`) !== 1).length;
    if (notOnce > 0) faults.push(`${notOnce} not once in the sink`);
    return { n, violations: faults.length, details: { faults, early } };
  });
}

async function inHouse(
  fault: () => RelayFault,
  work: (house: CorrespondenceHouse, smtpPort: number, faultless: () => void) => Promise<Verdict>,
): Promise<Verdict> {
  const house = await CorrespondenceHouse.build();
  let spoiling = true;
  const relay = new FaultyRelay(
    () => house.sinkPort,
    () => (spoiling ? fault() : null),
  );
  try {
    return await work(house, await relay.start(), () => {
      spoiling = false;
    });
  } finally {
    await house.close();
    await relay.stop();
  }
}

function alternating(...faults: readonly [RelayFault, RelayFault]): () => RelayFault {
  let turn = 0;
  return () => {
    turn += 1;
    return faults[turn % 2] ?? faults[0];
  };
}
