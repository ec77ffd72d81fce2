import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch, underFamily } from './tenant-table.ts';

/** Tables of families and schools that go out as files, made by a job and destroyed some days later. */
export class TableExports1700000000031 implements MigrationInterface {
  name = 'TableExports1700000000031';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE table_exports (
        branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
        id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('families', 'schools')),
        format text NOT NULL CHECK (format IN ('csv', 'xlsx', 'json')),
        -- Ids and codes only.
        filters jsonb NOT NULL,
        status text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'done', 'failed')),
        rows_total int NOT NULL DEFAULT 0,
        rows_done int NOT NULL DEFAULT 0,
        error_code text CHECK (error_code ~ '^[A-Za-z0-9_.:-]{1,120}$'),
        file_id uuid,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        created_by uuid NOT NULL,
        finished_at timestamptz,
        destroy_after timestamptz NOT NULL,
        destroyed_at timestamptz,
        PRIMARY KEY (branch_id, id),
        FOREIGN KEY (branch_id, file_id) REFERENCES files (branch_id, id)
      );
      CREATE INDEX table_exports_created ON table_exports (branch_id, created_at, id);
      ${underBranch('table_exports', 'SELECT, INSERT, UPDATE')}

      -- Chosen in the name of the person who ordered it: a job sees more than people do, and must show nobody more.
      CREATE TABLE table_export_families (
        branch_id uuid NOT NULL DEFAULT current_branch(),
        export_id uuid NOT NULL,
        family_id uuid NOT NULL,
        number bigint NOT NULL,
        PRIMARY KEY (branch_id, export_id, number),
        FOREIGN KEY (branch_id, export_id) REFERENCES table_exports (branch_id, id),
        FOREIGN KEY (branch_id, family_id) REFERENCES families (branch_id, id) ON DELETE CASCADE
      );
      CREATE INDEX table_export_families_family ON table_export_families (branch_id, family_id);
      ${underBranch('table_export_families', 'SELECT, INSERT, DELETE')}
      ${underFamily('table_export_families')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE table_export_families, table_exports');
  }
}
