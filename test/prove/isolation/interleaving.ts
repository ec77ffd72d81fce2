import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '#kernel';
import { type Branches, createBranches } from '../../support/test-branches.ts';
import type { PromiseProof, Verdict } from '../promise.ts';
import { randomFrom } from '../random.ts';

const BRANCHES = 50;
const CONNECTIONS = 5;
const LANES = 20;
const FAMILIES = 3;
/** Of 100 transactions: aborted by the program, ended by the time limit; and asked without any branch. */
const SHARES = { aborted: 10, timedOut: 10, outside: 2 };

type Sabotage = (branches: Branches) => Promise<unknown>;

/** 15: transactions of many branches on few connections, a fifth of them broken off, never see a row of another. */
export const interleaving: PromiseProof = {
  id: '15-interleaving',
  ciSize: 20_000,
  sabotageSize: 500,
  run: ({ n }) => interleave(n),
  sabotages: [
    {
      name: 'branch set for the session instead of the transaction',
      run: ({ n }) => interleave(n, ({ database }) => database.asAdmin(entering('set_config(%s, false)'))),
    },
    {
      name: 'branch kept from whoever had the connection before',
      run: ({ n }) => interleave(n, ({ database }) => database.asAdmin(entering('set_config(%s, false)', true))),
    },
    {
      name: 'branch policy dropped',
      run: ({ n }) => interleave(n, ({ database }) => database.asAdmin('DROP POLICY families_branch ON families')),
    },
    {
      name: 'branch policy permissive',
      run: ({ n }) =>
        interleave(n, ({ database }) =>
          database.asAdmin(`DROP POLICY families_branch ON families;
            CREATE POLICY families_branch ON families FOR ALL TO otzyv_app USING (branch_id = (SELECT current_branch()))`),
        ),
    },
  ],
};

class ChangedMind extends Error {}

async function interleave(n: number, sabotage?: Sabotage): Promise<Verdict> {
  const branches = await createBranches(BRANCHES, CONNECTIONS);
  try {
    await seedFamilies(branches);
    await sabotage?.(branches);
    const random = randomFrom(15);
    const tally = { foreign: 0, missing: 0, unended: 0, answeredOutside: 0, committed: 0, aborted: 0, timedOut: 0 };
    let left = n;
    const lane = async () => {
      while (left > 0) {
        left -= 1;
        const fate = Math.floor(random() * 100);
        const branch = branches.ids[Math.floor(random() * BRANCHES)] ?? '';
        if (fate >= 100 - SHARES.outside) await outside(branches, tally);
        else await one(branches, branch, fate, tally);
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    const violations = tally.foreign + tally.missing + tally.unended + tally.answeredOutside;
    return { n, violations, details: { branches: BRANCHES, connections: CONNECTIONS, ...tally } };
  } finally {
    await branches.close();
  }
}

type Tally = Record<
  'foreign' | 'missing' | 'unended' | 'answeredOutside' | 'committed' | 'aborted' | 'timedOut',
  number
>;

async function one(branches: Branches, branch: string, fate: number, tally: Tally): Promise<void> {
  const breaksOff = fate < SHARES.aborted;
  const runsOut = !breaksOff && fate < SHARES.aborted + SHARES.timedOut;
  try {
    await branches.enter(branch, () =>
      branches.db.transaction(async (tx) => {
        const rows = await tx.query<{ branch_id: string }[]>(
          'SELECT branch_id FROM families UNION ALL SELECT id FROM branches UNION ALL SELECT branch_id FROM memberships',
        );
        tally.foreign += rows.filter((row) => row.branch_id !== branch).length;
        if (rows.length < FAMILIES + 2) tally.missing += 1;
        await tx.query('SELECT next_number($1)', ['proof']);
        if (breaksOff) throw new ChangedMind();
        if (runsOut) await tx.query(`SET LOCAL statement_timeout = '1ms'; SELECT pg_sleep(0.05)`);
      }),
    );
    if (runsOut) tally.unended += 1;
    tally.committed += 1;
  } catch (error) {
    if (error instanceof ChangedMind) tally.aborted += 1;
    else if (runsOut) tally.timedOut += 1;
    else throw error;
  }
}

/** What a connection was used for must not be found on it afterwards. */
async function outside({ db }: Branches, tally: Tally): Promise<void> {
  const answered = await db.outsideTenants(async (tx) => {
    await sleep(0);
    return tx.query<unknown[]>('SELECT branch_id FROM families').then(
      (rows) => rows.length > 0,
      () => false,
    );
  });
  if (answered) tally.answeredOutside += 1;
}

async function seedFamilies({ database, ids, personId }: Branches): Promise<void> {
  for (const branch of ids) {
    for (let number = 1; number <= FAMILIES; number += 1) {
      await database.asAdmin(
        `INSERT INTO families (branch_id, id, number, initials_sealed, data_source, created_by)
         VALUES ($1, $2, $3, '', 'guardian_in_person', $4)`,
        [branch, newId(), number, personId],
      );
    }
  }
}

function entering(setting: string, keepsFirst = false): string {
  const set = (name: string, value: string) => setting.replace('%s', `'otzyv.${name}', ${value}`);
  const branch = keepsFirst
    ? `coalesce(nullif(current_setting('otzyv.branch_id', true), ''), p_branch::text)`
    : 'p_branch::text';
  return `CREATE OR REPLACE FUNCTION enter_branch(p_branch uuid, p_person uuid) RETURNS text LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    BEGIN
      PERFORM ${set('branch_id', branch)}, ${set('person_id', 'p_person::text')}, ${set('reach', `'branch'`)};
      RETURN 'coordinator';
    END $$`;
}
