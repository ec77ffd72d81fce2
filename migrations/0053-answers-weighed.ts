import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch, underFamily } from './tenant-table.ts';

/** What people say of the points of a checklist, notices of an extension on paper, consents whose day follows their duty. */
export class AnswersWeighed1700000000053 implements MigrationInterface {
  name = 'AnswersWeighed1700000000053';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(MARKS);
    await runner.query(underBranch('checklist_marks', 'SELECT, INSERT, UPDATE') + underFamily('checklist_marks'));
    await runner.query(MOVING);
    await runner.query(NOTICES);
    await runner.query(FOLLOWING);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER deadlines_move_consent ON deadlines;
      DROP FUNCTION consent_follows_duty();
      ALTER TABLE deadlines DROP COLUMN extension_file_id;
      DROP TRIGGER requests_move_marks ON requests;
      DROP FUNCTION move_checklist_marks();
      DROP TABLE checklist_marks;
    `);
  }
}

const MARKS = `
  CREATE TABLE checklist_marks (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    id uuid NOT NULL,
    family_id uuid NOT NULL,
    request_id uuid NOT NULL,
    -- The reply that was held against the checklist.
    message_id uuid NOT NULL,
    -- A code of the law data.
    item text NOT NULL CHECK (item ~ '^[a-z_]{1,60}$'),
    -- open: what was marked before is taken back.
    state text NOT NULL CHECK (state IN ('done', 'not_applicable', 'open')),
    note_sealed bytea,
    marked_by uuid NOT NULL,
    marked_at timestamptz NOT NULL DEFAULT app_now(),
    version int NOT NULL,
    PRIMARY KEY (branch_id, id),
    UNIQUE (branch_id, request_id, message_id, item),
    FOREIGN KEY (branch_id, family_id) REFERENCES families (branch_id, id),
    FOREIGN KEY (branch_id, request_id) REFERENCES requests (branch_id, id),
    FOREIGN KEY (branch_id, message_id) REFERENCES messages (branch_id, id)
  );
  CREATE INDEX checklist_marks_family ON checklist_marks (branch_id, family_id);
`;

const MOVING = `
  CREATE POLICY checklist_marks_gateway ON checklist_marks AS PERMISSIVE FOR ALL TO otzyv_gateway
    USING (true) WITH CHECK (true);
  GRANT SELECT (branch_id, request_id), UPDATE (family_id) ON checklist_marks TO otzyv_gateway;
  -- Whoever gives a request to another family, a merge or its undoing, gives its marks with it.
  CREATE FUNCTION move_checklist_marks() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    UPDATE checklist_marks SET family_id = NEW.family_id WHERE branch_id = NEW.branch_id AND request_id = NEW.id;
    RETURN NULL;
  END $$;
  ALTER FUNCTION move_checklist_marks() OWNER TO otzyv_gateway;
  REVOKE ALL ON FUNCTION move_checklist_marks() FROM PUBLIC;
  CREATE TRIGGER requests_move_marks AFTER UPDATE OF family_id ON requests FOR EACH ROW
    WHEN (OLD.family_id <> NEW.family_id) EXECUTE FUNCTION move_checklist_marks();
`;

const NOTICES = `
  -- A notice on paper, of a body that writes no mails.
  ALTER TABLE deadlines ADD COLUMN extension_file_id uuid;
  ALTER TABLE deadlines ADD FOREIGN KEY (branch_id, extension_file_id) REFERENCES files (branch_id, id);
`;

const FOLLOWING = `
  -- The clock knows weekends and decrees, the day that was written down with the withdrawal does not. Also when a later
  -- calendar moves the clock: each row that takes another's place tells the consent.
  CREATE FUNCTION consent_follows_duty() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    UPDATE processing_consents c SET destroy_by = NEW.due_on FROM our_duties d
      WHERE d.branch_id = NEW.branch_id AND d.id = NEW.subject_id AND c.branch_id = d.branch_id AND c.id = d.consent_id
        AND c.destroy_by <> NEW.due_on;
    RETURN NULL;
  END $$;
  CREATE TRIGGER deadlines_move_consent AFTER INSERT ON deadlines
    FOR EACH ROW WHEN (NEW.subject_type = 'duty' AND NEW.status = 'armed') EXECUTE FUNCTION consent_follows_duty();
`;
