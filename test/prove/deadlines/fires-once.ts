import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { KillableWorkers } from '../../support/killable-workers.ts';
import type { PromiseProof, Verdict } from '../promise.ts';
import { arm, type ArmedHouse, armedHouse, type Fired, firedDeadlines, watchFiring } from './armed-deadlines.ts';

/** Ahead, behind and right: only the database's clock may decide. */
const SKEWS = [3_600_000, -3_600_000, 0] as const;
const LATEST_SECONDS = 60;
const BLOCKED_MS = 3_000;
const PER_SECOND = 15;

interface Trial {
  /** Breaks the database before the workers start. */
  readonly sabotage?: string;
  /** How long is waited for stragglers after the last one was due. */
  readonly patienceSeconds: number;
}

/** 9: each armed deadline fires once, never early, soon after recovery, whatever the clocks of the workers say. */
export const firesOnce: PromiseProof = {
  id: '9-fires-once',
  ciSize: 300,
  sabotageSize: 60,
  run: ({ n }) => fire(n, { patienceSeconds: 240 }),
  sabotages: [
    { name: 'the clock of the application is an hour ahead', run: ({ n }) => fire(n, { sabotage: AHEAD, ...SHORT }) },
    { name: 'announced an hour early and never again', run: ({ n }) => fire(n, { sabotage: EARLY, ...SHORT }) },
    {
      name: 'an entry that the queue lost is not told again',
      run: ({ n }) => fire(n, { sabotage: FORGETFUL, ...SHORT }),
    },
    { name: 'marked as announced, no job asked for', run: ({ n }) => fire(n, { sabotage: MUTE, ...SHORT }) },
  ],
};

const SHORT = { patienceSeconds: 45 };
const AHEAD = `CREATE OR REPLACE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE
  AS 'SELECT now() + shift + interval ''1 hour'' FROM public.clock_shift'`;
const EARLY = rewritten(
  'announce_passed_deadlines(int)',
  'd.due_at <= app_now()',
  "d.due_at <= app_now() + interval '1 hour'",
);
const FORGETFUL = rewritten('outbox_due(text, int, interval)', 'clock_timestamp() - p_again_after', "'-infinity'");
const MUTE = rewritten('announce_passed_deadlines(int)', 'FROM marked', 'FROM marked WHERE false');

/** Changes the body of a function in place; fails when the words are not in it, so that no sabotage is empty. */
export function rewritten(signature: string, from: string, to: string): string {
  return `DO $do$ DECLARE body text := pg_get_functiondef('${signature}'::regprocedure);
  BEGIN
    IF position($q$${from}$q$ IN body) = 0 THEN RAISE EXCEPTION 'nothing to break'; END IF;
    EXECUTE replace(body, $q$${from}$q$, $q$${to}$q$);
  END $do$`;
}

async function fire(n: number, { sabotage, patienceSeconds }: Trial): Promise<Verdict> {
  const house = await armedHouse();
  const workers = await KillableWorkers.on(house.database);
  try {
    await watchFiring(house, '0 seconds');
    const spreadSeconds = Math.max(12, n / PER_SECOND);
    await arm(house, n, spreadSeconds);
    const lastDue = Date.now() + spreadSeconds * 1000;
    if (sabotage !== undefined) await house.database.asAdmin(sabotage);
    await Promise.all(SKEWS.map((skew) => workers.start(skew)));
    let [kills, wipes] = [0, 0];
    for (; Date.now() < lastDue; wipes += 1) {
      await workers.kill('oldest');
      await workers.start(SKEWS[wipes % SKEWS.length]);
      await whileNothingIsLogged(house, async () => {
        await sleep(BLOCKED_MS);
        // With nobody left to run them, what lies in the queue is lost for good.
        await workers.kill('all');
        await house.database.asAdmin('TRUNCATE queue.job, queue.event, queue.meta CASCADE');
      });
      kills += 1 + SKEWS.length;
      await Promise.all(SKEWS.map((skew) => workers.start(skew)));
    }
    const recoveredAt = new Date();
    const fired = await settled(house, recoveredAt, patienceSeconds);
    const { never, early, notOnce, unflagged, latest } = fired;
    const late = latest > LATEST_SECONDS ? 1 : 0;
    return {
      n: fired.armed,
      violations: never + early + notOnce + unflagged + late,
      details: { ...fired, kills, wipes },
    };
  } finally {
    await workers.close();
    await house.database.drop();
  }
}

/** Jobs get as far as the log and wait there, so that others pile up in the queue behind them. */
async function whileNothingIsLogged({ database }: ArmedHouse, work: () => Promise<void>): Promise<void> {
  const holder = new Client({ connectionString: database.adminUrl });
  await holder.connect();
  try {
    await holder.query('BEGIN; LOCK TABLE audit_entries IN SHARE ROW EXCLUSIVE MODE');
    await work();
    await holder.query('ROLLBACK');
  } finally {
    await holder.end();
  }
}

/** Looks until all have fired, or patience ends; then a little longer, for what fires twice. */
export async function settled(house: ArmedHouse, recoveredAt: Date, patienceSeconds: number): Promise<Fired> {
  const end = Date.now() + patienceSeconds * 1000;
  let fired = await firedDeadlines(house, recoveredAt);
  while (fired.never > 0 && Date.now() < end) {
    await sleep(500);
    fired = await firedDeadlines(house, recoveredAt);
  }
  await sleep(2_000);
  return firedDeadlines(house, recoveredAt);
}
