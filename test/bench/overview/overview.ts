import { Client } from 'pg';
import type { Bench } from '../bench.ts';
import { against, alone } from '../figure.ts';
import { medianOfRounds, quantile } from '../rounds.ts';
import { fillRequests } from '../list/fill-requests.ts';
import { givenCoordinator } from '../list/listing.ts';

const CALLS = 200;

/** Counts of the biggest branch by stage, lateness and month, against counting the requests themselves. */
export const overview: Bench = {
  id: 'overview',
  rows: 1_000_000,
  run: async ({ rows, rounds }) => {
    const { database, biggest } = await fillRequests(rows);
    await database.asAdmin(RECOUNT);
    const person = await givenCoordinator(database, [biggest]);
    const client = new Client({ connectionString: database.appUrl });
    await client.connect();
    try {
      const read = { name: 'overview', text: 'SELECT branch_overview($1, $2) AS overview', values: [biggest, person] };
      const ms = await medianOfRounds(rounds, {
        ours: async () => {
          const taken: number[] = [];
          for (let call = 0; call < CALLS; call += 1) taken.push(await timed(() => client.query(read)));
          return quantile(taken, 0.5);
        },
        limit: () => timed(() => database.asAdmin(COUNT, [biggest])),
      });
      const { rows: answers } = await client.query<{ overview: { stages: Record<string, number> } }>(read);
      const counted = await database.asAdmin<{ stage: string; n: string }>(
        'SELECT stage, count(*) AS n FROM requests WHERE branch_id = $1 GROUP BY 1',
        [biggest],
      );
      const wrong = counted.filter(({ stage, n }) => answers[0]?.overview.stages[stage] !== Number(n)).length;
      return [
        alone({ id: 'overview', unit: 'ms', details: { rows } }, ms.ours, { atMost: 5 }),
        against({ id: 'overview.against-counting', unit: 'ms', details: { rows } }, ms.ours, ms.limit, null),
        alone({ id: 'overview.wrong-counts', unit: 'stages' }, wrong, { atMost: 0 }),
      ];
    } finally {
      await client.end();
      await database.drop();
    }
  },
};

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** The triggers that keep the sums sleep while the tables are filled. */
const RECOUNT = `
  INSERT INTO request_counts SELECT branch_id, stage, lateness_kept(clocks, passed_clocks, next_due_at),
      reply_waiting_since IS NOT NULL, date_trunc('month', created_at AT TIME ZONE 'Europe/Moscow')::date, count(*)
    FROM requests GROUP BY 1, 2, 3, 4, 5`;

const COUNT = `
  SELECT stage, passed_clocks > 0 OR coalesce(next_due_at <= now(), false) AS overdue, date_trunc('month', created_at),
      count(*)
    FROM requests WHERE branch_id = $1 GROUP BY 1, 2, 3`;
