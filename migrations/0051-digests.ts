import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch } from './tenant-table.ts';

/** What a person is sent of a branch by mail, how often, and on which of their days it was sent. */
export class Digests1700000000051 implements MigrationInterface {
  name = 'Digests1700000000051';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(underBranch('digest_settings', 'SELECT, INSERT, UPDATE'));
    await runner.query(underBranch('digests', 'SELECT, UPDATE'));
    await runner.query(OWN);
    await runner.query(SWEEP);
    await runner.query(UNSUBSCRIBING);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX deadlines_days;
      DROP FUNCTION find_digest_of_link(bytea), announce_due_digests(int);
      DROP TABLE digests, digest_settings;
      DROP FUNCTION next_digest_at(text, int, int, text, timestamptz);
    `);
  }
}

const DEFINER = 'SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp';

function narrow(signature: string): string {
  return `
    ALTER FUNCTION ${signature} OWNER TO otzyv_gateway;
    REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ${signature} TO otzyv_app;
  `;
}

const TABLES = `
  -- No row: off. Names no family.
  CREATE TABLE digest_settings (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    person_id uuid NOT NULL REFERENCES people (id),
    frequency text NOT NULL CHECK (frequency IN ('off', 'daily', 'weekly')),
    -- 1 = Monday, as ISO 8601 counts.
    weekday int NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    hour int NOT NULL CHECK (hour BETWEEN 0 AND 23),
    -- Null: the zone of the branch.
    time_zone text,
    language text NOT NULL CHECK (language IN ('ru', 'en')),
    next_at timestamptz,
    -- Another generation is another link in the mails; the one before is void.
    link_generation int NOT NULL DEFAULT 1,
    link_hash bytea CHECK (octet_length(link_hash) = 32),
    version int NOT NULL,
    PRIMARY KEY (branch_id, person_id),
    CHECK ((frequency = 'off') = (next_at IS NULL))
  );
  CREATE INDEX digest_settings_due ON digest_settings (next_at) WHERE next_at IS NOT NULL;
  CREATE INDEX digest_settings_link ON digest_settings (link_hash) WHERE link_hash IS NOT NULL;

  -- The unique key is the promise: one for each person and day of theirs, whoever dies in between.
  CREATE TABLE digests (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    id uuid NOT NULL,
    person_id uuid NOT NULL REFERENCES people (id),
    local_day date NOT NULL,
    -- sending: the point of no return is passed. unknown: it may have arrived, and nobody can tell.
    state text NOT NULL DEFAULT 'asked'
      CHECK (state IN ('asked', 'sending', 'sent', 'empty', 'dropped', 'refused', 'unknown')),
    -- By the real clock, which the mail server shares.
    handed_over_at timestamptz,
    asked_at timestamptz NOT NULL DEFAULT app_now(),
    settled_at timestamptz,
    PRIMARY KEY (branch_id, id),
    UNIQUE (branch_id, person_id, local_day)
  );

  CREATE INDEX deadlines_days ON deadlines (branch_id, due_on, id) WHERE status IN ('armed', 'passed');

  -- Null for off. An hour that a zone skips is told after the gap; one that comes twice is told once.
  CREATE FUNCTION next_digest_at(p_frequency text, p_weekday int, p_hour int, p_zone text, p_after timestamptz)
    RETURNS timestamptz LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT min(at) FROM (
      SELECT day, (day + make_interval(hours => p_hour)) AT TIME ZONE p_zone AS at
        FROM (SELECT (p_after AT TIME ZONE p_zone)::date + d AS day FROM generate_series(0, 8) d) days) moments
      WHERE at > p_after
        AND CASE p_frequency WHEN 'daily' THEN true WHEN 'weekly' THEN extract(isodow FROM day) = p_weekday ELSE false END;
  $$;
`;

const OWN = ['digest_settings', 'digests']
  .map(
    (table) => `
  CREATE POLICY ${table}_own ON ${table} AS RESTRICTIVE FOR ALL TO otzyv_app
    USING ((SELECT current_reach()) = 'job' OR person_id = (SELECT current_person()))
    WITH CHECK ((SELECT current_reach()) = 'job' OR person_id = (SELECT current_person()));
  CREATE POLICY ${table}_gateway ON ${table} AS PERMISSIVE FOR ALL TO otzyv_gateway USING (true) WITH CHECK (true);`,
  )
  .join('');

const SWEEP = `
  GRANT SELECT, UPDATE (next_at) ON digest_settings TO otzyv_gateway;
  GRANT SELECT, DELETE, INSERT (branch_id, id, person_id, local_day) ON digests TO otzyv_gateway;

  -- Database time decides. What an outage let pass is one digest, of the day on which the database is asked.
  CREATE FUNCTION announce_due_digests(p_limit int) RETURNS int LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_count int;
  BEGIN
    WITH due AS (
      SELECT s.branch_id, s.person_id, z.zone, (app_now() AT TIME ZONE z.zone)::date AS day, b.status
        FROM digest_settings s JOIN branches b ON b.id = s.branch_id,
          LATERAL (SELECT coalesce(s.time_zone, b.time_zone) AS zone) z
        WHERE s.next_at <= app_now() ORDER BY s.next_at LIMIT p_limit FOR UPDATE OF s SKIP LOCKED
    ), moved AS (
      UPDATE digest_settings s SET next_at = next_digest_at(s.frequency, s.weekday, s.hour, due.zone, app_now())
        FROM due WHERE s.branch_id = due.branch_id AND s.person_id = due.person_id
    ), forgotten AS (
      DELETE FROM digests d USING due
        WHERE d.branch_id = due.branch_id AND d.person_id = due.person_id AND d.local_day < due.day - 60
    ), asked AS (
      INSERT INTO digests (branch_id, id, person_id, local_day)
        SELECT branch_id, gen_random_uuid(), person_id, day FROM due WHERE status = 'open'
        ON CONFLICT (branch_id, person_id, local_day) DO NOTHING RETURNING branch_id, id
    )
    INSERT INTO outbox (branch_id, id, job, payload)
      SELECT branch_id, gen_random_uuid(), 'notices.send-digest', jsonb_build_object('digestId', id) FROM asked;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    IF v_count > 0 THEN PERFORM pg_notify('otzyv_outbox', ''); END IF;
    RETURN v_count;
  END $$;
  ${narrow('announce_due_digests(int)')}
`;

const UNSUBSCRIBING = `
  -- Of a person who still works there; who does not gets no digest anyway.
  CREATE FUNCTION find_digest_of_link(p_hash bytea) RETURNS TABLE (branch_id uuid, person_id uuid)
    LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT s.branch_id, s.person_id FROM digest_settings s
      JOIN memberships m ON m.branch_id = s.branch_id AND m.person_id = s.person_id AND m.revoked_at IS NULL
      JOIN branches b ON b.id = s.branch_id AND b.status <> 'closed'
      WHERE s.link_hash = p_hash;
  $$;
  ${narrow('find_digest_of_link(bytea)')}
`;
