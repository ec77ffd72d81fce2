import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch, underFamily } from './tenant-table.ts';

/** Exports, holds and erasures of families; what anchoring the audit log outside the database has to read. */
export class Erasure1700000000017 implements MigrationInterface {
  name = 'Erasure1700000000017';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ANCHORING);
    await runner.query(TABLES);
    for (const table of ['legal_holds', 'family_exports'] as const) {
      await runner.query(underBranch(table, 'SELECT, INSERT, UPDATE') + underFamily(table));
    }
    await runner.query(underBranch('erasures', 'SELECT, INSERT, UPDATE') + underFamily('erasures'));
    await runner.query(`
      ALTER TABLE families ADD COLUMN erased_at timestamptz;
      -- An erasure empties what is sealed; everything else of these tables stays out of the application's reach.
      GRANT UPDATE (reason_sealed) ON sealed_families TO otzyv_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      REVOKE UPDATE (reason_sealed) ON sealed_families FROM otzyv_app;
      ALTER TABLE families DROP COLUMN erased_at;
      DROP TABLE erasures, family_exports, legal_holds;
      DROP FUNCTION all_audit_heads();
      DROP POLICY audit_heads_anchor ON audit_heads;
    `);
  }
}

const ANCHORING = `
  CREATE POLICY audit_heads_anchor ON audit_heads AS PERMISSIVE FOR SELECT TO otzyv_gateway USING (true);
  CREATE FUNCTION all_audit_heads() RETURNS TABLE (branch_id uuid, last_number bigint, last_hash bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT branch_id, last_number, last_hash FROM audit_heads ORDER BY branch_id $$;
  ALTER FUNCTION all_audit_heads() OWNER TO otzyv_gateway;
  REVOKE ALL ON FUNCTION all_audit_heads() FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION all_audit_heads() TO otzyv_app;
`;

const TABLES = `
  -- While one stands, nothing of the family is destroyed: a dispute needs it.
  CREATE TABLE legal_holds (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    id uuid NOT NULL,
    family_id uuid NOT NULL,
    reason_sealed bytea NOT NULL,
    placed_by uuid NOT NULL,
    placed_at timestamptz NOT NULL DEFAULT app_now(),
    lifted_by uuid,
    lifted_at timestamptz,
    PRIMARY KEY (branch_id, id),
    FOREIGN KEY (branch_id, family_id) REFERENCES families (branch_id, id),
    CHECK ((lifted_by IS NULL) = (lifted_at IS NULL))
  );
  CREATE UNIQUE INDEX legal_holds_standing ON legal_holds (branch_id, family_id) WHERE lifted_at IS NULL;

  CREATE TABLE family_exports (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    id uuid NOT NULL,
    family_id uuid NOT NULL,
    file_id uuid,
    requested_by uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT app_now(),
    finished_at timestamptz,
    PRIMARY KEY (branch_id, id),
    FOREIGN KEY (branch_id, family_id) REFERENCES families (branch_id, id),
    FOREIGN KEY (branch_id, file_id) REFERENCES files (branch_id, id),
    CHECK ((file_id IS NULL) = (finished_at IS NULL))
  );
  CREATE INDEX family_exports_family ON family_exports (branch_id, family_id, created_at);

  -- Stays when everything else is gone. Act and log lie under the branch's key and are kept for three years.
  CREATE TABLE erasures (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    id uuid NOT NULL,
    family_id uuid NOT NULL,
    requested_by text NOT NULL CHECK (requested_by IN ('guardian', 'retention', 'association', 'court')),
    reason_sealed bytea NOT NULL,
    stage text NOT NULL DEFAULT 'requested' CHECK (stage IN ('requested', 'destroyed', 'completed')),
    ordered_by uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT app_now(),
    destroyed_at timestamptz,
    completed_at timestamptz,
    counts jsonb,
    act_file_id uuid,
    log_file_id uuid,
    keep_until date,
    PRIMARY KEY (branch_id, id),
    UNIQUE (branch_id, family_id),
    FOREIGN KEY (branch_id, family_id) REFERENCES families (branch_id, id),
    FOREIGN KEY (branch_id, act_file_id) REFERENCES files (branch_id, id),
    FOREIGN KEY (branch_id, log_file_id) REFERENCES files (branch_id, id),
    CHECK ((stage = 'requested') = (destroyed_at IS NULL)),
    CHECK (stage = 'requested' OR (act_file_id IS NOT NULL AND log_file_id IS NOT NULL AND keep_until IS NOT NULL))
  );
`;
