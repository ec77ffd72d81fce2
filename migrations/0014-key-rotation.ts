import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What an exchange of keys needs to be taken up again where it was killed: which one runs, which keys it made, and under
 * which generation each box lies. The boxes themselves say how far it is.
 */
export class KeyRotation1700000000014 implements MigrationInterface {
  name = 'KeyRotation1700000000014';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Written by the administrator's command only; no runtime role has a grant.
      CREATE TABLE key_rotations (
        branch_id uuid NOT NULL REFERENCES branches (id),
        id uuid NOT NULL,
        families boolean NOT NULL,
        started_at timestamptz NOT NULL DEFAULT now(),
        finished_at timestamptz,
        PRIMARY KEY (branch_id, id)
      );
      CREATE UNIQUE INDEX key_rotations_running ON key_rotations (branch_id) WHERE finished_at IS NULL;
      ALTER TABLE key_rotations ENABLE ROW LEVEL SECURITY;
      ALTER TABLE key_rotations FORCE ROW LEVEL SECURITY;
      CREATE POLICY key_rotations_branch ON key_rotations AS RESTRICTIVE FOR ALL TO otzyv_app
        USING (branch_id = (SELECT current_branch())) WITH CHECK (branch_id = (SELECT current_branch()));
      ALTER TABLE vault_keys ADD COLUMN rotation_id uuid;

      -- A box starts with its format (1 byte) and the generation of the key that sealed it (4 bytes).
      CREATE FUNCTION sealed_generation(box bytea) RETURNS int LANGUAGE sql IMMUTABLE
        AS $$ SELECT ('x' || encode(substring(box FROM 2 FOR 4), 'hex'))::bit(32)::int $$;

      ALTER TABLE files ADD COLUMN content_generation int NOT NULL DEFAULT 1 CHECK (content_generation > 0);
      -- Set when the family was erased: the row stays as a tombstone, name and content are gone.
      ALTER TABLE files ADD COLUMN erased_at timestamptz;
      GRANT UPDATE (name_sealed, erased_at) ON files TO otzyv_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      REVOKE UPDATE (name_sealed, erased_at) ON files FROM otzyv_app;
      ALTER TABLE files DROP COLUMN erased_at, DROP COLUMN content_generation;
      DROP FUNCTION sealed_generation(bytea);
      ALTER TABLE vault_keys DROP COLUMN rotation_id;
      DROP TABLE key_rotations;
    `);
  }
}
