import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Wordings of letters that lawyers write: versions of an association, with overrides of a branch. */
export class LetterTemplates1700000000058 implements MigrationInterface {
  name = 'LetterTemplates1700000000058';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE letter_templates (
        id uuid PRIMARY KEY,
        association_id uuid NOT NULL DEFAULT current_association() REFERENCES associations (id),
        -- Null: for all branches of the association. No foreign key: the policy admits the entered branch only.
        only_for_branch uuid,
        kind text NOT NULL,
        number int NOT NULL,
        wording text NOT NULL CHECK (length(wording) <= 100000),
        blocks jsonb NOT NULL DEFAULT '[]',
        note text NOT NULL DEFAULT '',
        state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'approved', 'withdrawn')),
        created_by uuid NOT NULL REFERENCES people (id),
        created_at timestamptz NOT NULL DEFAULT app_now(),
        approved_by uuid REFERENCES people (id),
        approved_at timestamptz,
        withdrawn_by uuid REFERENCES people (id),
        withdrawn_at timestamptz,
        version int NOT NULL DEFAULT 1,
        UNIQUE NULLS NOT DISTINCT (association_id, only_for_branch, kind, number),
        CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
        CHECK (state <> 'approved' OR approved_by IS NOT NULL),
        CONSTRAINT letter_templates_second_person CHECK (approved_by IS NULL OR approved_by <> created_by)
      );
      -- One wording of a kind is in use at a time, for the association and for each branch.
      CREATE UNIQUE INDEX letter_templates_in_use ON letter_templates (association_id, only_for_branch, kind)
        NULLS NOT DISTINCT WHERE state = 'approved';
      ALTER TABLE letter_templates ENABLE ROW LEVEL SECURITY;
      ALTER TABLE letter_templates FORCE ROW LEVEL SECURITY;
      CREATE POLICY letter_templates_association ON letter_templates FOR ALL TO otzyv_app
        USING (association_id = (SELECT current_association())
          AND (only_for_branch IS NULL OR only_for_branch = (SELECT current_branch())))
        WITH CHECK (association_id = (SELECT current_association())
          AND (only_for_branch IS NULL OR only_for_branch = (SELECT current_branch())));
      -- What was written stays as it was written: only what became of it may change.
      GRANT SELECT, INSERT,
        UPDATE (state, approved_by, approved_at, withdrawn_by, withdrawn_at, version) ON letter_templates TO otzyv_app;

      -- From which wording a letter was set; null: the one that ships with the program, told by the digest.
      ALTER TABLE letters
        ADD COLUMN template_id uuid REFERENCES letter_templates (id),
        ADD COLUMN wording_sha256 bytea;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE letters DROP COLUMN wording_sha256, DROP COLUMN template_id;
      DROP TABLE letter_templates;
    `);
  }
}
