import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch } from './tenant-table.ts';

/** Sessions and their tokens, the narrow functions through which signing in reaches them, and idempotency keys. */
export class Access1700000000006 implements MigrationInterface {
  name = 'Access1700000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SESSIONS);
    await runner.query(SIGNING_IN);
    await runner.query(REFRESHING);
    await runner.query(LETTING_IN);
    await runner.query(IDEMPOTENCY_KEYS);
    await runner.query(FUNCTIONS.map((signature) => narrow(signature)).join('\n'));
    await runner.query(narrow('forget_idempotency_keys(interval)'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION ${FUNCTIONS.join(', ')}, forget_idempotency_keys(interval);
      DROP TABLE idempotency_keys;
      ALTER TABLE refresh_tokens DROP CONSTRAINT refresh_tokens_session;
      DROP TABLE sessions;
      REVOKE ALL ON people, refresh_tokens FROM otzyv_gateway;
      DELETE FROM roles WHERE code = 'platform_operator';
    `);
  }
}

const FUNCTIONS = [
  'register_person(uuid, bytea, bytea, bytea, text)',
  'find_login(bytea)',
  'open_session(uuid, uuid, uuid, bytea, interval)',
  'rotate_refresh_token(bytea, uuid, bytea, interval, interval)',
  'end_session(bytea)',
  'admit(uuid, uuid, uuid)',
  'session_lives(uuid, uuid)',
  'person_card(uuid)',
  'branches_of(uuid)',
];

/** Owned by the gateway, callable by the application's login only. */
function narrow(signature: string): string {
  return `
    ALTER FUNCTION ${signature} OWNER TO otzyv_gateway;
    REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ${signature} TO otzyv_app;
  `;
}

const SESSIONS = `
  INSERT INTO roles VALUES ('platform_operator', 'none');

  -- One per sign-in; the refresh tokens that followed one another in it are its family.
  CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES people (id),
    started_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    end_reason text CHECK (end_reason IN ('logout', 'token-reused', 'revoked')),
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
  );
  CREATE INDEX sessions_person ON sessions (person_id) WHERE ended_at IS NULL;
  ALTER TABLE refresh_tokens
    ADD CONSTRAINT refresh_tokens_session FOREIGN KEY (family_id) REFERENCES sessions (id) ON DELETE CASCADE;

  GRANT SELECT, INSERT ON people TO otzyv_gateway;
  GRANT SELECT, INSERT, UPDATE ON sessions, refresh_tokens TO otzyv_gateway;
`;

const DEFINER = 'SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp';

const SIGNING_IN = `
  CREATE FUNCTION register_person(p_id uuid, p_email_index bytea, p_email bytea, p_name bytea, p_password_hash text)
    RETURNS void LANGUAGE sql ${DEFINER} AS $$
    INSERT INTO people (id, email_index, email_sealed, name_sealed, password_hash)
      VALUES (p_id, p_email_index, p_email, p_name, p_password_hash);
  $$;

  CREATE FUNCTION find_login(p_email_index bytea)
    RETURNS TABLE (person_id uuid, password_hash text, disabled boolean) LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT id, password_hash, disabled_at IS NOT NULL FROM people WHERE email_index = p_email_index;
  $$;

  CREATE FUNCTION open_session(p_session uuid, p_person uuid, p_token uuid, p_token_hash bytea, p_lifetime interval)
    RETURNS void LANGUAGE sql ${DEFINER} AS $$
    INSERT INTO sessions (id, person_id) VALUES (p_session, p_person);
    INSERT INTO refresh_tokens (id, person_id, family_id, token_hash, expires_at)
      VALUES (p_token, p_person, p_session, p_token_hash, now() + p_lifetime);
  $$;
`;

const REFRESHING = `
  -- Parallel callers queue at the lock of the session. The first inserts the successor; the others, within the grace,
  -- find it there: the caller derives the successor from the token itself, so all of them hold the same one.
  -- clock_timestamp(), because now() stood still while they queued.
  CREATE FUNCTION rotate_refresh_token(
      p_token_hash bytea, p_successor uuid, p_successor_hash bytea, p_lifetime interval, p_grace interval)
    RETURNS TABLE (verdict text, person_id uuid, session_id uuid) LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_token refresh_tokens; v_session sessions;
  BEGIN
    SELECT s.* INTO v_session FROM sessions s JOIN refresh_tokens t ON t.family_id = s.id
      WHERE t.token_hash = p_token_hash FOR UPDATE OF s;
    IF NOT FOUND THEN RETURN QUERY SELECT 'unknown', NULL::uuid, NULL::uuid; RETURN; END IF;
    SELECT * INTO v_token FROM refresh_tokens t WHERE t.token_hash = p_token_hash;
    IF v_session.ended_at IS NOT NULL OR v_token.expires_at <= clock_timestamp()
      OR EXISTS (SELECT FROM people p WHERE p.id = v_token.person_id AND p.disabled_at IS NOT NULL) THEN
      RETURN QUERY SELECT 'ended', v_token.person_id, v_session.id; RETURN;
    END IF;
    IF v_token.replaced_at IS NULL THEN
      INSERT INTO refresh_tokens (id, person_id, family_id, token_hash, expires_at)
        VALUES (p_successor, v_token.person_id, v_session.id, p_successor_hash, clock_timestamp() + p_lifetime);
      UPDATE refresh_tokens t SET replaced_by = p_successor, replaced_at = clock_timestamp() WHERE t.id = v_token.id;
    ELSIF v_token.replaced_at + p_grace < clock_timestamp() THEN
      UPDATE sessions s SET ended_at = now(), end_reason = 'token-reused' WHERE s.id = v_session.id;
      UPDATE refresh_tokens t SET revoked_at = now() WHERE t.family_id = v_session.id AND t.revoked_at IS NULL;
      RETURN QUERY SELECT 'reused', v_token.person_id, v_session.id; RETURN;
    END IF;
    RETURN QUERY SELECT 'rotated', v_token.person_id, v_session.id;
  END $$;

  -- Takes the lock in the same order as the rotation. Resolves to null when there was nothing to end.
  CREATE FUNCTION end_session(p_token_hash bytea) RETURNS uuid LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_session uuid;
  BEGIN
    UPDATE sessions s SET ended_at = now(), end_reason = 'logout'
      WHERE s.id = (SELECT family_id FROM refresh_tokens WHERE token_hash = p_token_hash) AND s.ended_at IS NULL
      RETURNING s.id INTO v_session;
    UPDATE refresh_tokens t SET revoked_at = now() WHERE t.family_id = v_session AND t.revoked_at IS NULL;
    RETURN v_session;
  END $$;
`;

const LETTING_IN = `
  CREATE FUNCTION session_lives(p_session uuid, p_person uuid) RETURNS boolean LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT EXISTS (SELECT FROM sessions s JOIN people p ON p.id = s.person_id
      WHERE s.id = p_session AND p.id = p_person AND s.ended_at IS NULL AND p.disabled_at IS NULL);
  $$;

  -- All that the guard must know, in one round trip; role and branch_status are null for who is no member.
  CREATE FUNCTION admit(p_session uuid, p_person uuid, p_branch uuid)
    RETURNS TABLE (session_lives boolean, role text, branch_status text) LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT session_lives(p_session, p_person), m.role, b.status
      FROM (VALUES (p_person)) asked (person_id)
      LEFT JOIN (memberships m JOIN branches b ON b.id = m.branch_id AND b.status <> 'closed')
        ON m.person_id = asked.person_id AND m.branch_id = p_branch AND m.revoked_at IS NULL;
  $$;

  CREATE FUNCTION person_card(p_person uuid) RETURNS TABLE (email bytea, name bytea) LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT email_sealed, name_sealed FROM people WHERE id = p_person AND disabled_at IS NULL;
  $$;

  CREATE FUNCTION branches_of(p_person uuid)
    RETURNS TABLE (branch_id uuid, branch_name text, association_id uuid, association_name text, status text, role text)
    LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT b.id, b.name, a.id, a.name, b.status, m.role
      FROM memberships m JOIN branches b ON b.id = m.branch_id JOIN associations a ON a.id = b.association_id
      WHERE m.person_id = p_person AND m.revoked_at IS NULL AND b.status <> 'closed'
      ORDER BY b.name, b.id;
  $$;
`;

const IDEMPOTENCY_KEYS = `
  -- The primary key makes a concurrent repeat wait for the first; answers hold names and are therefore sealed.
  CREATE TABLE idempotency_keys (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    id uuid NOT NULL,
    person_id uuid NOT NULL REFERENCES people (id),
    key text NOT NULL CHECK (length(key) BETWEEN 8 AND 128),
    request_hash bytea NOT NULL,
    status integer,
    answer_sealed bytea,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (branch_id, id),
    UNIQUE (branch_id, person_id, key)
  );
  CREATE INDEX idempotency_keys_age ON idempotency_keys (branch_id, created_at);
  ${underBranch('idempotency_keys')}
  CREATE POLICY idempotency_keys_gateway ON idempotency_keys AS PERMISSIVE FOR ALL TO otzyv_gateway USING (true);
  GRANT SELECT, DELETE ON idempotency_keys TO otzyv_gateway;
  -- For the sweep: a stored answer outlives its use in quiet branches otherwise.
  CREATE FUNCTION forget_idempotency_keys(p_age interval) RETURNS bigint LANGUAGE sql ${DEFINER} AS $$
    WITH gone AS (DELETE FROM idempotency_keys WHERE created_at < now() - p_age RETURNING 1)
    SELECT count(*) FROM gone;
  $$;
`;
