import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch, underFamily } from './tenant-table.ts';

const FAMILY_TABLES = ['requests', 'request_children', 'demands', 'deadlines'] as const;

/** Requests, their demands and their clocks. Stage, outcome and lateness never share a column. */
export class Requests1700000000010 implements MigrationInterface {
  name = 'Requests1700000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const table of FAMILY_TABLES) {
      await runner.query(underBranch(table, 'SELECT, INSERT, UPDATE') + underFamily(table));
    }
    await runner.query(SWEEP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION announce_passed_deadlines(int);
      DROP TABLE deadlines, demands, request_children, requests;
    `);
  }
}

const TABLES = `
  CREATE TABLE requests (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    id uuid NOT NULL,
    case_number text NOT NULL,
    family_id uuid NOT NULL,
    guardian_id uuid NOT NULL,
    authority_id uuid NOT NULL REFERENCES authorities (id),
    stage text NOT NULL DEFAULT 'draft'
      CHECK (stage IN ('draft', 'ready', 'submitted', 'received', 'answered', 'closed', 'withdrawn')),
    letter_id uuid,
    thread_id uuid,
    submitted_at timestamptz,
    submitted_by uuid,
    received_on date,
    incoming_number_sealed bytea,
    reply_waiting_since timestamptz,
    version int NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT app_now(),
    created_by uuid NOT NULL,
    PRIMARY KEY (branch_id, id),
    UNIQUE (branch_id, case_number),
    FOREIGN KEY (branch_id, family_id) REFERENCES families (branch_id, id),
    FOREIGN KEY (branch_id, guardian_id) REFERENCES guardians (branch_id, id),
    FOREIGN KEY (branch_id, letter_id) REFERENCES letters (branch_id, id),
    FOREIGN KEY (branch_id, thread_id) REFERENCES threads (branch_id, id),
    CHECK (stage IN ('draft', 'ready', 'withdrawn') OR (letter_id IS NOT NULL AND submitted_at IS NOT NULL))
  );
  CREATE INDEX requests_created ON requests (branch_id, created_at, id);
  CREATE INDEX requests_stage ON requests (branch_id, stage, created_at, id);
  CREATE INDEX requests_family ON requests (branch_id, family_id);
  CREATE INDEX requests_waiting ON requests (branch_id, reply_waiting_since, id) WHERE reply_waiting_since IS NOT NULL;

  CREATE TABLE request_children (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    request_id uuid NOT NULL,
    child_id uuid NOT NULL,
    family_id uuid NOT NULL,
    PRIMARY KEY (branch_id, request_id, child_id),
    FOREIGN KEY (branch_id, request_id) REFERENCES requests (branch_id, id),
    FOREIGN KEY (branch_id, child_id) REFERENCES children (branch_id, id),
    FOREIGN KEY (branch_id, family_id) REFERENCES families (branch_id, id)
  );
  CREATE INDEX request_children_family ON request_children (branch_id, family_id);

  CREATE TABLE demands (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    id uuid NOT NULL,
    request_id uuid NOT NULL,
    family_id uuid NOT NULL,
    position int NOT NULL,
    kind text NOT NULL,
    system_codes text[] NOT NULL,
    legal_basis text NOT NULL,
    outcome text CHECK (outcome IN ('complied', 'complied_partially', 'refused_reasoned', 'refused_unreasoned',
      'redirected', 'extended', 'silence', 'informal_answer')),
    retention_basis text,
    outcome_message_id uuid,
    outcome_at timestamptz,
    outcome_by uuid,
    PRIMARY KEY (branch_id, id),
    UNIQUE (branch_id, request_id, position),
    FOREIGN KEY (branch_id, request_id) REFERENCES requests (branch_id, id),
    FOREIGN KEY (branch_id, family_id) REFERENCES families (branch_id, id),
    FOREIGN KEY (branch_id, outcome_message_id) REFERENCES messages (branch_id, id),
    CHECK ((outcome IS NULL) = (outcome_at IS NULL))
  );
  CREATE INDEX demands_family ON demands (branch_id, family_id);

  -- A deadline is never edited into another: a changed input makes a new row and this one is superseded.
  CREATE TABLE deadlines (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    id uuid NOT NULL,
    family_id uuid NOT NULL,
    subject_type text NOT NULL CHECK (subject_type IN ('request', 'escalation')),
    subject_id uuid NOT NULL,
    demand_id uuid,
    rule_id text NOT NULL,
    rule_version int NOT NULL,
    calendar_version text NOT NULL,
    time_zone text NOT NULL,
    start_event text NOT NULL,
    start_confidence text NOT NULL,
    started_on date NOT NULL,
    evidence_message_id uuid,
    extended boolean NOT NULL DEFAULT false,
    due_on date NOT NULL,
    due_at timestamptz NOT NULL,
    provisional boolean NOT NULL,
    steps jsonb NOT NULL,
    status text NOT NULL DEFAULT 'armed' CHECK (status IN ('armed', 'passed', 'met', 'superseded')),
    announced_at timestamptz,
    settled_at timestamptz,
    late_seconds bigint,
    created_at timestamptz NOT NULL DEFAULT app_now(),
    PRIMARY KEY (branch_id, id),
    FOREIGN KEY (branch_id, family_id) REFERENCES families (branch_id, id),
    FOREIGN KEY (branch_id, demand_id) REFERENCES demands (branch_id, id),
    FOREIGN KEY (branch_id, evidence_message_id) REFERENCES messages (branch_id, id)
  );
  CREATE INDEX deadlines_subject ON deadlines (branch_id, subject_id);
  CREATE INDEX deadlines_family ON deadlines (branch_id, family_id);
  CREATE UNIQUE INDEX deadlines_one_armed ON deadlines
    (branch_id, subject_id, rule_id, coalesce(demand_id, '00000000-0000-0000-0000-000000000000')) WHERE status = 'armed';
  CREATE INDEX deadlines_due ON deadlines (due_at, branch_id, id) WHERE status = 'armed' AND announced_at IS NULL;
`;

const SWEEP = `
  CREATE POLICY deadlines_gateway_read ON deadlines AS PERMISSIVE FOR SELECT TO otzyv_gateway USING (true);
  CREATE POLICY deadlines_gateway_mark ON deadlines AS PERMISSIVE FOR UPDATE TO otzyv_gateway USING (true);
  GRANT SELECT (branch_id, id, due_at, status, announced_at), UPDATE (announced_at) ON deadlines TO otzyv_gateway;

  -- Database time decides what is due. Marking and asking the branch's job happen together, so each fires once.
  CREATE FUNCTION announce_passed_deadlines(p_limit int) RETURNS int
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE v_count int;
  BEGIN
    WITH due AS (
      SELECT d.branch_id, d.id FROM deadlines d
        WHERE d.status = 'armed' AND d.announced_at IS NULL AND d.due_at <= app_now()
        ORDER BY d.due_at LIMIT p_limit FOR UPDATE SKIP LOCKED
    ), marked AS (
      UPDATE deadlines d SET announced_at = app_now() FROM due
        WHERE d.branch_id = due.branch_id AND d.id = due.id RETURNING d.branch_id, d.id
    )
    INSERT INTO outbox (branch_id, id, job, payload, not_before)
      SELECT branch_id, gen_random_uuid(), 'requests.pass-deadline', jsonb_build_object('deadlineId', id), app_now()
      FROM marked;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    IF v_count > 0 THEN PERFORM pg_notify('otzyv_outbox', ''); END IF;
    RETURN v_count;
  END $$;
  ALTER FUNCTION announce_passed_deadlines(int) OWNER TO otzyv_gateway;
  REVOKE ALL ON FUNCTION announce_passed_deadlines(int) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION announce_passed_deadlines(int) TO otzyv_app;
`;
