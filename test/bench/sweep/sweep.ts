import { Client } from 'pg';
import type { Bench, Figure } from '../bench.ts';
import { alone } from '../figure.ts';
import { quantile } from '../rounds.ts';
import type { TestDatabase } from '../../support/test-database.ts';
import { fillDeadlines } from './fill-deadlines.ts';

const DUE = 100_000;
/** As the worker asks for it. */
const BATCH = 1_000;

/** What the sweep costs: finding what is due, and asking the jobs of all branches for it, each once. */
export const sweep: Bench = {
  id: 'sweep',
  rows: 500_000,
  run: async ({ rows, rounds }) => {
    const due = Math.min(DUE, Math.floor(rows / 5));
    const { database } = await fillDeadlines(rows, due);
    const client = new Client({ connectionString: database.appUrl });
    await client.connect();
    try {
      const figures: Figure[] = [];
      for (const [name, count, goal] of [
        ['find-1000', BATCH, 2],
        ['find-100k', due, 30],
      ] as const) {
        const details = { rows, found: count };
        const ms = await found(database, count, rounds);
        figures.push(alone({ id: `sweep.${name}`, unit: 'ms', details }, ms, { atMost: goal }));
      }
      const first = await announced(client);
      const [asked] = await database.asAdmin<{ count: number }>(
        `SELECT count(DISTINCT payload->>'deadlineId')::int AS count FROM outbox WHERE job = 'requests.pass-deadline'`,
      );
      if (first.count < due * 0.99 || first.count !== asked?.count)
        throw new Error('The sweep left some or told some twice.');
      const stated = { id: 'sweep.announce-100k', unit: 's', details: { rows, announced: first.count, batch: BATCH } };
      figures.push(alone(stated, first.seconds, { atMost: 2 }));
      const second = await announced(client);
      figures.push(alone({ id: 'sweep.second-run', unit: 'announced' }, second.count, { atMost: 0 }));
      return figures;
    } finally {
      await client.end();
      await database.drop();
    }
  },
};

/** Inside PostgreSQL, as `announce_passed_deadlines` looks: the rows themselves go to no client. Median in ms. */
async function found(database: TestDatabase, count: number, rounds: number): Promise<number> {
  const seen: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const [answer] = await database.asAdmin<{ 'QUERY PLAN': { 'Execution Time': number }[] }>(
      `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON)
        SELECT d.branch_id, d.id FROM deadlines d WHERE d.status = 'armed' AND d.announced_at IS NULL
          AND d.due_at <= app_now() ORDER BY d.due_at LIMIT ${count}`,
    );
    seen.push(answer?.['QUERY PLAN'][0]?.['Execution Time'] ?? NaN);
  }
  return quantile(seen, 0.5);
}

/** Until nothing is due, by the runtime's login and the function that the worker calls. */
async function announced(client: Client): Promise<{ count: number; seconds: number }> {
  const begun = performance.now();
  let count = 0;
  for (let batch = BATCH; batch === BATCH; count += batch) {
    const { rows } = await client.query<{ count: number }>('SELECT announce_passed_deadlines($1) AS count', [BATCH]);
    batch = rows[0]?.count ?? 0;
  }
  return { count, seconds: (performance.now() - begun) / 1000 };
}
