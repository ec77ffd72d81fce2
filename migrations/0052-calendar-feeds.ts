import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Addresses under which a person's calendar program finds their deadlines; known by a hash only. */
export class CalendarFeeds1700000000052 implements MigrationInterface {
  name = 'CalendarFeeds1700000000052';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    await runner.query(FUNCTIONS.map(({ signature, body }) => `${body} ${narrow(signature)}`).join('\n'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION ${FUNCTIONS.map(({ signature }) => signature).join(', ')};
      DROP TABLE calendar_feeds;`);
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

const TABLE = `
  -- A person, not a branch, has a calendar: one feed over all branches that they serve.
  CREATE TABLE calendar_feeds (
    person_id uuid PRIMARY KEY REFERENCES people (id),
    secret_hash bytea NOT NULL UNIQUE CHECK (octet_length(secret_hash) = 32),
    language text NOT NULL CHECK (language IN ('ru', 'en')),
    created_at timestamptz NOT NULL DEFAULT app_now()
  );
  GRANT SELECT, INSERT, UPDATE, DELETE ON calendar_feeds TO otzyv_gateway;
`;

const FUNCTIONS = [
  {
    signature: 'put_calendar_feed(uuid, bytea, text)',
    body: `
  -- The address before it is void from the commit on.
  CREATE FUNCTION put_calendar_feed(p_person uuid, p_hash bytea, p_language text) RETURNS timestamptz
    LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_created timestamptz;
  BEGIN
    INSERT INTO calendar_feeds (person_id, secret_hash, language) VALUES (p_person, p_hash, p_language)
      ON CONFLICT (person_id) DO UPDATE
        SET secret_hash = excluded.secret_hash, language = excluded.language, created_at = excluded.created_at
      RETURNING created_at INTO v_created;
    PERFORM note_account(p_person, 'calendar-feed.make', NULL, '{}');
    RETURN v_created;
  END $$;`,
  },
  {
    signature: 'drop_calendar_feed(uuid)',
    body: `
  CREATE FUNCTION drop_calendar_feed(p_person uuid) RETURNS void LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    DELETE FROM calendar_feeds WHERE person_id = p_person;
    IF FOUND THEN PERFORM note_account(p_person, 'calendar-feed.revoke', NULL, '{}'); END IF;
  END $$;`,
  },
  {
    signature: 'calendar_feed_of(uuid)',
    body: `
  CREATE FUNCTION calendar_feed_of(p_person uuid) RETURNS TABLE (created_at timestamptz, language text)
    LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT f.created_at, f.language FROM calendar_feeds f WHERE f.person_id = p_person;
  $$;`,
  },
  {
    signature: 'read_calendar_feed(bytea)',
    body: `
  -- No row for a disabled person, as for an unknown secret. Branches of the person come from the memberships of now.
  CREATE FUNCTION read_calendar_feed(p_hash bytea) RETURNS TABLE (person_id uuid, language text)
    LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT f.person_id, f.language FROM calendar_feeds f
      JOIN people p ON p.id = f.person_id AND p.disabled_at IS NULL WHERE f.secret_hash = p_hash;
  $$;`,
  },
] as const;
