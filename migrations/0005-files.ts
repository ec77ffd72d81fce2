import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch } from './tenant-table.ts';

/** What each stored file was when it came in. The family policy follows where families are made. */
export class Files1700000000005 implements MigrationInterface {
  name = 'Files1700000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE files (
        branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
        id uuid NOT NULL,
        family_id uuid,
        purpose text NOT NULL CHECK (purpose ~ '^[a-z][a-z0-9.-]{0,59}$'),
        -- Of the content as it came in: this is what evidence refers to.
        sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
        size bigint NOT NULL CHECK (size > 0),
        media_type text NOT NULL,
        name_sealed bytea NOT NULL,
        stored_as text NOT NULL CHECK (stored_as ~ '^[0-9a-f]{64}$'),
        status text NOT NULL DEFAULT 'clean' CHECK (status IN ('clean', 'quarantined')),
        scan text NOT NULL DEFAULT 'not-configured' CHECK (scan IN ('not-configured', 'passed', 'found')),
        created_at timestamptz NOT NULL DEFAULT app_now(),
        created_by_kind text NOT NULL CHECK (created_by_kind IN ('person', 'job')),
        -- The person, or the outbox row of the job.
        created_by uuid NOT NULL,
        PRIMARY KEY (branch_id, id)
      );
      CREATE INDEX files_family ON files (branch_id, family_id);
      ${underBranch('files', 'SELECT, INSERT, UPDATE (status, scan)')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE files');
  }
}
