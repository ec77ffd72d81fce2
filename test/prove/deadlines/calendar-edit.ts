import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { addDays, type LocalDate, localDate, newId } from '#kernel';
import { bundledCalendar, type CalendarData, computeDeadline, type ProductionCalendar, ruleInForce } from '#law';
import { CalendarEditions } from '#requests';
import { KillableWorkers } from '../../support/killable-workers.ts';
import type { PromiseProof, Verdict } from '../promise.ts';
import { type ArmedHouse, armedHouse } from './armed-deadlines.ts';

const RULES = ['stop10wd', 'access10wd', 'withdraw30d', 'destroy7wd', 'appeal30d'] as const;
const FIRST_DAY = localDate('2026-12-01');
const DAYS = 60;

interface Trial {
  readonly sabotage?: string;
  readonly unlogged?: string;
  readonly patienceSeconds: number;
}

/** 12: a decree that is loaded moves open deadlines by new rows with an entry each, and leaves the announced ones. */
export const calendarEdit: PromiseProof = {
  id: '12-calendar-edit',
  ciSize: 900,
  sabotageSize: 120,
  run: ({ n }) => edit(n, { patienceSeconds: 180 }),
  sabotages: [
    {
      name: 'entries of the log left out',
      run: ({ n }) => edit(n, { unlogged: 'deadlines.recompute', patienceSeconds: 60 }),
    },
    {
      name: 'the announced mark is lost',
      run: ({ n }) => edit(n, { sabotage: 'UPDATE deadlines SET announced_at = NULL', patienceSeconds: 60 }),
    },
    {
      name: 'the old row stays beside the new one',
      run: ({ n }) =>
        edit(n, {
          sabotage: `DROP INDEX deadlines_one_armed;
            CREATE FUNCTION proof_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
            CREATE TRIGGER proof_keep BEFORE UPDATE OF status ON deadlines FOR EACH ROW
              WHEN (NEW.status = 'superseded') EXECUTE FUNCTION proof_keep()`,
          patienceSeconds: 20,
        }),
    },
  ],
};

async function edit(n: number, { sabotage, unlogged, patienceSeconds }: Trial): Promise<Verdict> {
  const house = await armedHouse();
  const workers = await KillableWorkers.on(house.database, unlogged === undefined ? {} : { unlogged });
  const client = new Client({ connectionString: house.database.adminUrl });
  await client.connect();
  try {
    const cases = await armCases(house, n);
    if (sabotage !== undefined) await house.database.asAdmin(sabotage);
    const editions = new CalendarEditions(client);
    const decree = decreeOf2027();
    const { branches } = await editions.preview(decree);
    await editions.load(decree);
    await editions.apply(decree.version);
    await workers.start();
    await sleep(150);
    // Killed while it computes: the next one goes on.
    await workers.kill('all');
    await workers.start();
    await untilDone(house, patienceSeconds);
    const faults = await faultsOf(house, cases, bundledCalendar.withEdition(decree));
    const foretold = branches.reduce((sum, { moves }) => sum + moves.moved, 0);
    const moved = cases.filter(({ open, due, becomes }) => open && due !== becomes).length;
    if (foretold !== moved && sabotage === undefined) faults.push(`${foretold} were foretold, ${moved} moved`);
    return { n, violations: faults.length, details: { moved, foretold, faults: faults.slice(0, 5) } };
  } finally {
    await client.end();
    await workers.close();
    await house.database.drop();
  }
}

/** Such as the Government might publish: the New Year holidays grow, a Saturday works for them. */
function decreeOf2027(): CalendarData {
  const year = bundledCalendar.data.years.find((one) => one.year === 2027);
  if (year === undefined) throw new Error('The bundled calendar has no 2027.');
  const daysOff = [...year.daysOff, localDate('2027-01-11'), localDate('2027-02-22')];
  const workingWeekends = [localDate('2027-02-20')];
  const decreed = {
    ...year,
    status: 'final' as const,
    statusDetail: 'final',
    decree: 'ПП РФ (пример)',
    daysOff,
    workingWeekends,
  };
  return {
    ...bundledCalendar.data,
    version: 'proof-2027',
    years: [{ ...decreed, expectedWorkdays: year.expectedWorkdays - 1 }],
  };
}

interface Case {
  readonly id: string;
  readonly due: LocalDate;
  readonly provisional: boolean;
  /** Runs and was not announced: the only ones that may be touched. */
  readonly open: boolean;
  readonly becomes: LocalDate;
}

async function armCases({ database, families }: ArmedHouse, n: number): Promise<Case[]> {
  const after = bundledCalendar.withEdition(decreeOf2027());
  const cases: Case[] = [];
  const rows: object[] = [];
  const places = [...families];
  for (let index = 0; index < n; index += 1) {
    const rule = ruleInForce(RULES[index % RULES.length] ?? 'stop10wd', FIRST_DAY);
    const event = { day: addDays(FIRST_DAY, Math.floor(index / RULES.length) % DAYS) };
    const compute = (calendar: ProductionCalendar) =>
      computeDeadline({ rule, event, timeZone: 'Europe/Moscow', calendar });
    const deadline = compute(bundledCalendar);
    const { kind, basis, timeZone, dueOn, provisional, provisionalYears, steps } = deadline;
    const state = index % 10 === 0 ? 'announced' : index % 10 === 1 ? 'passed' : index % 10 === 2 ? 'met' : 'armed';
    const [branch, family] = places[index % places.length] ?? ['', ''];
    const id = newId();
    cases.push({ id, due: dueOn, provisional, open: state === 'armed', becomes: compute(after).dueOn });
    rows.push({
      ...{ id, branch, family, rule: rule.id, startedOn: event.day, dueOn, dueAt: deadline.dueAt, provisional },
      ...{ status: state === 'announced' ? 'armed' : state, announced: state === 'announced' },
      steps: { kind, basis, timeZone, dueOn, provisionalYears, steps },
    });
  }
  await database.asAdmin(
    `INSERT INTO deadlines (branch_id, id, family_id, subject_type, subject_id, rule_id, rule_version, calendar_version,
        time_zone, start_event, start_confidence, started_on, due_on, due_at, provisional, steps, status, announced_at)
      SELECT branch, id, family, 'request', gen_random_uuid(), rule, 1, $2, 'Europe/Moscow', 'filed', 'V', "startedOn",
        "dueOn", "dueAt", provisional, steps, status, CASE WHEN announced THEN app_now() END
      FROM jsonb_to_recordset($1) AS r(id uuid, branch uuid, family uuid, rule text, "startedOn" date, "dueOn" date,
        "dueAt" timestamptz, provisional boolean, steps jsonb, status text, announced boolean)`,
    [JSON.stringify(rows), bundledCalendar.version],
  );
  return cases;
}

async function untilDone({ database }: ArmedHouse, patienceSeconds: number): Promise<void> {
  const end = Date.now() + patienceSeconds * 1000;
  while (Date.now() < end) {
    const open = await database.asAdmin(
      `SELECT 1 FROM outbox WHERE job = 'requests.recompute-deadlines' AND status IN ('waiting', 'running')`,
    );
    if (open.length === 0) return;
    await sleep(250);
  }
}

interface Row {
  readonly id: string;
  readonly status: string;
  readonly due: string;
  readonly provisional: boolean;
  readonly supersedes: string | null;
  readonly calendar: string;
  readonly entries: number;
}

async function faultsOf(
  { database }: ArmedHouse,
  cases: readonly Case[],
  after: ProductionCalendar,
): Promise<string[]> {
  const rows = await database.asAdmin<Row>(
    `SELECT d.id, d.status, d.due_on::text AS due, d.provisional, d.supersedes, d.calendar_version AS calendar,
        (SELECT count(*)::int FROM audit_entries a WHERE a.action = 'deadlines.recompute'
          AND a.details->>'deadline' = d.id::text) AS entries FROM deadlines d`,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const heirs = new Map<string, Row[]>();
  for (const row of rows) {
    if (row.supersedes !== null) heirs.set(row.supersedes, [...(heirs.get(row.supersedes) ?? []), row]);
  }
  const faults: string[] = [];
  for (const { id, due, provisional, open, becomes } of cases) {
    const [row, children] = [byId.get(id), heirs.get(id) ?? []];
    if (row?.due !== due || row.calendar !== bundledCalendar.version) faults.push('a row was edited');
    const touched = open && (provisional || due !== becomes);
    if (children.length !== (touched ? 1 : 0)) faults.push(`${children.length} rows in the place of one`);
    if (row?.entries !== (touched ? 1 : 0)) faults.push(`${row?.entries ?? 0} entries in the log for one`);
    if (!touched) continue;
    const [child] = children;
    if (row?.status !== 'superseded') faults.push('the old row still runs');
    if (child?.status !== 'armed' || child.due !== becomes || child.provisional || child.calendar !== after.version) {
      faults.push('the new row is not what the arithmetic says');
    }
  }
  return faults;
}
