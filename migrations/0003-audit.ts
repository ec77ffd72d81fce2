import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One hash chain per branch. Entries come in through `audit_append` only, and nothing takes one out or changes it. */
export class Audit1700000000003 implements MigrationInterface {
  name = 'Audit1700000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(POLICIES);
    await runner.query(REFUSALS);
    await runner.query(CANONICAL);
    await runner.query(APPEND);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION audit_append(jsonb);
      DROP TABLE audit_entries, audit_heads;
      DROP FUNCTION audit_canonical(audit_line), audit_field(text), audit_refuse_change(), audit_head_moves_on();
      DROP TYPE audit_line;
    `);
  }
}

const TABLES = `
  CREATE TABLE audit_heads (
    branch_id uuid PRIMARY KEY REFERENCES branches (id),
    last_number bigint NOT NULL,
    last_hash bytea NOT NULL
  );
  CREATE TABLE audit_entries (
    branch_id uuid NOT NULL REFERENCES branches (id),
    id uuid NOT NULL,
    number bigint NOT NULL,
    at timestamptz NOT NULL,
    actor_kind text NOT NULL CHECK (actor_kind IN ('person', 'job')),
    -- The person, or the outbox row of the job.
    actor_id uuid NOT NULL,
    -- The role in which the person acted, or the job's name.
    actor_as text NOT NULL,
    request_id text,
    action text NOT NULL,
    subject_type text NOT NULL,
    subject_id text NOT NULL,
    family_id uuid,
    reason text,
    details jsonb NOT NULL,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (branch_id, id),
    UNIQUE (branch_id, number)
  );
  CREATE INDEX audit_entries_family ON audit_entries (branch_id, family_id, number) WHERE family_id IS NOT NULL;
  CREATE INDEX audit_entries_subject ON audit_entries (branch_id, subject_id, number);
  CREATE INDEX audit_entries_actor ON audit_entries (branch_id, actor_id, number);
`;

/** Silent without a branch, unlike `current_branch()`: the owner is a member of the gateway, and verifies without one. */
const ENTERED = `SELECT nullif(current_setting('otzyv.branch_id', true), '')::uuid`;

const POLICIES = `
  ALTER TABLE audit_heads ENABLE ROW LEVEL SECURITY;
  ALTER TABLE audit_heads FORCE ROW LEVEL SECURITY;
  ALTER TABLE audit_entries ENABLE ROW LEVEL SECURITY;
  ALTER TABLE audit_entries FORCE ROW LEVEL SECURITY;
  CREATE POLICY audit_heads_branch ON audit_heads AS RESTRICTIVE FOR ALL TO otzyv_app
    USING (branch_id = (SELECT current_branch())) WITH CHECK (branch_id = (SELECT current_branch()));
  CREATE POLICY audit_heads_members ON audit_heads AS PERMISSIVE FOR SELECT TO otzyv_app USING (true);
  CREATE POLICY audit_heads_append ON audit_heads AS PERMISSIVE FOR ALL TO otzyv_gateway
    USING (branch_id = (${ENTERED})) WITH CHECK (branch_id = (${ENTERED}));
  CREATE POLICY audit_entries_branch ON audit_entries AS RESTRICTIVE FOR ALL TO otzyv_app
    USING (branch_id = (SELECT current_branch())) WITH CHECK (branch_id = (SELECT current_branch()));
  CREATE POLICY audit_entries_members ON audit_entries AS PERMISSIVE FOR SELECT TO otzyv_app USING (true);
  CREATE POLICY audit_entries_append ON audit_entries AS PERMISSIVE FOR INSERT TO otzyv_gateway
    WITH CHECK (branch_id = (${ENTERED}));
  -- For verifying as the administrator, who need not be a superuser; the owner is no login of the program.
  CREATE POLICY audit_heads_verify ON audit_heads AS PERMISSIVE FOR SELECT TO otzyv_owner USING (true);
  CREATE POLICY audit_entries_verify ON audit_entries AS PERMISSIVE FOR SELECT TO otzyv_owner USING (true);
  GRANT SELECT ON audit_heads, audit_entries TO otzyv_app;
  GRANT SELECT, INSERT, UPDATE ON audit_heads TO otzyv_gateway;
  GRANT INSERT ON audit_entries TO otzyv_gateway;
`;

const REFUSALS = `
  -- Holds for the owner too. A superuser can switch it off; verifying finds what was done then.
  CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'OT403'; END $$;
  CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
  CREATE TRIGGER audit_heads_stay BEFORE DELETE OR TRUNCATE ON audit_heads
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
  CREATE FUNCTION audit_head_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.branch_id <> OLD.branch_id OR NEW.last_number <= OLD.last_number THEN
      RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'OT403';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER audit_heads_move_on BEFORE UPDATE ON audit_heads
    FOR EACH ROW EXECUTE FUNCTION audit_head_moves_on();
`;

const CANONICAL = `
  CREATE TYPE audit_line AS (branch_id uuid, number bigint, id uuid, at timestamptz, actor_kind text, actor_id uuid,
    actor_as text, request_id text, action text, subject_type text, subject_id text, family_id uuid, reason text,
    details jsonb, previous_hash bytea);
  -- Length first, so that no value can pose as the border between two; null differs from the empty text.
  CREATE FUNCTION audit_field(value text) RETURNS text LANGUAGE sql IMMUTABLE
    AS $$ SELECT coalesce(octet_length(value) || ':' || value || ',', '-,') $$;
  CREATE FUNCTION audit_canonical(line audit_line) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT convert_to('otzyv audit 1' || audit_field(line.branch_id::text) || audit_field(line.number::text)
      || audit_field(line.id::text)
      || audit_field(to_char(line.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
      || audit_field(line.actor_kind) || audit_field(line.actor_id::text) || audit_field(line.actor_as)
      || audit_field(line.request_id) || audit_field(line.action) || audit_field(line.subject_type)
      || audit_field(line.subject_id) || audit_field(line.family_id::text) || audit_field(line.reason)
      || audit_field(line.details::text) || audit_field(encode(line.previous_hash, 'hex')), 'UTF8') $$;
`;

const APPEND = `
  -- The branch comes from the transaction, never from the caller; a person can only sign for themselves. The head row is
  -- locked here, last in the transaction, and stays locked until the commit that follows at once.
  CREATE FUNCTION audit_append(p_entries jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    v_branch uuid := current_branch();
    v_person text := nullif(current_setting('otzyv.person_id', true), '');
    v_head audit_heads; v_line audit_line; v_entry jsonb; v_hash bytea; v_shift interval;
  BEGIN
    SELECT shift INTO v_shift FROM clock_shift;
    SELECT * INTO v_head FROM audit_heads WHERE branch_id = v_branch FOR UPDATE;
    IF NOT FOUND THEN
      INSERT INTO audit_heads VALUES (v_branch, 0, decode(repeat('00', 32), 'hex')) ON CONFLICT DO NOTHING;
      SELECT * INTO v_head FROM audit_heads WHERE branch_id = v_branch FOR UPDATE;
    END IF;
    FOR v_entry IN SELECT jsonb_array_elements(p_entries) LOOP
      v_line := jsonb_populate_record(NULL::audit_line, v_entry);
      IF v_person IS NOT NULL AND (v_line.actor_kind <> 'person' OR v_line.actor_id <> v_person::uuid) THEN
        RAISE EXCEPTION 'an audit entry must be signed by the person who acts' USING ERRCODE = 'OT403';
      END IF;
      v_line.branch_id := v_branch;
      v_line.number := v_head.last_number + 1;
      v_line.at := clock_timestamp() + v_shift;
      v_line.previous_hash := v_head.last_hash;
      v_hash := sha256(audit_canonical(v_line));
      INSERT INTO audit_entries (branch_id, number, id, at, actor_kind, actor_id, actor_as, request_id, action,
          subject_type, subject_id, family_id, reason, details, previous_hash, hash)
        VALUES (v_line.branch_id, v_line.number, v_line.id, v_line.at, v_line.actor_kind, v_line.actor_id,
          v_line.actor_as, v_line.request_id, v_line.action, v_line.subject_type, v_line.subject_id, v_line.family_id,
          v_line.reason, v_line.details, v_line.previous_hash, v_hash);
      v_head.last_number := v_line.number;
      v_head.last_hash := v_hash;
    END LOOP;
    UPDATE audit_heads SET last_number = v_head.last_number, last_hash = v_head.last_hash WHERE branch_id = v_branch;
  END $$;
  ALTER FUNCTION audit_append(jsonb) OWNER TO otzyv_gateway;
  REVOKE ALL ON FUNCTION audit_append(jsonb) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION audit_append(jsonb) TO otzyv_app;
`;
