import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch, underFamily } from './tenant-table.ts';

/** The rungs of the ladder that were opened for a request. */
export class Escalations1700000000011 implements MigrationInterface {
  name = 'Escalations1700000000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE escalations (
        branch_id uuid NOT NULL DEFAULT current_branch(),
        id uuid NOT NULL,
        request_id uuid NOT NULL,
        family_id uuid NOT NULL,
        step text NOT NULL,
        reason text NOT NULL CHECK (reason IN ('deadline_passed', 'refused_unreasoned')),
        authority_id uuid REFERENCES authorities (id),
        stage text NOT NULL DEFAULT 'opened'
          CHECK (stage IN ('opened', 'drafted', 'approved', 'filed', 'answered', 'closed')),
        thread_id uuid,
        letter_id uuid,
        pack_file_id uuid,
        -- What the draft rests on: drafting again from the same facts changes nothing.
        draft_basis bytea,
        prepared_by uuid NOT NULL,
        approved_by uuid,
        approved_at timestamptz,
        filed_by uuid,
        filed_at timestamptz,
        filing_message_id uuid,
        version int NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        PRIMARY KEY (branch_id, id),
        UNIQUE (branch_id, request_id, step),
        FOREIGN KEY (branch_id, request_id) REFERENCES requests (branch_id, id),
        FOREIGN KEY (branch_id, family_id) REFERENCES families (branch_id, id),
        FOREIGN KEY (branch_id, thread_id) REFERENCES threads (branch_id, id),
        FOREIGN KEY (branch_id, letter_id) REFERENCES letters (branch_id, id),
        FOREIGN KEY (branch_id, pack_file_id) REFERENCES files (branch_id, id),
        FOREIGN KEY (branch_id, filing_message_id) REFERENCES messages (branch_id, id),
        CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
        CONSTRAINT escalations_second_person CHECK (approved_by IS NULL OR approved_by <> prepared_by),
        CHECK (stage IN ('opened', 'drafted') OR approved_by IS NOT NULL)
      );
      CREATE INDEX escalations_created ON escalations (branch_id, created_at, id);
      CREATE INDEX escalations_family ON escalations (branch_id, family_id);
      ${underBranch('escalations', 'SELECT, INSERT, UPDATE')}
      ${underFamily('escalations')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE escalations');
  }
}
