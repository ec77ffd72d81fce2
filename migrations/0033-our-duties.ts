import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch, underFamily } from './tenant-table.ts';

/** What the association itself owes as an operator of personal data, with clocks on the same engine. */
export class OurDuties1700000000033 implements MigrationInterface {
  name = 'OurDuties1700000000033';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(underBranch('incidents', 'SELECT, INSERT'));
    await runner.query(underBranch('our_duties', 'SELECT, INSERT, UPDATE') + underFamily('our_duties'));
    await runner.query(
      `GRANT SELECT (ctid) ON deadlines TO otzyv_gateway; ${announcing(BY_PLACE)} ${NOTIFY_PER_STATEMENT}`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`${announcing(BY_KEY)} ${NOTIFY_PER_ROW} REVOKE SELECT (ctid) ON deadlines FROM otzyv_gateway;`);
    await runner.query(`
      DROP TABLE our_duties, incidents;
      DELETE FROM deadlines WHERE subject_type = 'duty';
      ALTER TABLE deadlines ALTER COLUMN family_id SET NOT NULL;
      ALTER TABLE deadlines DROP CONSTRAINT deadlines_subject_type_check;
      ALTER TABLE deadlines ADD CONSTRAINT deadlines_subject_type_check CHECK (subject_type IN ('request', 'escalation'));
    `);
  }
}

const TABLES = `
  -- A breach is about many families or about nobody in particular.
  ALTER TABLE deadlines ALTER COLUMN family_id DROP NOT NULL;
  ALTER TABLE deadlines DROP CONSTRAINT deadlines_subject_type_check;
  ALTER TABLE deadlines ADD CONSTRAINT deadlines_subject_type_check
    CHECK (subject_type IN ('request', 'escalation', 'duty') AND (family_id IS NOT NULL OR subject_type = 'duty'));

  -- Codes and numbers only: who was touched is found out elsewhere.
  CREATE TABLE incidents (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    id uuid NOT NULL,
    nature text NOT NULL CHECK (nature IN ('unlawful_transfer', 'accidental_transfer', 'unlawful_access', 'loss')),
    data_categories text[] NOT NULL CHECK (cardinality(data_categories) BETWEEN 1 AND 20),
    subjects int NOT NULL CHECK (subjects >= 0),
    detected_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT app_now(),
    recorded_by uuid NOT NULL,
    PRIMARY KEY (branch_id, id)
  );

  CREATE TABLE our_duties (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('breach_notice', 'breach_investigation', 'consent_withdrawn')),
    family_id uuid,
    incident_id uuid,
    consent_id uuid,
    created_at timestamptz NOT NULL DEFAULT app_now(),
    done_at timestamptz,
    done_by uuid,
    version int NOT NULL DEFAULT 1,
    PRIMARY KEY (branch_id, id),
    FOREIGN KEY (branch_id, family_id) REFERENCES families (branch_id, id),
    FOREIGN KEY (branch_id, incident_id) REFERENCES incidents (branch_id, id),
    FOREIGN KEY (branch_id, consent_id) REFERENCES processing_consents (branch_id, id),
    CHECK (num_nonnulls(incident_id, consent_id) = 1),
    CHECK ((family_id IS NULL) = (incident_id IS NOT NULL))
  );
  CREATE INDEX our_duties_created ON our_duties (branch_id, created_at, id);
  CREATE INDEX our_duties_open ON our_duties (branch_id, created_at, id) WHERE done_at IS NULL;
  CREATE INDEX our_duties_family ON our_duties (branch_id, family_id);
  CREATE UNIQUE INDEX our_duties_of_consent ON our_duties (branch_id, consent_id) WHERE consent_id IS NOT NULL;
  CREATE UNIQUE INDEX our_duties_of_incident ON our_duties (branch_id, incident_id, kind) WHERE incident_id IS NOT NULL;
`;

interface Marking {
  readonly found: string;
  readonly marked: string;
}

const BY_KEY: Marking = {
  found: 'd.branch_id, d.id',
  marked: 'FROM due WHERE d.branch_id = due.branch_id AND d.id = due.id',
};
// The rows are held, so their place does not change; looked up by key, a thousand of them may cost a read of the table.
const BY_PLACE: Marking = { found: 'd.ctid AS place', marked: 'WHERE d.ctid = ANY (ARRAY(SELECT place FROM due))' };

function announcing({ found, marked }: Marking): string {
  return `
  CREATE OR REPLACE FUNCTION announce_passed_deadlines(p_limit int) RETURNS int
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE v_count int;
  BEGIN
    WITH due AS (
      SELECT ${found} FROM deadlines d
        WHERE d.status = 'armed' AND d.announced_at IS NULL AND d.due_at <= app_now()
        ORDER BY d.due_at LIMIT p_limit FOR UPDATE SKIP LOCKED
    ), marked AS (
      UPDATE deadlines d SET announced_at = app_now() ${marked} RETURNING d.branch_id, d.id
    )
    INSERT INTO outbox (branch_id, id, job, payload, not_before)
      SELECT branch_id, gen_random_uuid(), 'requests.pass-deadline', jsonb_build_object('deadlineId', id), app_now()
      FROM marked;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    IF v_count > 0 THEN PERFORM pg_notify('otzyv_outbox', ''); END IF;
    RETURN v_count;
  END $$;`;
}

const NOTIFY_PER_STATEMENT = `
  DROP TRIGGER outbox_wakes_relay ON outbox;
  CREATE OR REPLACE FUNCTION outbox_notify() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    PERFORM pg_notify('otzyv_outbox', a.queue) FROM (SELECT DISTINCT queue FROM added WHERE not_before <= app_now()) a;
    RETURN NULL;
  END $$;
  CREATE TRIGGER outbox_wakes_relay AFTER INSERT ON outbox REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION outbox_notify();
`;

const NOTIFY_PER_ROW = `
  DROP TRIGGER outbox_wakes_relay ON outbox;
  CREATE OR REPLACE FUNCTION outbox_notify() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF NEW.not_before <= app_now() THEN PERFORM pg_notify('otzyv_outbox', NEW.queue); END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER outbox_wakes_relay AFTER INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION outbox_notify();
`;
