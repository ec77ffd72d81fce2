import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The clock, the tenant settings, and who may be in which branch. People and branches stand here because entering a
 * branch depends on them; what a family is comes later.
 */
export class Foundations1700000000001 implements MigrationInterface {
  name = 'Foundations1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CLOCK);
    await runner.query(SETTINGS);
    await runner.query(ORGANISATIONS);
    await runner.query(PEOPLE);
    await runner.query(ENTERING);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION enter_branch(uuid, uuid);
      DROP TABLE memberships, roles, refresh_tokens, people, branches, associations CASCADE;
      DROP FUNCTION current_reach(), current_person(), current_branch(), app_now();
      DROP TABLE clock_shift;
    `);
  }
}

const CLOCK = `
  -- One row. Only the owner may move it, and only the demo and the tests log in as one who may become the owner.
  CREATE TABLE clock_shift (only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row), shift interval NOT NULL);
  INSERT INTO clock_shift (shift) VALUES (interval '0');
  CREATE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE
    AS 'SELECT now() + shift FROM public.clock_shift';
  GRANT SELECT ON clock_shift TO otzyv_app, otzyv_relay, otzyv_gateway;
`;

const SETTINGS = `
  -- Loud on purpose: without a branch the setting is missing or '', and both raise instead of meaning "no rows".
  CREATE FUNCTION current_branch() RETURNS uuid LANGUAGE sql STABLE
    AS $$ SELECT current_setting('otzyv.branch_id')::uuid $$;
  CREATE FUNCTION current_person() RETURNS uuid LANGUAGE sql STABLE
    AS $$ SELECT nullif(current_setting('otzyv.person_id'), '')::uuid $$;
  CREATE FUNCTION current_reach() RETURNS text LANGUAGE sql STABLE
    AS $$ SELECT current_setting('otzyv.reach') $$;
`;

const ORGANISATIONS = `
  CREATE TABLE associations (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT app_now()
  );
  CREATE TABLE branches (
    id uuid PRIMARY KEY,
    association_id uuid NOT NULL REFERENCES associations (id),
    name text NOT NULL,
    case_prefix text NOT NULL CHECK (case_prefix ~ '^[А-Я]{2,4}$'),
    region_code text NOT NULL,
    time_zone text NOT NULL,
    postal_address text NOT NULL,
    status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'suspended', 'closed')),
    created_at timestamptz NOT NULL DEFAULT app_now(),
    UNIQUE (association_id, case_prefix)
  );
  -- A branch is its own tenant row: its id plays the part that branch_id plays elsewhere.
  ALTER TABLE branches ENABLE ROW LEVEL SECURITY;
  ALTER TABLE branches FORCE ROW LEVEL SECURITY;
  CREATE POLICY branches_branch ON branches AS RESTRICTIVE FOR ALL TO otzyv_app USING (id = (SELECT current_branch()));
  CREATE POLICY branches_members ON branches AS PERMISSIVE FOR ALL TO otzyv_app USING (true);
  CREATE POLICY branches_gateway ON branches AS PERMISSIVE FOR SELECT TO otzyv_gateway USING (true);
  GRANT SELECT ON branches TO otzyv_app, otzyv_gateway;
  GRANT SELECT ON associations TO otzyv_app, otzyv_gateway;
`;

const PEOPLE = `
  -- Reached by definer functions only: no runtime role may read who uses the system.
  CREATE TABLE people (
    id uuid PRIMARY KEY,
    email_index bytea NOT NULL UNIQUE,
    email_sealed bytea NOT NULL,
    name_sealed bytea NOT NULL,
    password_hash text NOT NULL CHECK (password_hash LIKE '$argon2id$%'),
    disabled_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT app_now()
  );
  CREATE TABLE refresh_tokens (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES people (id),
    family_id uuid NOT NULL,
    token_hash bytea NOT NULL UNIQUE,
    issued_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    replaced_by uuid,
    replaced_at timestamptz,
    revoked_at timestamptz
  );
  CREATE INDEX refresh_tokens_family ON refresh_tokens (family_id);
  CREATE INDEX refresh_tokens_person ON refresh_tokens (person_id);

  -- What a role may do stands in the access room; how far it sees stands here, because the policies need it.
  CREATE TABLE roles (code text PRIMARY KEY, reach text NOT NULL CHECK (reach IN ('branch', 'assigned', 'none')));
  INSERT INTO roles VALUES
    ('association_admin', 'none'), ('branch_admin', 'branch'), ('lawyer', 'branch'),
    ('coordinator', 'branch'), ('volunteer', 'assigned'), ('auditor', 'none');
  CREATE TABLE memberships (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    id uuid NOT NULL,
    person_id uuid NOT NULL REFERENCES people (id),
    role text NOT NULL REFERENCES roles (code),
    granted_at timestamptz NOT NULL DEFAULT app_now(),
    revoked_at timestamptz,
    PRIMARY KEY (branch_id, id)
  );
  CREATE UNIQUE INDEX memberships_live ON memberships (branch_id, person_id) WHERE revoked_at IS NULL;
  CREATE INDEX memberships_person ON memberships (person_id) WHERE revoked_at IS NULL;
  ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
  ALTER TABLE memberships FORCE ROW LEVEL SECURITY;
  CREATE POLICY memberships_branch ON memberships AS RESTRICTIVE FOR ALL TO otzyv_app
    USING (branch_id = (SELECT current_branch())) WITH CHECK (branch_id = (SELECT current_branch()));
  CREATE POLICY memberships_members ON memberships AS PERMISSIVE FOR ALL TO otzyv_app USING (true) WITH CHECK (true);
  CREATE POLICY memberships_gateway ON memberships AS PERMISSIVE FOR SELECT TO otzyv_gateway USING (true);
  GRANT SELECT, INSERT, UPDATE ON memberships TO otzyv_app;
  GRANT SELECT ON memberships, roles TO otzyv_gateway;
  GRANT SELECT ON roles TO otzyv_app;
`;

const ENTERING = `
  GRANT USAGE, CREATE ON SCHEMA public TO otzyv_gateway;
  -- The settings are local to the transaction and outlive this function; the membership is read at every entry.
  CREATE FUNCTION enter_branch(p_branch uuid, p_person uuid) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE v_role text; v_reach text;
  BEGIN
    SELECT m.role, r.reach INTO v_role, v_reach
      FROM memberships m JOIN roles r ON r.code = m.role JOIN branches b ON b.id = m.branch_id
      WHERE m.branch_id = p_branch AND m.person_id = p_person AND m.revoked_at IS NULL AND b.status <> 'closed';
    IF NOT FOUND THEN RAISE EXCEPTION 'not a member' USING ERRCODE = 'OT404'; END IF;
    PERFORM set_config('otzyv.branch_id', p_branch::text, true), set_config('otzyv.person_id', p_person::text, true),
      set_config('otzyv.reach', v_reach, true);
    RETURN v_role;
  END $$;
  ALTER FUNCTION enter_branch(uuid, uuid) OWNER TO otzyv_gateway;
  REVOKE ALL ON FUNCTION enter_branch(uuid, uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION enter_branch(uuid, uuid) TO otzyv_app;
`;
