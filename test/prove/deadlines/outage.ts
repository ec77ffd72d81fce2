import { KillableWorkers } from '../../support/killable-workers.ts';
import type { PromiseProof, Verdict } from '../promise.ts';
import { arm, armedHouse, watchFiring } from './armed-deadlines.ts';
import { rewritten, settled } from './fires-once.ts';
import { giveCoordinators, type Reminded, settledReminders } from './reminded.ts';

const OUTAGE = '48 hours';
const SPREAD_SECONDS = 47 * 3600;

/** 10: after two days without a worker every missed deadline fires once and says how late it is, and is one reminder. */
export const outage: PromiseProof = {
  id: '10-outage',
  ciSize: 300,
  sabotageSize: 60,
  run: ({ n }) => sleepThrough(n, 180),
  sabotages: [
    {
      name: 'what is older than a day is forgotten',
      run: ({ n }) =>
        sleepThrough(
          n,
          25,
          rewritten(
            'announce_passed_deadlines(int)',
            'd.due_at <= app_now()',
            "d.due_at <= app_now() AND d.due_at > app_now() - interval '1 day'",
          ),
        ),
    },
    {
      name: 'reminders older than a few hours are forgotten',
      run: ({ n }) =>
        sleepThrough(
          n,
          60,
          rewritten(
            'announce_due_reminders(int)',
            'r.next_at <= app_now()',
            "r.next_at <= app_now() AND r.next_at > app_now() - interval '4 hours'",
          ),
        ),
    },
    {
      name: 'nobody says how late it is',
      run: ({ n }) =>
        sleepThrough(
          n,
          60,
          `CREATE FUNCTION proof_hush() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.late_seconds := 0; RETURN NEW; END $$;
          CREATE TRIGGER proof_hush BEFORE UPDATE ON deadlines FOR EACH ROW EXECUTE FUNCTION proof_hush()`,
        ),
    },
  ],
};

async function sleepThrough(n: number, patienceSeconds: number, sabotage?: string): Promise<Verdict> {
  const house = await armedHouse();
  const workers = await KillableWorkers.on(house.database);
  try {
    await giveCoordinators(house);
    await arm(house, n, SPREAD_SECONDS);
    await watchFiring(house, OUTAGE);
    if (sabotage !== undefined) await house.database.asAdmin(sabotage);
    await house.database.asAdmin(`UPDATE clock_shift SET shift = interval '${OUTAGE}'`);
    const [back] = await house.database.asAdmin<{ at: Date }>('SELECT app_now() AS at');
    await workers.start();
    const fired = await settled(house, back?.at ?? new Date(), patienceSeconds);
    const { armed, never, early, notOnce, unflagged } = fired;
    const reminded: Reminded = await settledReminders(house, back?.at ?? new Date(), Math.min(patienceSeconds, 60));
    const { wrong, several } = reminded;
    // Had no deadline let several reminders pass, nothing would have been shown about them.
    const unproven = several === 0 ? 1 : 0;
    const violations = never + early + notOnce + unflagged + wrong + unproven;
    return { n: armed, violations, details: { ...fired, ...reminded } };
  } finally {
    await workers.close();
    await house.database.drop();
  }
}
