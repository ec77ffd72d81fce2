import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch, underFamily } from './tenant-table.ts';

/** What families grew: contacts, the other parent, consents to our own processing, notes, and how long numbers live. */
export class FamilyDepth1700000000024 implements MigrationInterface {
  name = 'FamilyDepth1700000000024';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PEOPLE);
    await runner.query(PAPERS);
    await runner.query(NOTES);
    for (const table of ['guardian_contacts', 'processing_consents', 'family_notes', 'family_note_versions']) {
      await runner.query(underBranch(table, 'SELECT, INSERT, UPDATE, DELETE') + underFamily(table));
    }
    await runner.query(NOTE_EYES);
    for (const table of READ_ONLY_TABLES) {
      await runner.query(`CREATE TRIGGER ${table}_handed_over BEFORE INSERT OR UPDATE ON ${table}
        FOR EACH ROW EXECUTE FUNCTION refuse_handed_over();`);
    }
    await runner.query(RETENTION);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION announce_document_numbers(int, int, int), document_numbers_until(uuid, uuid, timestamptz, int, int);
      ${RETENTION_TABLES.map((table) => `DROP POLICY ${table}_gateway_retention ON ${table};`).join('\n')}
      DROP POLICY guardians_gateway_announce ON guardians;
      REVOKE ALL (branch_id, family_id, stage) ON requests, escalations FROM otzyv_gateway;
      REVOKE ALL (branch_id, family_id, frozen_at) ON letters FROM otzyv_gateway;
      REVOKE ALL (branch_id, family_id, lifted_at) ON legal_holds FROM otzyv_gateway;
      REVOKE ALL (branch_id, id, family_id, holds_numbers, numbers_since, numbers_announced_at) ON guardians FROM otzyv_gateway;
      REVOKE ALL (erased_at) ON families FROM otzyv_gateway;
      DROP TABLE family_note_versions, family_notes, processing_consents, guardian_contacts;
      ALTER TABLE mandates DROP COLUMN revocation_file_id;
      ALTER TABLE consents DROP COLUMN withdrawn_on, DROP COLUMN withdrawn_by_request_id;
      ALTER TABLE requests DROP CONSTRAINT requests_of_family;
      ALTER TABLE children DROP COLUMN birth_month, DROP COLUMN person_index, DROP COLUMN forms_index;
      ALTER TABLE guardians DROP COLUMN basis_expires_on, DROP COLUMN other_parent, DROP COLUMN document_index,
        DROP COLUMN forms_index, DROP COLUMN holds_numbers, DROP COLUMN numbers_since, DROP COLUMN numbers_announced_at;
    `);
  }
}

const READ_ONLY_TABLES = ['guardian_contacts', 'processing_consents', 'family_notes'] as const;
const RETENTION_TABLES = ['requests', 'letters', 'escalations', 'legal_holds', 'guardians'] as const;
const DEFINER = 'SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp';

const PEOPLE = `
  ALTER TABLE guardians
    ADD COLUMN basis_expires_on date,
    ADD COLUMN other_parent text NOT NULL DEFAULT 'unknown' CHECK (other_parent IN ('agrees', 'unknown', 'objects')),
    -- Blind: number of the identity document; whole name and gender, where a person confirmed the case forms.
    ADD COLUMN document_index bytea,
    ADD COLUMN forms_index bytea,
    -- True also for rows older than this column: the job that empties them looks for itself.
    ADD COLUMN holds_numbers boolean NOT NULL DEFAULT true,
    ADD COLUMN numbers_since timestamptz NOT NULL DEFAULT app_now(),
    ADD COLUMN numbers_announced_at timestamptz;
  CREATE INDEX guardians_document ON guardians (branch_id, document_index);
  CREATE INDEX guardians_forms ON guardians (branch_id, forms_index);
  CREATE INDEX guardians_basis_expires ON guardians (branch_id, basis_expires_on) WHERE basis_expires_on IS NOT NULL;
  CREATE INDEX guardians_numbers ON guardians (branch_id, id) WHERE holds_numbers AND numbers_announced_at IS NULL;

  ALTER TABLE children
    -- The month only, so that a list of who comes of age opens few seals; null: recorded before this column.
    ADD COLUMN birth_month date CHECK (extract(day FROM birth_month) = 1),
    -- Blind: whole name and day of birth.
    ADD COLUMN person_index bytea,
    ADD COLUMN forms_index bytea;
  CREATE INDEX children_birth_month ON children (branch_id, birth_month);
  CREATE INDEX children_person ON children (branch_id, person_index);
  CREATE INDEX children_forms ON children (branch_id, forms_index);

  CREATE TABLE guardian_contacts (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    id uuid NOT NULL,
    family_id uuid NOT NULL,
    guardian_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('phone', 'email', 'postal_address', 'messenger')),
    value_sealed bytea NOT NULL,
    value_index bytea,
    purpose text NOT NULL CHECK (purpose IN ('letters', 'urgent', 'any', 'never')),
    quality text NOT NULL DEFAULT 'unconfirmed' CHECK (quality IN ('unconfirmed', 'confirmed', 'bounced', 'wrong')),
    quality_on date,
    version int NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT app_now(),
    PRIMARY KEY (branch_id, id),
    FOREIGN KEY (branch_id, family_id, guardian_id) REFERENCES guardians (branch_id, family_id, id)
  );
  CREATE INDEX guardian_contacts_family ON guardian_contacts (branch_id, family_id);
  CREATE INDEX guardian_contacts_value ON guardian_contacts (branch_id, value_index);
`;

const PAPERS = `
  ALTER TABLE requests ADD CONSTRAINT requests_of_family UNIQUE (branch_id, family_id, id);
  ALTER TABLE consents
    ADD COLUMN withdrawn_on date,
    ADD COLUMN withdrawn_by_request_id uuid,
    ADD CONSTRAINT consents_withdrawn_by_request FOREIGN KEY (branch_id, family_id, withdrawn_by_request_id)
      REFERENCES requests (branch_id, family_id, id),
    ADD CONSTRAINT consents_withdrawal CHECK (withdrawn_by_request_id IS NULL OR withdrawn_on IS NOT NULL);
  ALTER TABLE mandates
    ADD COLUMN revocation_file_id uuid,
    ADD CONSTRAINT mandates_revocation_file FOREIGN KEY (branch_id, revocation_file_id) REFERENCES files (branch_id, id),
    ADD CONSTRAINT mandates_revocation CHECK (revocation_file_id IS NULL OR revoked_on IS NOT NULL);
  CREATE INDEX mandates_expires ON mandates (branch_id, expires_on) WHERE expires_on IS NOT NULL AND revoked_on IS NULL;

  -- Consent to our own processing is a document of its own, one for each purpose (152-FZ art. 9 part 1 since 01.09.2025).
  CREATE TABLE processing_consents (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    id uuid NOT NULL,
    family_id uuid NOT NULL,
    guardian_id uuid NOT NULL,
    purpose text NOT NULL CHECK (purpose IN ('case_work', 'special_categories', 'messages', 'statistics')),
    how text NOT NULL CHECK (how IN ('paper', 'electronic')),
    text_version text NOT NULL,
    text_sha256 bytea CHECK (octet_length(text_sha256) = 32),
    given_on date NOT NULL,
    expires_on date,
    file_id uuid,
    recorded_by uuid NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT app_now(),
    withdrawn_on date,
    withdrawal_file_id uuid,
    withdrawal_recorded_at timestamptz,
    -- By this day what rested on the consent is destroyed (152-FZ art. 21 part 5).
    destroy_by date,
    PRIMARY KEY (branch_id, id),
    FOREIGN KEY (branch_id, family_id, guardian_id) REFERENCES guardians (branch_id, family_id, id),
    FOREIGN KEY (branch_id, file_id) REFERENCES files (branch_id, id),
    FOREIGN KEY (branch_id, withdrawal_file_id) REFERENCES files (branch_id, id),
    CHECK ((withdrawn_on IS NULL) = (destroy_by IS NULL)),
    CHECK (withdrawal_file_id IS NULL OR withdrawn_on IS NOT NULL),
    CHECK (expires_on >= given_on)
  );
  CREATE INDEX processing_consents_family ON processing_consents (branch_id, family_id);
  CREATE INDEX processing_consents_destroy ON processing_consents (branch_id, destroy_by) WHERE destroy_by IS NOT NULL;
`;

const NOTES = `
  CREATE TABLE family_notes (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    id uuid NOT NULL,
    family_id uuid NOT NULL,
    author_id uuid NOT NULL REFERENCES people (id),
    visibility text NOT NULL CHECK (visibility IN ('author', 'assigned', 'branch', 'lawyers')),
    text_sealed bytea NOT NULL,
    pinned boolean NOT NULL DEFAULT false,
    version int NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT app_now(),
    edited_at timestamptz,
    PRIMARY KEY (branch_id, id),
    UNIQUE (branch_id, family_id, id),
    FOREIGN KEY (branch_id, family_id) REFERENCES families (branch_id, id)
  );
  CREATE INDEX family_notes_family ON family_notes (branch_id, family_id, created_at, id);

  -- What a note said before each edit; who may see the note may see how it came about.
  CREATE TABLE family_note_versions (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    id uuid NOT NULL,
    family_id uuid NOT NULL,
    note_id uuid NOT NULL,
    version int NOT NULL,
    text_sealed bytea NOT NULL,
    visibility text NOT NULL,
    replaced_by uuid NOT NULL,
    replaced_at timestamptz NOT NULL DEFAULT app_now(),
    PRIMARY KEY (branch_id, id),
    UNIQUE (branch_id, note_id, version),
    FOREIGN KEY (branch_id, family_id, note_id) REFERENCES family_notes (branch_id, family_id, id) ON DELETE CASCADE
  );
`;

/** Who sees a note, beyond seeing the family: the author always; the database decides, whatever the query. */
const NOTE_RULE = `(SELECT current_reach()) = 'job' OR author_id = (SELECT current_person())
  OR CASE visibility
    WHEN 'branch' THEN true
    WHEN 'assigned' THEN family_id IN (SELECT family_id FROM my_assigned_families)
    WHEN 'lawyers' THEN (SELECT my_role()) = 'lawyer'
    ELSE false END`;

const NOTE_EYES = `
  CREATE POLICY family_notes_eyes ON family_notes AS RESTRICTIVE FOR SELECT TO otzyv_app USING (${NOTE_RULE});
  -- Only the author edits or takes back; a handing over and an erasure are jobs or copies.
  CREATE POLICY family_notes_write ON family_notes AS RESTRICTIVE FOR INSERT TO otzyv_app
    WITH CHECK ((SELECT current_reach()) = 'job' OR author_id = (SELECT current_person()));
  CREATE POLICY family_notes_edit ON family_notes AS RESTRICTIVE FOR UPDATE TO otzyv_app
    USING ((SELECT current_reach()) = 'job' OR author_id = (SELECT current_person()));
  CREATE POLICY family_notes_delete ON family_notes AS RESTRICTIVE FOR DELETE TO otzyv_app
    USING (author_id = (SELECT current_person()));
  CREATE POLICY family_note_versions_eyes ON family_note_versions AS RESTRICTIVE FOR SELECT TO otzyv_app
    USING ((SELECT current_reach()) = 'job' OR note_id IN (SELECT id FROM family_notes));
`;

const RETENTION = `
  ${RETENTION_TABLES.map((table) => `CREATE POLICY ${table}_gateway_retention ON ${table} AS PERMISSIVE FOR SELECT TO otzyv_gateway USING (true);`).join('\n')}
  GRANT SELECT (branch_id, family_id, stage) ON requests, escalations TO otzyv_gateway;
  GRANT SELECT (branch_id, family_id, frozen_at) ON letters TO otzyv_gateway;
  GRANT SELECT (branch_id, family_id, lifted_at) ON legal_holds TO otzyv_gateway;
  GRANT SELECT (branch_id, id, family_id, holds_numbers, numbers_since, numbers_announced_at),
    UPDATE (numbers_announced_at) ON guardians TO otzyv_gateway;
  GRANT SELECT (erased_at) ON families TO otzyv_gateway;
  CREATE POLICY guardians_gateway_announce ON guardians AS PERMISSIVE FOR UPDATE TO otzyv_gateway USING (true);

  -- Until when the numbers of a family's documents are kept; null: as long as a letter is being prepared or a hold
  -- stands. Days after the last frozen letter, or after they were recorded where there is none; never at once.
  CREATE FUNCTION document_numbers_until(p_branch uuid, p_family uuid, p_since timestamptz, p_letter_days int,
      p_idle_days int)
    RETURNS timestamptz LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE
      WHEN EXISTS (SELECT FROM legal_holds h WHERE h.branch_id = p_branch AND h.family_id = p_family
          AND h.lifted_at IS NULL)
        OR EXISTS (SELECT FROM requests r WHERE r.branch_id = p_branch AND r.family_id = p_family
          AND r.stage IN ('draft', 'ready'))
        OR EXISTS (SELECT FROM escalations e WHERE e.branch_id = p_branch AND e.family_id = p_family
          AND e.stage IN ('opened', 'drafted', 'approved')) THEN NULL
      ELSE greatest(p_since + make_interval(days => p_letter_days), coalesce(
        (SELECT max(l.frozen_at) + make_interval(days => p_letter_days) FROM letters l
          WHERE l.branch_id = p_branch AND l.family_id = p_family),
        p_since + make_interval(days => p_idle_days))) END $$;
  GRANT EXECUTE ON FUNCTION document_numbers_until(uuid, uuid, timestamptz, int, int) TO otzyv_app, otzyv_gateway;

  -- Asks each branch's own job to empty what is due by database time. Marking and asking happen together.
  CREATE FUNCTION announce_document_numbers(p_letter_days int, p_idle_days int, p_limit int) RETURNS int
    LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_count int;
  BEGIN
    WITH due AS (
      SELECT g.branch_id, g.id, g.family_id FROM guardians g
        JOIN families f ON f.branch_id = g.branch_id AND f.id = g.family_id AND f.erased_at IS NULL
        WHERE g.holds_numbers AND g.numbers_announced_at IS NULL
          AND document_numbers_until(g.branch_id, g.family_id, g.numbers_since, p_letter_days, p_idle_days) <= app_now()
        LIMIT p_limit FOR UPDATE OF g SKIP LOCKED
    ), marked AS (
      UPDATE guardians g SET numbers_announced_at = app_now() FROM due
        WHERE g.branch_id = due.branch_id AND g.id = due.id RETURNING g.branch_id, g.id
    )
    INSERT INTO outbox (branch_id, id, job, payload, not_before)
      SELECT branch_id, gen_random_uuid(), 'families.forget-numbers', jsonb_build_object('guardianId', id), app_now()
      FROM marked;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    IF v_count > 0 THEN PERFORM pg_notify('otzyv_outbox', ''); END IF;
    RETURN v_count;
  END $$;
  ALTER FUNCTION announce_document_numbers(int, int, int) OWNER TO otzyv_gateway;
  REVOKE ALL ON FUNCTION announce_document_numbers(int, int, int) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION announce_document_numbers(int, int, int) TO otzyv_app;
`;
