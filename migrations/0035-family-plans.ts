import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch, underFamily } from './tenant-table.ts';

/** That an applicant was shown what withdrawing may cost, before requests were drafted. */
export class FamilyPlans1700000000035 implements MigrationInterface {
  name = 'FamilyPlans1700000000035';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE consequence_acknowledgements (
        branch_id uuid NOT NULL DEFAULT current_branch(),
        id uuid NOT NULL,
        family_id uuid NOT NULL,
        guardian_id uuid NOT NULL,
        -- SHA-256 of the plan as it was shown.
        plan_digest bytea NOT NULL CHECK (octet_length(plan_digest) = 32),
        consequences text[] NOT NULL,
        acknowledged_on date NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT app_now(),
        recorded_by uuid NOT NULL,
        PRIMARY KEY (branch_id, id),
        FOREIGN KEY (branch_id, family_id) REFERENCES families (branch_id, id),
        FOREIGN KEY (branch_id, guardian_id) REFERENCES guardians (branch_id, id)
      );
      CREATE INDEX consequence_acknowledgements_family ON consequence_acknowledgements (branch_id, family_id);
    `);
    const table = 'consequence_acknowledgements';
    await runner.query(underBranch(table, 'SELECT, INSERT') + underFamily(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE consequence_acknowledgements');
  }
}
