import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch } from './tenant-table.ts';

/** What a region or a school says otherwise about an information system, and corrections that wait for a coordinator. */
export class DirectoryLocalFacts1700000000027 implements MigrationInterface {
  name = 'DirectoryLocalFacts1700000000027';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SYSTEM_FACTS);
    await runner.query(PROPOSALS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE authority_proposals, system_facts');
  }
}

/** As the directory's own entries: a branch keeps its region, the administrator of an association what nobody else keeps. */
const KEPT = `region_code = (SELECT current_region()) OR ((SELECT my_role()) = 'association_admin'
  AND region_code NOT IN (SELECT regions_of_other_associations()))`;

const SYSTEM_FACTS = `
  -- The catalogue itself is data of the program; this says what a region (no school) or one school has otherwise.
  CREATE TABLE system_facts (
    id uuid PRIMARY KEY,
    system_code text NOT NULL,
    region_code text NOT NULL,
    authority_id uuid REFERENCES authorities (id),
    basis text CHECK (basis IN ('law', 'law_partial', 'consent', 'contract', 'mixed', 'unclear')),
    act text,
    local_name text,
    operator_id uuid REFERENCES authorities (id),
    in_use boolean NOT NULL,
    note text,
    source text NOT NULL,
    confidence text NOT NULL CHECK (confidence IN ('V', 'V2', 'K', 'K-', 'U')),
    branch_id uuid NOT NULL DEFAULT current_branch(),
    branch_name text NOT NULL DEFAULT branch_name_now(),
    version int NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT app_now(),
    updated_at timestamptz NOT NULL DEFAULT app_now()
  );
  CREATE UNIQUE INDEX system_facts_one ON system_facts (system_code, region_code, authority_id) NULLS NOT DISTINCT;
  CREATE INDEX system_facts_region ON system_facts (region_code, id);
  CREATE INDEX system_facts_authority ON system_facts (authority_id) WHERE authority_id IS NOT NULL;
  ALTER TABLE system_facts ENABLE ROW LEVEL SECURITY;
  ALTER TABLE system_facts FORCE ROW LEVEL SECURITY;
  CREATE POLICY system_facts_read ON system_facts FOR SELECT TO otzyv_app USING (true);
  CREATE POLICY system_facts_add ON system_facts FOR INSERT TO otzyv_app
    WITH CHECK ((${KEPT}) AND branch_id = (SELECT current_branch()));
  CREATE POLICY system_facts_change ON system_facts FOR UPDATE TO otzyv_app USING (${KEPT}) WITH CHECK (${KEPT});
  CREATE POLICY system_facts_drop ON system_facts FOR DELETE TO otzyv_app USING (${KEPT});
  GRANT SELECT, INSERT, UPDATE, DELETE ON system_facts TO otzyv_app;
`;

const PROPOSALS = `
  CREATE TABLE authority_proposals (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    id uuid NOT NULL,
    authority_id uuid NOT NULL REFERENCES authorities (id),
    -- The version that the person had before them.
    seen_version int NOT NULL,
    changes jsonb NOT NULL,
    source text NOT NULL,
    reason text,
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'applied', 'declined')),
    proposed_by uuid NOT NULL REFERENCES people (id),
    decided_by uuid REFERENCES people (id),
    decided_at timestamptz,
    decision_reason text,
    version int NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT app_now(),
    PRIMARY KEY (branch_id, id),
    CHECK ((state = 'open') = (decided_by IS NULL))
  );
  CREATE INDEX authority_proposals_state ON authority_proposals (branch_id, state, created_at, id);
  ${underBranch('authority_proposals', 'SELECT, INSERT, UPDATE')}
`;
