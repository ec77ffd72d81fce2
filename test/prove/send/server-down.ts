import { setTimeout as sleep } from 'node:timers/promises';
import { MessageReading } from '#correspondence';
import { CorrespondenceHouse, eventually } from '../../support/correspondence-house.ts';
import type { PromiseProof, Verdict } from '../promise.ts';
import { queueLetters } from './queued-letters.ts';
import { sinkTally, violationsOf } from './sink-tally.ts';

const ROUNDS = 4;
const SOON_SECONDS = 60;

/** 3: the mail server is away: nothing is lost, the waits grow, the age of what waits is seen, and it all goes out soon after. */
export const serverDown: PromiseProof = {
  id: '3-server-down',
  ciSize: 60,
  sabotageSize: 8,
  run: ({ n }) => outage(n),
  sabotages: [
    {
      name: 'waits that do not grow',
      run: ({ n }) =>
        outage(
          n,
          watching('outbox', `IF NEW.status = 'waiting' THEN NEW.not_before := app_now() + interval '31 s'; END IF`),
        ),
    },
    {
      name: 'given up after the second attempt',
      run: ({ n }) =>
        outage(
          n,
          watching('outbox', `IF NEW.status = 'waiting' AND NEW.deferrals >= 2 THEN NEW.status := 'done'; END IF`),
        ),
    },
  ],
};

async function outage(n: number, sabotage?: string): Promise<Verdict> {
  const house = await CorrespondenceHouse.build();
  try {
    await house.stopSink();
    if (sabotage !== undefined) await house.branches.database.asAdmin(sabotage);
    await house.startWorkerProcess();
    const ids = await queueLetters(house, n, 1_000);
    const faults: string[] = [];
    const waits: number[] = [];
    let passed = 0;
    for (let attempt = 1; attempt <= ROUNDS; attempt += 1) {
      const wait = await longestWait(house, attempt, n);
      if (wait === null) {
        faults.push(`not every letter was put off for attempt ${attempt + 1}`);
        break;
      }
      waits.push(Math.round(wait));
      passed += wait;
      await house.moveClock(wait + 1);
    }
    for (let at = 1; at < waits.length; at += 1) {
      if ((waits[at] ?? 0) < 1.5 * (waits[at - 1] ?? 0)) faults.push('the waits do not grow');
    }
    const age = await oldestWaiting(house);
    if (age < passed) faults.push(`the oldest waiting letter is shown as ${Math.round(age)} s old`);
    await house.startSink();
    await house.moveClock(2 * (waits.at(-1) ?? 0) + 3_600);
    const back = performance.now();
    await eventually(
      async () =>
        (await sinkTally(house, ids)).missing === 0 || performance.now() - back > SOON_SECONDS * 1000 || undefined,
      'the letters to leave',
      2 * SOON_SECONDS * 1000,
    );
    await sleep(500);
    const tally = await sinkTally(house, ids);
    const details = { ...tally, waits, ageSeconds: Math.round(age), faults: faults.slice(0, 5) };
    return { n, violations: violationsOf(tally) + faults.length, details };
  } finally {
    await house.close();
  }
}

/** Seconds until the last of them is tried again, once all have failed so often; null when they never have. */
async function longestWait(house: CorrespondenceHouse, attempt: number, n: number): Promise<number | null> {
  for (let tries = 0; tries < 300; tries += 1) {
    const [row] = await house.branches.database.asAdmin<{ put: number; wait: number }>(
      `SELECT count(*)::int AS put, max(extract(epoch FROM not_before - app_now()))::float8 AS wait FROM outbox
         WHERE job = 'correspondence.deliver-message' AND status = 'waiting' AND deferrals >= $1`,
      [attempt],
    );
    if (row?.put === n) return row.wait;
    await sleep(50);
  }
  return null;
}

/** As the list of messages shows it: by the application's clock, 0 when nothing waits. */
async function oldestWaiting(house: CorrespondenceHouse): Promise<number> {
  const [now] = await house.branches.database.asAdmin<{ at: Date }>('SELECT app_now() AS at');
  const page = await house.enter(() =>
    house.context.get(MessageReading).list({ limit: 1, state: ['queued', 'sending'] }),
  );
  const [oldest] = page.items;
  return oldest === undefined || now === undefined ? 0 : (now.at.getTime() - Date.parse(oldest.createdAt)) / 1000;
}

function watching(table: string, what: string): string {
  return `CREATE FUNCTION proof_break() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${what}; RETURN NEW; END $$;
    CREATE TRIGGER proof_break BEFORE UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION proof_break()`;
}
