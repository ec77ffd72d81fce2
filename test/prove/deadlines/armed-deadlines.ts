import { newId } from '#kernel';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const BRANCHES = 3;

export interface ArmedHouse {
  readonly database: TestDatabase;
  readonly branches: readonly string[];
  readonly families: ReadonlyMap<string, string>;
}

/** Branches with a family each. Of what their deadlines are is of no interest: no room acts on a passed one of theirs. */
export async function armedHouse(): Promise<ArmedHouse> {
  const database = await createTestDatabase();
  const association = newId();
  await database.asAdmin(`INSERT INTO associations (id, name) VALUES ($1, 'Союз родителей')`, [association]);
  const families = new Map<string, string>();
  for (let index = 0; index < BRANCHES; index += 1) {
    const [branch, family] = [newId(), newId()];
    await database.asAdmin(
      `INSERT INTO branches (id, association_id, name, case_prefix, region_code, time_zone, postal_address)
        VALUES ($1, $2, 'Отделение', 'К' || chr(1040 + $3), '16', 'Europe/Moscow', '')`,
      [branch, association, index],
    );
    await database.asAdmin(
      `INSERT INTO families (branch_id, id, number, initials_sealed, data_source, created_by)
        VALUES ($1, $2, 1, '', 'guardian_in_person', $2)`,
      [branch, family],
    );
    families.set(branch, family);
  }
  return { database, branches: [...families.keys()], families };
}

/** Half of them fall due at one moment, the others one after the other over `spreadSeconds`. */
export async function arm({ database, families }: ArmedHouse, n: number, spreadSeconds: number): Promise<void> {
  for (const [index, [branch, family]] of [...families].entries()) {
    const share = Math.floor(n / families.size) + (index < n % families.size ? 1 : 0);
    await database.asAdmin(
      `INSERT INTO deadlines (branch_id, id, family_id, subject_type, subject_id, rule_id, rule_version,
          calendar_version, time_zone, start_event, start_confidence, started_on, due_on, due_at, provisional, steps)
        SELECT $1, gen_random_uuid(), $2, 'escalation', gen_random_uuid(), 'appeal30d', 1, 'ru-2026-11-24',
          'Europe/Moscow', 'filed', 'V', due::date - 30, due::date, due, false,
          '{"kind":"deadline","basis":"","timeZone":"Europe/Moscow","dueOn":"2026-01-01","provisionalYears":[],"steps":[]}'
        FROM (SELECT app_now() + $4 * interval '1 second'
          * CASE g % 2 WHEN 0 THEN 0.5 ELSE g::float8 / $3::int END AS due FROM generate_series(1, $3::int) g) made`,
      [branch, family, share, spreadSeconds],
    );
  }
}

export interface Fired {
  readonly armed: number;
  readonly never: number;
  readonly early: number;
  /** More than one entry in the log or more than one word to the rooms that act, or none. */
  readonly notOnce: number;
  readonly unflagged: number;
  /** Seconds after `recoveredAt` or after its own time, whichever was later. */
  readonly latest: number;
}

/**
 * What became of them. Early and late are told by PostgreSQL's own clock with the shift that the proof set, never by
 * `app_now()`, which a sabotage may have broken.
 */
export async function firedDeadlines({ database }: ArmedHouse, recoveredAt: Date): Promise<Fired> {
  const [fired] = await database.asAdmin<Fired>(
    `WITH told AS (SELECT payload->>'deadlineId' AS id, count(*) AS words FROM outbox
        WHERE job = 'requests.deadline-passed' GROUP BY 1),
      logged AS (SELECT details->>'deadline' AS id, count(*) AS entries, min(at) AS at FROM audit_entries
        WHERE action = 'deadlines.pass' GROUP BY 1)
      SELECT count(*)::int AS armed, count(*) FILTER (WHERE d.status <> 'passed')::int AS never,
        count(*) FILTER (WHERE f.at < d.due_at)::int AS early,
        count(*) FILTER (WHERE d.status = 'passed'
          AND (coalesce(t.words, 0) <> 1 OR coalesce(l.entries, 0) <> 1))::int AS "notOnce",
        count(*) FILTER (WHERE d.status = 'passed' AND (d.late_seconds IS NULL
          OR d.late_seconds NOT BETWEEN extract(epoch FROM f.at - d.due_at) - 2
            AND extract(epoch FROM f.at - d.due_at) + 2))::int AS unflagged,
        coalesce(max(extract(epoch FROM f.at - greatest(d.due_at, $1::timestamptz))), 0)::float8 AS latest
      FROM deadlines d LEFT JOIN told t ON t.id = d.id::text LEFT JOIN logged l ON l.id = d.id::text
        LEFT JOIN (SELECT id, min(at) AS at FROM proof_fired GROUP BY id) f ON f.id = d.id`,
    [recoveredAt],
  );
  if (fired === undefined) throw new Error('The database told nothing.');
  return fired;
}

/** Writes down, by a clock that no sabotage of the program reaches, when each deadline was marked as passed. */
export async function watchFiring({ database }: ArmedHouse, shift: string): Promise<void> {
  await database.asAdmin(`
    CREATE TABLE proof_fired (id uuid NOT NULL, at timestamptz NOT NULL);
    CREATE FUNCTION proof_watch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
      SET search_path = pg_catalog, public, pg_temp AS $$
    BEGIN
      INSERT INTO proof_fired VALUES (NEW.id, clock_timestamp() + interval '${shift}');
      RETURN NULL;
    END $$;
    CREATE TRIGGER proof_watch AFTER UPDATE OF status ON deadlines FOR EACH ROW
      WHEN (NEW.status = 'passed' AND OLD.status = 'armed') EXECUTE FUNCTION proof_watch();
  `);
}
