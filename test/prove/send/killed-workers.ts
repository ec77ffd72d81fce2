import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { CorrespondenceHouse } from '../../support/correspondence-house.ts';
import type { DeliverySabotage } from '../../support/delivery-sabotage.ts';
import { FaultyRelay, type RelayFault } from '../../support/faulty-relay.ts';
import { redisMissing, startRedisServer } from '../../support/redis-server.ts';
import type { PromiseProof, Verdict } from '../promise.ts';
import { queueLetters } from './queued-letters.ts';
import { sinkTally, skipIdleTime, violationsOf } from './sink-tally.ts';

const WORKERS = 4;
const KILL_EVERY_MS = 2_000;
const FLUSHES = 5;
const FAULT_EVERY = 20;
const FAULTS: readonly RelayFault[] = ['cut-in-body', 'cut-after-dot', 'busy', 'refused'];
const HAND_OVER = { connect: 5_000, command: 5_000, data: 5_000, block: 3_000, final: 3_000 };
/** Longer than any conversation under those clocks. */
const LONGEST_HAND_OVER = 8_000;

interface Trial {
  readonly onRedis: boolean;
  readonly sabotage?: DeliverySabotage;
  readonly faultEvery?: number;
  readonly patienceSeconds: number;
}

/** 1: workers killed, queues wiped, conversations spoiled: every letter is in the sink once. */
export const killedWorkers: PromiseProof = {
  id: '1-killed-workers',
  ciSize: 400,
  sabotageSize: 80,
  run: async ({ n }) => {
    const patienceSeconds = 120 + n / 5;
    const backends = redisMissing() === undefined ? [false, true] : [false];
    const runs = [];
    for (const onRedis of backends)
      runs.push(await sendAll(Math.ceil(n / backends.length), { onRedis, patienceSeconds }));
    return {
      n: runs.reduce((sum, run) => sum + run.n, 0),
      violations: runs.reduce((sum, run) => sum + run.violations, 0),
      details: { runs: runs.map(({ details }) => details) },
    };
  },
  sabotages: [
    ...(['no-point-of-no-return', 'no-fence', 'retry-on-unknown', 'absence-on-trust'] as const).map((sabotage) => ({
      name: sabotage,
      run: ({ n }: { n: number }) => sendAll(n, { onRedis: false, sabotage, faultEvery: 3, patienceSeconds: 20 }),
    })),
  ],
};

async function sendAll(n: number, { onRedis, sabotage, faultEvery, patienceSeconds }: Trial): Promise<Verdict> {
  const house = await CorrespondenceHouse.build();
  let conversations = 0;
  const relay = new FaultyRelay(
    () => house.sinkPort,
    () => {
      conversations += 1;
      const every = faultEvery ?? FAULT_EVERY;
      return conversations % every === 0 ? (FAULTS[(conversations / every) % FAULTS.length] ?? null) : null;
    },
  );
  const redis = onRedis ? await startRedisServer() : null;
  try {
    const settings = {
      ...{ smtpPort: await relay.start(), longestHandOver: LONGEST_HAND_OVER, timeouts: HAND_OVER },
      ...{ announceAgainMs: 2_000, ...(redis !== null && { redisUrl: redis.url }) },
      ...(sabotage !== undefined && { sabotage }),
    };
    const workers: ChildProcess[] = [];
    const begin = async (): Promise<void> => {
      workers.push(await house.startWorkerProcess(settings));
    };
    await Promise.all(Array.from({ length: WORKERS }, begin));
    const begun = performance.now();
    const open = new Set(['queueing']);
    const queueing = queueLetters(house, n).finally(() => {
      open.clear();
    });
    const starting = new Set<Promise<void>>();
    const [counts, patience] = [{ kills: 0, flushes: 0 }, begun + patienceSeconds * 1000];
    for (let done = false; !done && performance.now() < patience;) {
      await sleep(KILL_EVERY_MS);
      // On a slow machine a worker is long in coming; one must be left, or the kills would only prove that starts are slow.
      const victim = workers.length > 1 ? workers.shift() : undefined;
      if (victim !== undefined) {
        await killed(victim);
        counts.kills += 1;
        // Leases end as if their time had come: the living workers too are taken for dead now and then.
        await house.expireLeases();
        const started = begin().finally(() => starting.delete(started));
        starting.add(started);
      }
      if (redis !== null && counts.flushes < FLUSHES) {
        await redis.command('FLUSHALL');
        counts.flushes += 1;
      }
      await skipIdleTime(house);
      done = open.size === 0 && (await allSettled(house));
    }
    const seconds = Math.round((performance.now() - begun) / 1000);
    const ids = await queueing;
    await Promise.all(starting);
    await sleep(1_000);
    const tally = await sinkTally(house, ids);
    const details = { queues: onRedis ? 'Redis' : 'PostgreSQL', ...tally, ...counts, faults: relay.seen, seconds };
    return { n: ids.length, violations: violationsOf(tally), details };
  } finally {
    await house.close();
    await relay.stop();
    await redis?.stop();
  }
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function allSettled(house: CorrespondenceHouse): Promise<boolean> {
  const left = await house.branches.database.asAdmin(
    `SELECT 1 FROM outbox WHERE job = 'correspondence.deliver-message' AND status IN ('waiting', 'running') LIMIT 1`,
  );
  return left.length === 0;
}
