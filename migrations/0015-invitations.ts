import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch } from './tenant-table.ts';

/** How people and programs come into a branch: invitations, keys for integrations, and which roles need two factors. */
export class Invitations1700000000015 implements MigrationInterface {
  name = 'Invitations1700000000015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(STRENGTH);
    await runner.query(API_KEYS);
    await runner.query(INVITATIONS);
    await runner.query(FUNCTIONS.map(narrow).join('\n'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION ${FUNCTIONS.join(', ')};
      DROP TABLE second_factor_roles, api_keys, invitations;
      DROP POLICY memberships_accepting ON memberships;
      REVOKE INSERT ON memberships FROM otzyv_gateway;
    `);
  }
}

const FUNCTIONS = [
  'session_strength(uuid, uuid, uuid)',
  'admit_api_key(bytea, uuid)',
  'find_invitation(bytea)',
  'accept_invitation(bytea, uuid, uuid, text)',
];

/** Owned by the gateway, callable by the API's role only. */
function narrow(signature: string): string {
  return `
    ALTER FUNCTION ${signature} OWNER TO otzyv_gateway;
    REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ${signature} TO otzyv_app;
  `;
}

const DEFINER = 'SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp';

const STRENGTH = `
  -- Roles of the branch whose holders get in with two factors only. Empty: none.
  CREATE TABLE second_factor_roles (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    role text NOT NULL,
    PRIMARY KEY (branch_id, role)
  );
  ${underBranch('second_factor_roles', 'SELECT, INSERT, DELETE')}
  CREATE POLICY second_factor_roles_gateway ON second_factor_roles AS PERMISSIVE FOR SELECT TO otzyv_gateway USING (true);
  GRANT SELECT ON second_factor_roles TO otzyv_gateway;

  -- How the session was proven, and whether that is enough for this branch (null: outside branches).
  CREATE FUNCTION session_strength(p_session uuid, p_person uuid, p_branch uuid)
    RETURNS TABLE (second_factor_missing boolean, confirmed_seconds_ago double precision) LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT NOT s.second_factor AND EXISTS (
        SELECT FROM second_factor_roles f JOIN memberships m ON m.branch_id = f.branch_id AND m.role = f.role
          WHERE f.branch_id = p_branch AND m.person_id = p_person AND m.revoked_at IS NULL),
      extract(epoch FROM clock_timestamp() - s.confirmed_at)
      FROM sessions s WHERE s.id = p_session AND s.person_id = p_person;
  $$;
`;

const API_KEYS = `
  CREATE TABLE api_keys (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    id uuid NOT NULL,
    person_id uuid NOT NULL REFERENCES people (id),
    name_sealed bytea NOT NULL,
    prefix text NOT NULL,
    key_hash bytea NOT NULL CHECK (octet_length(key_hash) = 32),
    scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
    created_at timestamptz NOT NULL DEFAULT app_now(),
    expires_at timestamptz NOT NULL,
    last_used_at timestamptz,
    revoked_at timestamptz,
    PRIMARY KEY (branch_id, id)
  );
  CREATE INDEX api_keys_hash ON api_keys (key_hash);
  CREATE INDEX api_keys_age ON api_keys (branch_id, created_at, id);
  ${underBranch('api_keys', 'SELECT, INSERT, UPDATE')}
  CREATE POLICY api_keys_own ON api_keys AS RESTRICTIVE FOR INSERT TO otzyv_app
    WITH CHECK (person_id = (SELECT current_person()));
  CREATE POLICY api_keys_gateway ON api_keys AS PERMISSIVE FOR ALL TO otzyv_gateway USING (true) WITH CHECK (true);
  GRANT SELECT, UPDATE ON api_keys TO otzyv_gateway;

  -- No row: the key is not valid. Role and branch_status are null in any branch but the key's own, and when the person
  -- who made it is no longer a member there. The day of the last use is enough; a write a minute is not too many.
  CREATE FUNCTION admit_api_key(p_hash bytea, p_branch uuid)
    RETURNS TABLE (key_id uuid, person_id uuid, scopes text[], role text, branch_status text) LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_key api_keys;
  BEGIN
    SELECT k.* INTO v_key FROM api_keys k JOIN people p ON p.id = k.person_id AND p.disabled_at IS NULL
      WHERE k.key_hash = p_hash AND k.revoked_at IS NULL AND k.expires_at > app_now();
    IF NOT FOUND THEN RETURN; END IF;
    IF v_key.branch_id = p_branch AND (v_key.last_used_at IS NULL OR v_key.last_used_at < app_now() - interval '1 minute') THEN
      UPDATE api_keys k SET last_used_at = app_now() WHERE k.branch_id = v_key.branch_id AND k.id = v_key.id;
    END IF;
    RETURN QUERY SELECT v_key.id, v_key.person_id, v_key.scopes, m.role, b.status
      FROM (VALUES (v_key.person_id)) asked (person_id)
      LEFT JOIN (memberships m JOIN branches b ON b.id = m.branch_id AND b.status <> 'closed')
        ON m.person_id = asked.person_id AND m.branch_id = v_key.branch_id AND m.branch_id = p_branch
          AND m.revoked_at IS NULL;
  END $$;
`;

const INVITATIONS = `
  CREATE TABLE invitations (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    id uuid NOT NULL,
    email_index bytea NOT NULL,
    email_sealed bytea NOT NULL,
    role text NOT NULL,
    language text NOT NULL CHECK (language IN ('ru', 'en')),
    token_hash bytea NOT NULL CHECK (octet_length(token_hash) = 32),
    generation integer NOT NULL DEFAULT 1 CHECK (generation > 0),
    invited_by uuid NOT NULL REFERENCES people (id),
    created_at timestamptz NOT NULL DEFAULT app_now(),
    expires_at timestamptz NOT NULL,
    sent_at timestamptz,
    accepted_at timestamptz,
    accepted_by uuid REFERENCES people (id),
    revoked_at timestamptz,
    PRIMARY KEY (branch_id, id),
    CHECK ((accepted_at IS NULL) = (accepted_by IS NULL))
  );
  CREATE INDEX invitations_token ON invitations (token_hash);
  CREATE UNIQUE INDEX invitations_open ON invitations (branch_id, email_index)
    WHERE accepted_at IS NULL AND revoked_at IS NULL;
  CREATE INDEX invitations_age ON invitations (branch_id, created_at, id);
  ${underBranch('invitations', 'SELECT, INSERT, UPDATE')}
  CREATE POLICY invitations_gateway ON invitations AS PERMISSIVE FOR ALL TO otzyv_gateway USING (true) WITH CHECK (true);
  GRANT SELECT, UPDATE ON invitations TO otzyv_gateway;
  -- The same rule as for memberships themselves: an invitation is one that waits for its person.
  CREATE POLICY invitations_grant ON invitations AS RESTRICTIVE FOR INSERT TO otzyv_app
    WITH CHECK ((SELECT i_may('members.manage')) AND role NOT IN ('association_admin', 'platform_operator')
      AND invited_by = (SELECT current_person())
      AND (role <> 'branch_admin' OR (SELECT my_role()) IN ('branch_admin', 'association_admin')));
  CREATE POLICY memberships_accepting ON memberships AS PERMISSIVE FOR INSERT TO otzyv_gateway WITH CHECK (true);
  GRANT INSERT ON memberships TO otzyv_gateway;

  -- "known": somebody is registered with the invited address and has to sign in to accept.
  CREATE FUNCTION find_invitation(p_token_hash bytea)
    RETURNS TABLE (id uuid, email bytea, role text, open boolean, known boolean, branch_name text, association_name text)
    LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT i.id, i.email_sealed, i.role,
      i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > app_now() AND b.status = 'open',
      EXISTS (SELECT FROM people p WHERE p.email_index = i.email_index), b.name, a.name
      FROM invitations i JOIN branches b ON b.id = i.branch_id JOIN associations a ON a.id = b.association_id
      WHERE i.token_hash = p_token_hash;
  $$;

  -- Makes the person with the invited address a member and notes it in the branch's log, in one transaction. Of two that
  -- accept at once the second finds nothing open. Verdicts: accepted, gone, other-person, member.
  CREATE FUNCTION accept_invitation(p_token_hash bytea, p_membership uuid, p_person uuid, p_request text)
    RETURNS TABLE (verdict text, branch_id uuid) LANGUAGE plpgsql ${DEFINER} AS $$
  #variable_conflict use_column
  DECLARE v_invitation invitations;
  BEGIN
    SELECT i.* INTO v_invitation FROM invitations i JOIN branches b ON b.id = i.branch_id AND b.status = 'open'
      WHERE i.token_hash = p_token_hash AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > app_now()
      FOR UPDATE OF i;
    IF NOT FOUND THEN RETURN QUERY SELECT 'gone', NULL::uuid; RETURN; END IF;
    IF NOT EXISTS (SELECT FROM people p
        WHERE p.id = p_person AND p.email_index = v_invitation.email_index AND p.disabled_at IS NULL) THEN
      RETURN QUERY SELECT 'other-person', NULL::uuid; RETURN;
    END IF;
    INSERT INTO memberships (branch_id, id, person_id, role)
      VALUES (v_invitation.branch_id, p_membership, p_person, v_invitation.role)
      ON CONFLICT (branch_id, person_id) WHERE revoked_at IS NULL DO NOTHING;
    IF NOT FOUND THEN RETURN QUERY SELECT 'member', v_invitation.branch_id; RETURN; END IF;
    UPDATE invitations i SET accepted_at = app_now(), accepted_by = p_person
      WHERE i.branch_id = v_invitation.branch_id AND i.id = v_invitation.id;
    PERFORM set_config('otzyv.branch_id', v_invitation.branch_id::text, true),
      set_config('otzyv.person_id', p_person::text, true);
    PERFORM audit_append(jsonb_build_array(jsonb_build_object('id', gen_random_uuid(), 'actor_kind', 'person',
      'actor_id', p_person, 'actor_as', v_invitation.role, 'request_id', p_request, 'action', 'members.accept-invitation',
      'subject_type', 'invitation', 'subject_id', v_invitation.id, 'details', '{}'::jsonb)));
    PERFORM set_config('otzyv.branch_id', '', true), set_config('otzyv.person_id', '', true);
    RETURN QUERY SELECT 'accepted', v_invitation.branch_id;
  END $$;
`;
