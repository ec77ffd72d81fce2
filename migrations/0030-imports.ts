import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch, underFamily } from './tenant-table.ts';

/** Tables of families and schools that came as files: what was in them by line, and what became of each line. */
export class Imports1700000000030 implements MigrationInterface {
  name = 'Imports1700000000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(IMPORTS);
    await runner.query(SUBJECTS);
    await runner.query(ROWS);
    await runner.query(REMOVING);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE authority_corrections DROP CONSTRAINT authority_corrections_authority_id_fkey,
        ADD CONSTRAINT authority_corrections_authority_id_fkey FOREIGN KEY (authority_id) REFERENCES authorities (id);
      DROP POLICY authorities_delete ON authorities;
      REVOKE DELETE ON authorities FROM otzyv_app;
      DROP TABLE import_rows, import_subjects, import_schools, imports;
    `);
  }
}

const IMPORTS = `
  CREATE TABLE imports (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('families', 'schools')),
    status text NOT NULL DEFAULT 'checking' CHECK (status IN
      ('checking', 'ready', 'running', 'paused', 'done', 'cancelled', 'failed', 'undoing', 'undone')),
    -- Where the data come from, as a code: nobody may bring in people without saying it.
    source text NOT NULL,
    file_id uuid NOT NULL,
    -- What was found in the file, and what a person chose; both may quote it, so they lie under the key of the branch.
    shape_sealed bytea NOT NULL,
    settings_sealed bytea NOT NULL,
    -- Rows below the header; known once the file was checked.
    rows_total int,
    rows_done int NOT NULL DEFAULT 0,
    -- The last line that is accounted for.
    position int NOT NULL DEFAULT 0,
    tally jsonb NOT NULL DEFAULT '{}',
    run int NOT NULL DEFAULT 0,
    version int NOT NULL DEFAULT 1,
    error_code text CHECK (error_code ~ '^[A-Za-z0-9_.:-]{1,120}$'),
    created_at timestamptz NOT NULL DEFAULT app_now(),
    created_by uuid NOT NULL,
    started_at timestamptz,
    finished_at timestamptz,
    destroy_after timestamptz NOT NULL,
    destroyed_at timestamptz,
    PRIMARY KEY (branch_id, id),
    FOREIGN KEY (branch_id, file_id) REFERENCES files (branch_id, id)
  );
  CREATE INDEX imports_created ON imports (branch_id, created_at, id);
  ${underBranch('imports')}

  -- Each school of the file once, so that a person decides about it once.
  CREATE TABLE import_schools (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    id uuid NOT NULL,
    import_id uuid NOT NULL,
    text_hash bytea NOT NULL,
    name_sealed bytea NOT NULL,
    decision text NOT NULL CHECK (decision IN ('matched', 'doubt', 'unknown', 'chosen', 'none')),
    authority_id uuid REFERENCES authorities (id) ON DELETE SET NULL,
    candidates uuid[] NOT NULL DEFAULT '{}',
    rows int NOT NULL DEFAULT 0,
    PRIMARY KEY (branch_id, id),
    UNIQUE (branch_id, import_id, text_hash),
    FOREIGN KEY (branch_id, import_id) REFERENCES imports (branch_id, id)
  );
  ${underBranch('import_schools')}
`;

const SUBJECTS = `
  -- What an import made or changed, with the version it left behind: an undo takes back only what nobody touched since.
  CREATE TABLE import_subjects (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    id uuid NOT NULL,
    import_id uuid NOT NULL,
    family_id uuid,
    authority_id uuid REFERENCES authorities (id) ON DELETE SET NULL,
    number bigint,
    action text NOT NULL CHECK (action IN ('created', 'updated', 'known')),
    subject_version int NOT NULL,
    undone text CHECK (undone IN ('removed', 'touched', 'in-use', 'kept')),
    PRIMARY KEY (branch_id, id),
    FOREIGN KEY (branch_id, import_id) REFERENCES imports (branch_id, id),
    FOREIGN KEY (branch_id, family_id) REFERENCES families (branch_id, id) ON DELETE SET NULL (family_id)
  );
  CREATE INDEX import_subjects_import ON import_subjects (branch_id, import_id, id);
  CREATE INDEX import_subjects_family ON import_subjects (branch_id, family_id);
  CREATE INDEX import_subjects_authority ON import_subjects (authority_id);
  ${underBranch('import_subjects')}
  ${underFamily('import_subjects')}
`;

const ROWS = `
  -- Codes only: what stood in a row is in the file, and goes with it.
  CREATE TABLE import_rows (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    import_id uuid NOT NULL,
    line int NOT NULL,
    -- Before the run: ok, known, doubt, bad. After it: created, updated, unchanged, conflict, doubt, bad.
    result text NOT NULL CHECK (result IN
      ('ok', 'known', 'doubt', 'bad', 'created', 'updated', 'unchanged', 'conflict')),
    reasons text[] NOT NULL DEFAULT '{}',
    subject_id uuid,
    PRIMARY KEY (branch_id, import_id, line),
    FOREIGN KEY (branch_id, import_id) REFERENCES imports (branch_id, id),
    FOREIGN KEY (branch_id, subject_id) REFERENCES import_subjects (branch_id, id)
  );
  CREATE INDEX import_rows_result ON import_rows (branch_id, import_id, result, line);
  ${underBranch('import_rows')}
`;

const REMOVING = `
  -- An undone import takes its schools back; a foreign key keeps every school that anybody uses.
  GRANT DELETE ON authorities TO otzyv_app;
  CREATE POLICY authorities_delete ON authorities FOR DELETE TO otzyv_app
    USING (region_code = (SELECT current_region()) AND (SELECT current_reach()) = 'job');
  -- The history of an entry that nobody used goes with it; what the audit log says stays.
  ALTER TABLE authority_corrections DROP CONSTRAINT authority_corrections_authority_id_fkey,
    ADD CONSTRAINT authority_corrections_authority_id_fkey FOREIGN KEY (authority_id) REFERENCES authorities (id)
      ON DELETE CASCADE;
`;
