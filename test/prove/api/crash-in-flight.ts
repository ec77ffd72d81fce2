import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { newId } from '#kernel';
import type { PromiseProof, Verdict } from '../promise.ts';
import { createFamily } from './idempotency.ts';
import { serveApi, type ServedApi } from '../../support/served-api.ts';

type Sabotage = (api: ServedApi, key: string) => Promise<unknown>;

/** 36: a process killed in the middle of a transaction leaves its key free and nothing half-done. */
export const crashInFlight: PromiseProof = {
  id: '36-crash-in-flight',
  ciSize: 3,
  sabotageSize: 1,
  run: ({ n }) => crash(n),
  sabotages: [
    {
      name: 'key kept outside the transaction',
      run: ({ n }) =>
        crash(n, ({ database, branch }, key) =>
          database.asAdmin(
            `INSERT INTO idempotency_keys (branch_id, id, person_id, key, request_hash)
              SELECT $1, $2, person_id, $3, '\\x00' FROM memberships WHERE branch_id = $1`,
            [branch, newId(), key],
          ),
        ),
    },
    {
      name: 'family kept outside the transaction',
      run: ({ n }) =>
        crash(n, ({ database, branch }) =>
          database.asAdmin(
            `INSERT INTO families (branch_id, id, number, initials_sealed, data_source, created_by)
              VALUES ($1, $2, 999, '', 'guardian_in_person', $2)`,
            [branch, newId()],
          ),
        ),
    },
  ],
};

async function crash(n: number, sabotage?: Sabotage): Promise<Verdict> {
  const api = await serveApi({ pool: 4 });
  try {
    const faults: string[] = [];
    for (let round = 0; round < n; round += 1) {
      const key = newId();
      await killInFlight(api, key);
      await sabotage?.(api, key);
      if ((await count(api, 'idempotency_keys')) !== round) faults.push('the key outlived the crash');
      if ((await count(api, 'families')) !== round) faults.push('half of a family outlived the crash');
      await api.startAgain();
      const again = await createFamily(api, key);
      if (again.status !== 201) faults.push(`the repeat after the crash was answered ${again.status}`);
      if ((await count(api, 'families')) !== round + 1) faults.push('the repeat did not make exactly one family');
    }
    return { n, violations: faults.length, details: { kills: n, faults: faults.slice(0, 10) } };
  } finally {
    await api.close();
  }
}

/** A lock on a table that is written late in the request holds it open until the process is dead. */
async function killInFlight(api: ServedApi, key: string): Promise<void> {
  const holder = new Client({ connectionString: api.database.adminUrl });
  await holder.connect();
  try {
    await holder.query('BEGIN; LOCK TABLE children IN SHARE ROW EXCLUSIVE MODE');
    const answered = createFamily(api, key).then(
      ({ status }) => status,
      () => 'cut off',
    );
    await untilBlocked(api);
    await api.kill();
    if ((await answered) !== 'cut off') throw new Error('The request was answered before the process was killed.');
    await holder.query('ROLLBACK');
    await untilQuiet(api);
  } finally {
    await holder.end();
  }
}

const waiting = (api: ServedApi) =>
  api.database.asAdmin(`SELECT 1 FROM pg_locks WHERE relation = 'children'::regclass AND NOT granted`);
const connected = (api: ServedApi) =>
  api.database.asAdmin(`SELECT 1 FROM pg_stat_activity WHERE usename = 'otzyv_app' AND datname = current_database()`);

async function untilBlocked(api: ServedApi): Promise<void> {
  for (let tries = 0; (await waiting(api)).length === 0; tries += 1) {
    if (tries > 400) throw new Error('The request never reached the locked table.');
    await sleep(10);
  }
}

/** Until PostgreSQL has noticed that nobody is there any more. */
async function untilQuiet(api: ServedApi): Promise<void> {
  for (let tries = 0; (await connected(api)).length > 0; tries += 1) {
    if (tries > 1_000) throw new Error('Connections of the killed process stayed open.');
    await sleep(10);
  }
}

async function count({ database }: ServedApi, table: string): Promise<number> {
  const [row] = await database.asAdmin<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
  return row?.count ?? -1;
}
