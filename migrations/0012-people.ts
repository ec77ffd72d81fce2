import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What keeps people's accounts: attempts counted for all processes, second factors, sessions that can be looked at. */
export class People1700000000012 implements MigrationInterface {
  name = 'People1700000000012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ATTEMPTS);
    await runner.query(SESSIONS);
    await runner.query(SECOND_FACTORS);
    await runner.query(CHALLENGES);
    await runner.query(PASSWORDS);
    await runner.query(FUNCTIONS.map(narrow).join('\n'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION ${FUNCTIONS.join(', ')};
      DROP TABLE attempt_buckets, login_challenges, recovery_codes, totp_steps, totp_secrets;
      DROP TRIGGER sessions_last_used ON refresh_tokens;
      DROP FUNCTION note_session_use();
      ALTER TABLE sessions DROP COLUMN client_sealed, DROP COLUMN last_used_at, DROP COLUMN confirmed_at,
        DROP COLUMN second_factor;
      REVOKE UPDATE ON people FROM otzyv_gateway;
    `);
  }
}

const FUNCTIONS = [
  'take_attempt(bytea[], integer[], double precision[])',
  'return_attempt(bytea[], double precision[])',
  'forget_attempts()',
  'describe_session(uuid, bytea, boolean)',
  'confirm_session(uuid, uuid, boolean)',
  'sessions_of(uuid)',
  'revoke_session(uuid, uuid)',
  'revoke_other_sessions(uuid, uuid)',
  'person_login(uuid)',
  'change_password(uuid, text, text, uuid)',
  'start_totp(uuid, bytea)',
  'totp_of(uuid)',
  'use_totp_step(uuid, bigint)',
  'confirm_totp(uuid, bytea[])',
  'replace_recovery_codes(uuid, bytea[])',
  'use_recovery_code(uuid, bytea)',
  'drop_totp(uuid)',
  'open_challenge(uuid, uuid, bytea, interval)',
  'find_challenge(bytea)',
  'finish_challenge(bytea)',
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

const ATTEMPTS = `
  -- One leaky bucket a row; "empty_at" is when all that was poured in will have run out. Keys are keyed hashes.
  CREATE TABLE attempt_buckets (key bytea PRIMARY KEY, empty_at timestamptz NOT NULL);
  CREATE INDEX attempt_buckets_empty ON attempt_buckets (empty_at);
  GRANT SELECT, INSERT, UPDATE, DELETE ON attempt_buckets TO otzyv_gateway;

  -- Pours one attempt into every bucket, or into none when one is full: then the seconds to wait, else 0. A refused
  -- attempt changes nothing, so whoever keeps trying does not make anybody wait longer. Buckets are locked in the order
  -- of their keys; clock_timestamp(), because now() stood still while this call waited for them.
  CREATE FUNCTION take_attempt(p_keys bytea[], p_bursts integer[], p_refills double precision[])
    RETURNS double precision LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_bucket record; v_empty timestamptz; v_wait double precision := 0;
  BEGIN
    FOR v_bucket IN SELECT * FROM unnest(p_keys, p_bursts, p_refills) AS b (key, burst, refill) ORDER BY 1 LOOP
      INSERT INTO attempt_buckets AS a VALUES (v_bucket.key, clock_timestamp())
        ON CONFLICT (key) DO UPDATE SET empty_at = greatest(a.empty_at, clock_timestamp())
        RETURNING empty_at INTO v_empty;
      v_wait := greatest(v_wait,
        extract(epoch FROM v_empty - clock_timestamp()) - (v_bucket.burst - 1) * v_bucket.refill);
    END LOOP;
    IF v_wait > 0 THEN RETURN v_wait; END IF;
    UPDATE attempt_buckets a SET empty_at = a.empty_at + make_interval(secs => b.refill)
      FROM unnest(p_keys, p_refills) AS b (key, refill) WHERE a.key = b.key;
    RETURN 0;
  END $$;

  -- After a success: who knows the password used up nothing.
  CREATE FUNCTION return_attempt(p_keys bytea[], p_refills double precision[]) RETURNS void LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_bucket record;
  BEGIN
    FOR v_bucket IN SELECT * FROM unnest(p_keys, p_refills) AS b (key, refill) ORDER BY 1 LOOP
      UPDATE attempt_buckets a SET empty_at = a.empty_at - make_interval(secs => v_bucket.refill)
        WHERE a.key = v_bucket.key;
    END LOOP;
  END $$;

  CREATE FUNCTION forget_attempts() RETURNS bigint LANGUAGE sql ${DEFINER} AS $$
    WITH gone AS (DELETE FROM attempt_buckets WHERE key IN (
      SELECT key FROM attempt_buckets WHERE empty_at < now() - interval '1 minute' LIMIT 1000 FOR UPDATE SKIP LOCKED)
      RETURNING 1) SELECT count(*) FROM gone;
  $$;
`;

const SESSIONS = `
  -- What the client called itself and its network, sealed; never a whole address.
  ALTER TABLE sessions
    ADD COLUMN client_sealed bytea,
    ADD COLUMN last_used_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN confirmed_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN second_factor boolean NOT NULL DEFAULT false;

  -- Every rotation of a refresh token is a use of its session; access tokens live too short to matter.
  CREATE FUNCTION note_session_use() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    UPDATE sessions SET last_used_at = clock_timestamp() WHERE id = NEW.family_id;
    RETURN NULL;
  END $$;
  CREATE TRIGGER sessions_last_used AFTER UPDATE OF replaced_at ON refresh_tokens
    FOR EACH ROW EXECUTE FUNCTION note_session_use();

  CREATE FUNCTION describe_session(p_session uuid, p_client bytea, p_second_factor boolean) RETURNS void LANGUAGE sql
    ${DEFINER} AS $$
    UPDATE sessions SET client_sealed = p_client, second_factor = p_second_factor WHERE id = p_session;
  $$;
  CREATE FUNCTION confirm_session(p_session uuid, p_person uuid, p_second_factor boolean) RETURNS void LANGUAGE sql
    ${DEFINER} AS $$
    UPDATE sessions SET confirmed_at = clock_timestamp(), second_factor = second_factor OR p_second_factor
      WHERE id = p_session AND person_id = p_person AND ended_at IS NULL;
  $$;
  CREATE FUNCTION sessions_of(p_person uuid)
    RETURNS TABLE (id uuid, client bytea, second_factor boolean, started_at timestamptz, last_used_at timestamptz)
    LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT s.id, s.client_sealed, s.second_factor, s.started_at, s.last_used_at FROM sessions s
      WHERE s.person_id = p_person AND s.ended_at IS NULL AND EXISTS (
        SELECT FROM refresh_tokens t WHERE t.family_id = s.id AND t.replaced_at IS NULL AND t.expires_at > now())
      ORDER BY s.last_used_at DESC, s.id LIMIT 200;
  $$;
  CREATE FUNCTION revoke_session(p_person uuid, p_session uuid) RETURNS boolean LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    UPDATE sessions SET ended_at = now(), end_reason = 'revoked'
      WHERE id = p_session AND person_id = p_person AND ended_at IS NULL;
    IF NOT FOUND THEN RETURN false; END IF;
    UPDATE refresh_tokens SET revoked_at = now() WHERE family_id = p_session AND revoked_at IS NULL;
    RETURN true;
  END $$;
  CREATE FUNCTION revoke_other_sessions(p_person uuid, p_keep uuid) RETURNS bigint LANGUAGE sql ${DEFINER} AS $$
    SELECT count(*) FILTER (WHERE revoke_session(p_person, s.id)) FROM (
      SELECT id FROM sessions WHERE person_id = p_person AND ended_at IS NULL AND id <> p_keep ORDER BY id) s;
  $$;
`;

const PASSWORDS = `
  GRANT UPDATE ON people TO otzyv_gateway;
  CREATE FUNCTION person_login(p_person uuid) RETURNS TABLE (password_hash text, totp boolean) LANGUAGE sql STABLE
    ${DEFINER} AS $$
    SELECT p.password_hash, EXISTS (SELECT FROM totp_secrets t WHERE t.person_id = p.id AND t.confirmed_at IS NOT NULL)
      FROM people p WHERE p.id = p_person AND p.disabled_at IS NULL;
  $$;
  -- False when somebody else changed it in between. Whoever else was signed in with the old one no longer is.
  CREATE FUNCTION change_password(p_person uuid, p_old_hash text, p_new_hash text, p_keep uuid) RETURNS boolean
    LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    UPDATE people SET password_hash = p_new_hash WHERE id = p_person AND password_hash = p_old_hash;
    IF NOT FOUND THEN RETURN false; END IF;
    DELETE FROM login_challenges WHERE person_id = p_person;
    PERFORM revoke_other_sessions(p_person, p_keep);
    RETURN true;
  END $$;
`;

const SECOND_FACTORS = `
  CREATE TABLE totp_secrets (
    person_id uuid PRIMARY KEY REFERENCES people (id),
    secret_sealed bytea NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    confirmed_at timestamptz
  );
  -- The memory that makes a code good for one use, however many come at once.
  CREATE TABLE totp_steps (
    person_id uuid NOT NULL REFERENCES totp_secrets (person_id) ON DELETE CASCADE,
    step bigint NOT NULL,
    PRIMARY KEY (person_id, step)
  );
  CREATE TABLE recovery_codes (
    person_id uuid NOT NULL REFERENCES totp_secrets (person_id) ON DELETE CASCADE,
    code_hash bytea NOT NULL CHECK (octet_length(code_hash) = 32),
    used_at timestamptz,
    PRIMARY KEY (person_id, code_hash)
  );
  GRANT SELECT, INSERT, UPDATE, DELETE ON totp_secrets, totp_steps, recovery_codes TO otzyv_gateway;

  -- A confirmed secret is not overwritten: false. The person drops it first, by a step-up.
  CREATE FUNCTION start_totp(p_person uuid, p_secret bytea) RETURNS boolean LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    INSERT INTO totp_secrets AS t (person_id, secret_sealed) VALUES (p_person, p_secret)
      ON CONFLICT (person_id) DO UPDATE SET secret_sealed = excluded.secret_sealed, started_at = now()
        WHERE t.confirmed_at IS NULL;
    RETURN FOUND;
  END $$;
  CREATE FUNCTION totp_of(p_person uuid)
    RETURNS TABLE (secret bytea, confirmed boolean, codes_left bigint, now timestamptz) LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT t.secret_sealed, t.confirmed_at IS NOT NULL,
      (SELECT count(*) FROM recovery_codes c WHERE c.person_id = t.person_id AND c.used_at IS NULL), clock_timestamp()
      FROM totp_secrets t WHERE t.person_id = p_person;
  $$;
  CREATE FUNCTION use_totp_step(p_person uuid, p_step bigint) RETURNS boolean LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_first boolean;
  BEGIN
    INSERT INTO totp_steps VALUES (p_person, p_step) ON CONFLICT DO NOTHING;
    v_first := FOUND;
    DELETE FROM totp_steps WHERE person_id = p_person AND step < p_step - 20;
    RETURN v_first;
  END $$;
  CREATE FUNCTION replace_recovery_codes(p_person uuid, p_hashes bytea[]) RETURNS void LANGUAGE sql ${DEFINER} AS $$
    DELETE FROM recovery_codes WHERE person_id = p_person;
    INSERT INTO recovery_codes (person_id, code_hash) SELECT p_person, unnest(p_hashes);
  $$;
  CREATE FUNCTION confirm_totp(p_person uuid, p_hashes bytea[]) RETURNS boolean LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    UPDATE totp_secrets SET confirmed_at = now() WHERE person_id = p_person AND confirmed_at IS NULL;
    IF NOT FOUND THEN RETURN false; END IF;
    PERFORM replace_recovery_codes(p_person, p_hashes);
    RETURN true;
  END $$;
  CREATE FUNCTION use_recovery_code(p_person uuid, p_hash bytea) RETURNS boolean LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    UPDATE recovery_codes SET used_at = now() WHERE person_id = p_person AND code_hash = p_hash AND used_at IS NULL;
    RETURN FOUND;
  END $$;
  CREATE FUNCTION drop_totp(p_person uuid) RETURNS void LANGUAGE sql ${DEFINER} AS $$
    DELETE FROM totp_secrets WHERE person_id = p_person;
  $$;
`;

const CHALLENGES = `
  -- The password fitted, the code is still to come.
  CREATE TABLE login_challenges (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES people (id),
    token_hash bytea NOT NULL UNIQUE,
    expires_at timestamptz NOT NULL,
    finished_at timestamptz
  );
  CREATE INDEX login_challenges_person ON login_challenges (person_id);
  GRANT SELECT, INSERT, UPDATE, DELETE ON login_challenges TO otzyv_gateway;
  CREATE FUNCTION open_challenge(p_id uuid, p_person uuid, p_token_hash bytea, p_lifetime interval) RETURNS void
    LANGUAGE sql ${DEFINER} AS $$
    DELETE FROM login_challenges WHERE person_id = p_person AND expires_at < now() - interval '1 hour';
    INSERT INTO login_challenges VALUES (p_id, p_person, p_token_hash, now() + p_lifetime);
  $$;
  CREATE FUNCTION find_challenge(p_token_hash bytea) RETURNS uuid LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT c.person_id FROM login_challenges c JOIN people p ON p.id = c.person_id AND p.disabled_at IS NULL
      WHERE c.token_hash = p_token_hash AND c.finished_at IS NULL AND c.expires_at > now();
  $$;
  CREATE FUNCTION finish_challenge(p_token_hash bytea) RETURNS boolean LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    UPDATE login_challenges SET finished_at = now() WHERE token_hash = p_token_hash AND finished_at IS NULL;
    RETURN FOUND;
  END $$;
`;
