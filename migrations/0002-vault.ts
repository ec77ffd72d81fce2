import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch } from './tenant-table.ts';

/** The wrapped keys of branches and families. Destroying a family's key is how its data are erased. */
export class Vault1700000000002 implements MigrationInterface {
  name = 'Vault1700000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE vault_keys (
        branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
        id uuid NOT NULL,
        family_id uuid,
        generation integer NOT NULL CHECK (generation > 0),
        wrapped bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        destroyed_at timestamptz,
        PRIMARY KEY (branch_id, id),
        -- The branch's own key has no family, and there too a generation is made once only.
        UNIQUE NULLS NOT DISTINCT (branch_id, family_id, generation),
        CHECK ((destroyed_at IS NULL) = (octet_length(wrapped) > 0))
      );
      ${underBranch('vault_keys', 'SELECT, INSERT, UPDATE (wrapped, destroyed_at)')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE vault_keys');
  }
}
