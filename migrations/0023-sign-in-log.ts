import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch } from './tenant-table.ts';

/** What happens to accounts stands in the logs of the branches they serve; links to a new password; two factors by default. */
export class SignInLog1700000000023 implements MigrationInterface {
  name = 'SignInLog1700000000023';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [NOTING, ENTERING, CHANGES, RESETS, DEFAULTS]) await runner.query(part);
    await runner.query([...INNER, 'copy_second_factor_default()'].map(owned).join('\n'));
    await runner.query(APP.map((one) => `${owned(one)} GRANT EXECUTE ON FUNCTION ${one} TO otzyv_app;`).join('\n'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER branches_second_factor ON branches;
      DROP POLICY second_factor_roles_default ON second_factor_roles;
      REVOKE INSERT ON second_factor_roles FROM otzyv_gateway;
      ALTER TABLE associations DROP COLUMN second_factor_default;
      DROP TRIGGER sessions_note_end ON sessions;
      DROP TRIGGER totp_secrets_enrolled ON totp_secrets;
      DROP TRIGGER totp_secrets_dropped ON totp_secrets;
      DROP TRIGGER recovery_codes_note ON recovery_codes;
      DROP FUNCTION copy_second_factor_default(), ${[...APP, ...INNER].join(', ')};
      DROP TABLE password_resets, session_entries;
      REVOKE INSERT (branch_id, id, job, payload) ON outbox FROM otzyv_gateway;
    `);
    await runner.query(CHANGE_PASSWORD(''));
  }
}

const DEFINER = 'SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp';

/** Called by triggers and other functions only. */
const INNER = [
  'note_session_end()',
  'note_totp()',
  'note_recovery_code()',
  'note_account(uuid, text, text, jsonb, text)',
];

const APP = [
  'note_failed_sign_in(bytea, text)',
  'note_failed_code(uuid)',
  'session_entered(uuid, uuid)',
  'enter_session(uuid, uuid, uuid, text)',
  'request_password_reset(bytea, uuid, bytea, interval, uuid, text)',
  'password_reset_to_send(uuid)',
  'find_password_reset(bytea)',
  'finish_password_reset(bytea, text)',
  'association_strength(uuid, uuid, uuid)',
  'invitation_needs_second_factor(bytea)',
];

function owned(signature: string): string {
  return `ALTER FUNCTION ${signature} OWNER TO otzyv_gateway; REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC;`;
}

const NOTING = `
  -- The account is the same in all branches that the person serves, so each of their logs says it, and none says which
  -- others do. Always in the same order, so that two such notes cannot wait for each other. p_as: null for the role
  -- that the person has there; something else where it need not have been the person.
  CREATE FUNCTION note_account(p_person uuid, p_action text, p_session text, p_details jsonb, p_as text DEFAULT NULL)
    RETURNS void LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE
    v_branch text := coalesce(current_setting('otzyv.branch_id', true), '');
    v_person text := coalesce(current_setting('otzyv.person_id', true), '');
    v_membership record;
  BEGIN
    FOR v_membership IN SELECT m.branch_id, m.role FROM memberships m JOIN branches b ON b.id = m.branch_id
        WHERE m.person_id = p_person AND m.revoked_at IS NULL AND b.status <> 'closed' ORDER BY m.branch_id LOOP
      PERFORM set_config('otzyv.branch_id', v_membership.branch_id::text, true),
        set_config('otzyv.person_id', p_person::text, true);
      PERFORM audit_append(jsonb_build_array(jsonb_build_object('id', gen_random_uuid(), 'actor_kind', 'person',
        'actor_id', p_person, 'actor_as', coalesce(p_as, v_membership.role), 'action', p_action,
        'subject_type', CASE WHEN p_session IS NULL THEN 'person' ELSE 'session' END,
        'subject_id', coalesce(p_session, p_person::text), 'details', p_details)));
    END LOOP;
    PERFORM set_config('otzyv.branch_id', v_branch, true), set_config('otzyv.person_id', v_person, true);
  END $$;

  -- Nothing for an address that nobody has.
  CREATE FUNCTION note_failed_sign_in(p_email_index bytea, p_step text) RETURNS void LANGUAGE sql ${DEFINER} AS $$
    SELECT note_account(p.id, 'sign-in.failed', NULL, jsonb_build_object('step', p_step), 'sign-in')
      FROM people p WHERE p.email_index = p_email_index;
  $$;
  CREATE FUNCTION note_failed_code(p_person uuid) RETURNS void LANGUAGE sql ${DEFINER} AS $$
    SELECT note_account(p_person, 'sign-in.failed', NULL, jsonb_build_object('step', 'code'), 'sign-in');
  $$;
`;

const ENTERING = `
  -- In which branches a session has been used. A sign-in stands in the log of a branch when it first comes there: a log
  -- that had all of them would tell one branch when somebody works for another.
  CREATE TABLE session_entries (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    session_id uuid NOT NULL,
    entered_at timestamptz NOT NULL DEFAULT app_now(),
    PRIMARY KEY (branch_id, session_id)
  );
  ${underBranch('session_entries', 'SELECT')}
  CREATE POLICY session_entries_gateway ON session_entries AS PERMISSIVE FOR ALL TO otzyv_gateway
    USING (true) WITH CHECK (true);
  GRANT SELECT, INSERT ON session_entries TO otzyv_gateway;
  CREATE FUNCTION session_entered(p_session uuid, p_branch uuid) RETURNS boolean LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT EXISTS (SELECT FROM session_entries WHERE branch_id = p_branch AND session_id = p_session);
  $$;
  CREATE FUNCTION enter_session(p_session uuid, p_person uuid, p_branch uuid, p_request text) RETURNS void
    LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_role text; v_second_factor boolean;
  BEGIN
    SELECT m.role, s.second_factor INTO v_role, v_second_factor FROM memberships m, sessions s
      WHERE m.branch_id = p_branch AND m.person_id = p_person AND m.revoked_at IS NULL
        AND s.id = p_session AND s.person_id = p_person AND s.ended_at IS NULL;
    IF NOT FOUND THEN RETURN; END IF;
    INSERT INTO session_entries (branch_id, session_id) VALUES (p_branch, p_session) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN; END IF;
    PERFORM set_config('otzyv.branch_id', p_branch::text, true), set_config('otzyv.person_id', p_person::text, true);
    PERFORM audit_append(jsonb_build_array(jsonb_build_object('id', gen_random_uuid(), 'actor_kind', 'person',
      'actor_id', p_person, 'actor_as', v_role, 'request_id', p_request, 'action', 'sign-in.enter',
      'subject_type', 'session', 'subject_id', p_session, 'details',
      jsonb_build_object('secondFactor', v_second_factor))));
    PERFORM set_config('otzyv.branch_id', '', true), set_config('otzyv.person_id', '', true);
  END $$;
`;

/** @param note one more statement after the sessions have ended. */
const CHANGE_PASSWORD = (note: string) => `
  CREATE OR REPLACE FUNCTION change_password(p_person uuid, p_old_hash text, p_new_hash text, p_keep uuid)
    RETURNS boolean LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    UPDATE people SET password_hash = p_new_hash WHERE id = p_person AND password_hash = p_old_hash;
    IF NOT FOUND THEN RETURN false; END IF;
    DELETE FROM login_challenges WHERE person_id = p_person;
    PERFORM revoke_other_sessions(p_person, p_keep);
    ${note}
    RETURN true;
  END $$;
`;

const CHANGES = `
  -- Triggers, so that no function that ends a session or touches a factor can forget it.
  CREATE FUNCTION note_session_end() RETURNS trigger LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    IF NEW.end_reason = 'revoked' THEN
      PERFORM note_account(NEW.person_id, 'sessions.revoke', NEW.id::text, '{}');
    ELSIF NEW.end_reason = 'token-reused' THEN
      PERFORM note_account(NEW.person_id, 'sessions.refresh-token-reused', NEW.id::text, '{}', 'sign-in');
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER sessions_note_end AFTER UPDATE OF ended_at ON sessions FOR EACH ROW
    WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION note_session_end();
  CREATE FUNCTION note_totp() RETURNS trigger LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    IF TG_OP = 'UPDATE' THEN PERFORM note_account(NEW.person_id, 'second-factor.enrol', NULL, '{}');
    ELSE PERFORM note_account(OLD.person_id, 'second-factor.drop', NULL, '{}'); END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER totp_secrets_enrolled AFTER UPDATE OF confirmed_at ON totp_secrets FOR EACH ROW
    WHEN (OLD.confirmed_at IS NULL AND NEW.confirmed_at IS NOT NULL) EXECUTE FUNCTION note_totp();
  CREATE TRIGGER totp_secrets_dropped AFTER DELETE ON totp_secrets FOR EACH ROW
    WHEN (OLD.confirmed_at IS NOT NULL) EXECUTE FUNCTION note_totp();
  CREATE FUNCTION note_recovery_code() RETURNS trigger LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    PERFORM note_account(NEW.person_id, 'second-factor.use-recovery-code', NULL, '{}');
    RETURN NULL;
  END $$;
  CREATE TRIGGER recovery_codes_note AFTER UPDATE OF used_at ON recovery_codes FOR EACH ROW
    EXECUTE FUNCTION note_recovery_code();
  ${CHANGE_PASSWORD(`PERFORM note_account(p_person, 'password.change', NULL, '{}');`)}
`;

const RESETS = `
  CREATE TABLE password_resets (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES people (id),
    token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
    language text NOT NULL CHECK (language IN ('ru', 'en')),
    created_at timestamptz NOT NULL DEFAULT app_now(),
    expires_at timestamptz NOT NULL,
    used_at timestamptz
  );
  CREATE INDEX password_resets_person ON password_resets (person_id);
  GRANT SELECT, INSERT, UPDATE, DELETE ON password_resets TO otzyv_gateway;
  GRANT INSERT (branch_id, id, job, payload) ON outbox TO otzyv_gateway;

  -- Says nothing to the caller. The newest link is the only one; who serves no branch has nothing to come into.
  CREATE FUNCTION request_password_reset(p_email_index bytea, p_id uuid, p_token_hash bytea, p_lifetime interval,
      p_outbox uuid, p_language text) RETURNS void LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_person uuid; v_branch uuid;
  BEGIN
    SELECT p.id, (SELECT m.branch_id FROM memberships m JOIN branches b ON b.id = m.branch_id AND b.status <> 'closed'
        WHERE m.person_id = p.id AND m.revoked_at IS NULL ORDER BY m.branch_id LIMIT 1)
      INTO v_person, v_branch FROM people p WHERE p.email_index = p_email_index AND p.disabled_at IS NULL;
    IF v_branch IS NULL THEN RETURN; END IF;
    DELETE FROM password_resets WHERE person_id = v_person AND used_at IS NULL;
    INSERT INTO password_resets (id, person_id, token_hash, language, expires_at)
      VALUES (p_id, v_person, p_token_hash, p_language, app_now() + p_lifetime);
    INSERT INTO outbox (branch_id, id, job, payload)
      VALUES (v_branch, p_outbox, 'access.send-password-reset', jsonb_build_object('resetId', p_id));
    PERFORM note_account(v_person, 'password.ask-for-reset', NULL, '{}', 'sign-in');
  END $$;
  -- No row for what is not to be sent any more.
  CREATE FUNCTION password_reset_to_send(p_id uuid) RETURNS TABLE (person_id uuid, language text, expires_at timestamptz)
    LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT r.person_id, r.language, r.expires_at FROM password_resets r
      WHERE r.id = p_id AND r.used_at IS NULL AND r.expires_at > app_now();
  $$;
  CREATE FUNCTION find_password_reset(p_token_hash bytea) RETURNS uuid LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT r.person_id FROM password_resets r JOIN people p ON p.id = r.person_id AND p.disabled_at IS NULL
      WHERE r.token_hash = p_token_hash AND r.used_at IS NULL AND r.expires_at > app_now();
  $$;
  -- Once, and whoever was signed in no longer is. False for a link that is over.
  CREATE FUNCTION finish_password_reset(p_token_hash bytea, p_new_hash text) RETURNS boolean LANGUAGE plpgsql
    ${DEFINER} AS $$
  DECLARE v_person uuid;
  BEGIN
    UPDATE password_resets SET used_at = app_now()
      WHERE token_hash = p_token_hash AND used_at IS NULL AND expires_at > app_now()
      RETURNING person_id INTO v_person;
    IF NOT FOUND THEN RETURN false; END IF;
    UPDATE people SET password_hash = p_new_hash WHERE id = v_person AND disabled_at IS NULL;
    IF NOT FOUND THEN RETURN false; END IF;
    DELETE FROM login_challenges WHERE person_id = v_person;
    PERFORM revoke_session(v_person, s.id) FROM (
      SELECT id FROM sessions WHERE person_id = v_person AND ended_at IS NULL ORDER BY id) s;
    PERFORM note_account(v_person, 'password.reset', NULL, '{}', 'sign-in');
    RETURN true;
  END $$;
`;

const DEFAULTS = `
  -- Roles that need two factors in every branch that the association opens; association_admin also outside of branches.
  ALTER TABLE associations ADD COLUMN second_factor_default text[] NOT NULL DEFAULT '{}';
  CREATE POLICY second_factor_roles_default ON second_factor_roles AS PERMISSIVE FOR INSERT TO otzyv_gateway
    WITH CHECK (true);
  GRANT INSERT ON second_factor_roles TO otzyv_gateway;
  CREATE FUNCTION copy_second_factor_default() RETURNS trigger LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    INSERT INTO second_factor_roles (branch_id, role) SELECT NEW.id, role FROM associations a, unnest(a.second_factor_default) role
      WHERE a.id = NEW.association_id;
    RETURN NULL;
  END $$;
  CREATE TRIGGER branches_second_factor AFTER INSERT ON branches FOR EACH ROW EXECUTE FUNCTION copy_second_factor_default();

  -- Like session_strength, for who administers the association from outside of its branches.
  CREATE FUNCTION association_strength(p_session uuid, p_person uuid, p_association uuid)
    RETURNS TABLE (second_factor_missing boolean, confirmed_seconds_ago double precision) LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT NOT s.second_factor AND EXISTS (
        SELECT FROM association_admins d JOIN associations a ON a.id = d.association_id
          WHERE d.association_id = p_association AND d.person_id = p_person AND d.revoked_at IS NULL
            AND 'association_admin' = ANY (a.second_factor_default)),
      extract(epoch FROM clock_timestamp() - s.confirmed_at)
      FROM sessions s WHERE s.id = p_session AND s.person_id = p_person;
  $$;
  CREATE FUNCTION invitation_needs_second_factor(p_token_hash bytea) RETURNS boolean LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT EXISTS (SELECT FROM invitations i JOIN second_factor_roles f ON f.branch_id = i.branch_id AND f.role = i.role
      WHERE i.token_hash = p_token_hash);
  $$;
`;
