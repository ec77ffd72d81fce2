import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The directory in depth: what a register tells of an institution, addresses with quality, the history of every entry,
 * successors of merged schools, and who keeps which region.
 */
export class Directory1700000000026 implements MigrationInterface {
  name = 'Directory1700000000026';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [FACTS, KEEPERS, HISTORY, SUCCESSIONS, BOUNCES]) await runner.query(part);
    await runner.query(APP.map((signature) => narrow(signature)).join('\n'));
    await runner.query(POLICIES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP POLICY authorities_insert ON authorities;
      DROP POLICY authorities_update ON authorities;
      DROP POLICY authority_emails_write ON authority_emails;
      DROP POLICY authorities_gateway ON authorities;
      DROP POLICY authority_emails_gateway ON authority_emails;
      REVOKE SELECT, UPDATE ON authorities, authority_emails FROM otzyv_gateway;
      DROP TABLE authority_successions, authority_corrections;
      DROP FUNCTION ${APP.join(', ')};
      ALTER TABLE authorities DROP COLUMN short_key, DROP COLUMN full_key;
      DROP FUNCTION directory_name_key(text);
      CREATE POLICY authorities_insert ON authorities FOR INSERT TO otzyv_app
        WITH CHECK (region_code = (SELECT current_region()));
      CREATE POLICY authorities_update ON authorities FOR UPDATE TO otzyv_app
        USING (region_code = (SELECT current_region())) WITH CHECK (region_code = (SELECT current_region()));
      CREATE POLICY authority_emails_write ON authority_emails FOR ALL TO otzyv_app
        USING (authority_id IN (SELECT id FROM authorities WHERE region_code = (SELECT current_region())))
        WITH CHECK (authority_id IN (SELECT id FROM authorities WHERE region_code = (SELECT current_region())));
      DROP INDEX authorities_ogrn, authorities_inn, authorities_updated, authorities_municipality, authorities_founder,
        authority_emails_address;
      ALTER TABLE authorities DROP COLUMN kpp, DROP COLUMN municipality, DROP COLUMN head_position_dative,
        DROP COLUMN licence_number, DROP COLUMN licence_issued_on, DROP COLUMN licence_status, DROP COLUMN status;
      ALTER TABLE authority_emails DROP COLUMN purpose, DROP COLUMN confirmed_by, DROP COLUMN confirmed_at,
        DROP COLUMN hard_bounces, DROP COLUMN soft_bounces, DROP COLUMN bounced_at;
    `);
  }
}

const DEFINER = 'SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp';

const APP = [
  'branch_name_now()',
  'regions_of_other_associations()',
  'authority_address_bounced(uuid, text, timestamptz, uuid)',
];

function narrow(signature: string): string {
  return `ALTER FUNCTION ${signature} OWNER TO otzyv_gateway; REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ${signature} TO otzyv_app;`;
}

const FACTS = `
  ALTER TABLE authorities
    ADD COLUMN kpp text CHECK (kpp ~ '^[0-9]{4}[0-9A-Z]{2}[0-9]{3}$'),
    ADD COLUMN municipality text,
    ADD COLUMN head_position_dative text,
    ADD COLUMN licence_number text,
    ADD COLUMN licence_issued_on date,
    ADD COLUMN licence_status text CHECK (licence_status IN ('active', 'suspended', 'ended')),
    ADD COLUMN status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'reorganising', 'closed'));
  -- As people type a name and as registers print it: case, ё, quotes, № and spaces tell nothing apart.
  CREATE FUNCTION directory_name_key(p_name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT btrim(regexp_replace(translate(lower(p_name), 'ё', 'е'), '[^[:alnum:]]+', ' ', 'g')) $$;
  -- Stored: the planner takes the function for cheap, and a plan that calls it for every pair of a page runs for minutes.
  ALTER TABLE authorities
    ADD COLUMN short_key text GENERATED ALWAYS AS (directory_name_key(short_name)) STORED,
    ADD COLUMN full_key text GENERATED ALWAYS AS (directory_name_key(full_name)) STORED;
  CREATE INDEX authorities_short_key ON authorities (short_key);
  CREATE INDEX authorities_full_key ON authorities (full_key);
  -- Not unique: a branch school shares the numbers of its legal person.
  CREATE INDEX authorities_ogrn ON authorities (ogrn) WHERE ogrn IS NOT NULL;
  CREATE INDEX authorities_inn ON authorities (inn) WHERE inn IS NOT NULL;
  CREATE INDEX authorities_updated ON authorities (updated_at, id);
  CREATE INDEX authorities_municipality ON authorities (region_code, municipality, id);
  CREATE INDEX authorities_founder ON authorities (founder_id) WHERE founder_id IS NOT NULL;
  ALTER TABLE authority_emails
    ADD COLUMN purpose text NOT NULL DEFAULT 'general' CHECK (purpose IN ('general', 'personal_data', 'head', 'other')),
    ADD COLUMN confirmed_by uuid,
    ADD COLUMN confirmed_at timestamptz,
    ADD COLUMN hard_bounces int NOT NULL DEFAULT 0,
    ADD COLUMN soft_bounces int NOT NULL DEFAULT 0,
    ADD COLUMN bounced_at timestamptz;
  CREATE INDEX authority_emails_address ON authority_emails (address, authority_id);
`;

const KEEPERS = `
  CREATE FUNCTION branch_name_now() RETURNS text LANGUAGE sql STABLE ${DEFINER}
    AS $$ SELECT name FROM branches WHERE id = current_branch() $$;
  -- Regions that branches of other associations keep and none of this association: closed to its administrator too.
  CREATE FUNCTION regions_of_other_associations() RETURNS SETOF text LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT region_code FROM branches WHERE status <> 'closed' GROUP BY region_code
      HAVING NOT bool_or(association_id = (SELECT association_id FROM branches WHERE id = current_branch()));
  $$;
`;

const HISTORY = `
  -- Append-only: what an entry was before, who changed it and by what source. One row for each version after the first.
  CREATE TABLE authority_corrections (
    id uuid PRIMARY KEY,
    authority_id uuid NOT NULL REFERENCES authorities (id),
    version int NOT NULL,
    branch_id uuid NOT NULL DEFAULT current_branch(),
    branch_name text NOT NULL DEFAULT branch_name_now(),
    at timestamptz NOT NULL DEFAULT app_now(),
    origin text NOT NULL CHECK (origin IN ('created', 'correction', 'undo', 'import', 'bounce', 'proposal')),
    changes jsonb NOT NULL,
    source text,
    reason text,
    effective_on date,
    -- The import that brought it, or the correction that it takes back.
    reference uuid,
    UNIQUE (authority_id, version)
  );
  CREATE INDEX authority_corrections_reference ON authority_corrections (reference) WHERE reference IS NOT NULL;
  ALTER TABLE authority_corrections ENABLE ROW LEVEL SECURITY;
  ALTER TABLE authority_corrections FORCE ROW LEVEL SECURITY;
  GRANT SELECT, INSERT ON authority_corrections TO otzyv_app, otzyv_gateway;
`;

const SUCCESSIONS = `
  CREATE TABLE authority_successions (
    id uuid PRIMARY KEY,
    predecessor_id uuid NOT NULL REFERENCES authorities (id),
    successor_id uuid NOT NULL REFERENCES authorities (id),
    kind text NOT NULL CHECK (kind IN ('merged', 'joined', 'split', 'transformed')),
    effective_on date NOT NULL,
    source text NOT NULL,
    branch_id uuid NOT NULL DEFAULT current_branch(),
    branch_name text NOT NULL DEFAULT branch_name_now(),
    created_at timestamptz NOT NULL DEFAULT app_now(),
    UNIQUE (predecessor_id, successor_id),
    CHECK (predecessor_id <> successor_id)
  );
  CREATE INDEX authority_successions_successor ON authority_successions (successor_id);
  ALTER TABLE authority_successions ENABLE ROW LEVEL SECURITY;
  ALTER TABLE authority_successions FORCE ROW LEVEL SECURITY;
  GRANT SELECT, INSERT, DELETE ON authority_successions TO otzyv_app;
`;

const BOUNCES = `
  GRANT SELECT, UPDATE ON authorities, authority_emails TO otzyv_gateway;
  CREATE POLICY authorities_gateway ON authorities FOR ALL TO otzyv_gateway USING (true) WITH CHECK (true);
  CREATE POLICY authority_emails_gateway ON authority_emails FOR ALL TO otzyv_gateway USING (true) WITH CHECK (true);
  -- Whose letter came back does not matter: the mailbox is gone for every entry that names it, in whatever region. This is
  -- the one change that a branch may make outside its region, and it can only lower a quality.
  CREATE FUNCTION authority_address_bounced(p_email uuid, p_kind text, p_at timestamptz, p_correction uuid)
    RETURNS TABLE (authority_id uuid, quality text) LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_email record; v_quality text; v_version int; v_first boolean := true;
  BEGIN
    PERFORM current_branch();
    FOR v_email IN SELECT e.* FROM authority_emails e
      WHERE e.address = (SELECT f.address FROM authority_emails f WHERE f.id = p_email)
        AND (e.confirmed_at IS NULL OR e.confirmed_at < p_at)
      ORDER BY e.authority_id
    LOOP
      v_quality := CASE WHEN p_kind = 'hard' THEN 'bouncing'
        WHEN v_email.quality = 'verified' AND v_email.soft_bounces >= 2 THEN 'unverified' ELSE v_email.quality END;
      IF v_quality <> v_email.quality THEN
        UPDATE authorities a SET version = a.version + 1, updated_at = app_now()
          WHERE a.id = v_email.authority_id RETURNING a.version INTO v_version;
        INSERT INTO authority_corrections (id, authority_id, version, origin, changes, source)
          VALUES (CASE WHEN v_first THEN p_correction ELSE gen_random_uuid() END, v_email.authority_id, v_version, 'bounce',
            jsonb_build_object('emailQuality', jsonb_build_object(
              'from', jsonb_build_object('address', v_email.address, 'quality', v_email.quality),
              'to', jsonb_build_object('address', v_email.address, 'quality', v_quality))), 'bounce');
        v_first := false;
      END IF;
      UPDATE authority_emails e SET quality = v_quality, bounced_at = greatest(e.bounced_at, p_at),
          hard_bounces = e.hard_bounces + (p_kind = 'hard')::int, soft_bounces = e.soft_bounces + (p_kind = 'soft')::int
        WHERE e.id = v_email.id;
      authority_id := v_email.authority_id;
      quality := v_quality;
      RETURN NEXT;
    END LOOP;
  END $$;
`;

/** A branch keeps its own region; the administrator of an association also what no other association keeps. */
const KEPT = `region_code = (SELECT current_region()) OR ((SELECT my_role()) = 'association_admin'
  AND region_code NOT IN (SELECT regions_of_other_associations()))`;

const POLICIES = `
  DROP POLICY authorities_insert ON authorities;
  DROP POLICY authorities_update ON authorities;
  DROP POLICY authority_emails_write ON authority_emails;
  CREATE POLICY authorities_insert ON authorities FOR INSERT TO otzyv_app WITH CHECK (${KEPT});
  CREATE POLICY authorities_update ON authorities FOR UPDATE TO otzyv_app USING (${KEPT}) WITH CHECK (${KEPT});
  CREATE POLICY authority_emails_write ON authority_emails FOR ALL TO otzyv_app
    USING (EXISTS (SELECT FROM authorities a WHERE a.id = authority_id AND (${KEPT})))
    WITH CHECK (EXISTS (SELECT FROM authorities a WHERE a.id = authority_id AND (${KEPT})));
  CREATE POLICY authority_corrections_read ON authority_corrections FOR SELECT TO otzyv_app USING (true);
  CREATE POLICY authority_corrections_add ON authority_corrections FOR INSERT TO otzyv_app
    WITH CHECK (branch_id = (SELECT current_branch())
      AND EXISTS (SELECT FROM authorities a WHERE a.id = authority_id AND (${KEPT})));
  CREATE POLICY authority_corrections_gateway ON authority_corrections FOR ALL TO otzyv_gateway
    USING (true) WITH CHECK (true);
  CREATE POLICY authority_successions_read ON authority_successions FOR SELECT TO otzyv_app USING (true);
  CREATE POLICY authority_successions_add ON authority_successions FOR INSERT TO otzyv_app
    WITH CHECK (branch_id = (SELECT current_branch())
      AND EXISTS (SELECT FROM authorities a WHERE a.id = predecessor_id AND (${KEPT})));
  CREATE POLICY authority_successions_drop ON authority_successions FOR DELETE TO otzyv_app
    USING (EXISTS (SELECT FROM authorities a WHERE a.id = predecessor_id AND (${KEPT})));
`;
