import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch, underFamily } from './tenant-table.ts';

const FAMILY_TABLES = ['guardians', 'children', 'enrolments', 'consents', 'mandates'] as const;

/** Families and all that hangs from them; who of a branch may see which family. */
export class Families1700000000008 implements MigrationInterface {
  name = 'Families1700000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ACCESS);
    await runner.query(FAMILIES);
    await runner.query(underFamily('families', 'id'));
    for (const table of FAMILY_TABLES) await runner.query(underBranch(table) + underFamily(table));
    // Files came before families; what hangs from a family follows its rule from now on.
    await runner.query(underFamily('files'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP POLICY files_family ON files;
      DROP TABLE mandates, consents, enrolments, children, guardians, families CASCADE;
      DROP VIEW my_assigned_families;
      DROP TABLE family_assignments, sealed_families, branch_counters;
      DROP FUNCTION next_number(text);
    `);
  }
}

/** SQL that keeps those who see assigned families only from widening what they see. */
const onlyBranchWide = (table: string) =>
  (['INSERT', 'UPDATE', 'DELETE'] as const)
    .map((command) => {
      const rule = `((SELECT current_reach()) IN ('branch', 'job'))`;
      const clause = command === 'INSERT' ? `WITH CHECK ${rule}` : `USING ${rule}`;
      return `CREATE POLICY ${table}_${command.toLowerCase()} ON ${table} AS RESTRICTIVE FOR ${command} TO otzyv_app ${clause};`;
    })
    .join('\n');

const ACCESS = `
  -- Numbers that people say aloud; one row per branch and series, locked for the rest of the transaction.
  CREATE TABLE branch_counters (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    series text NOT NULL,
    last_number bigint NOT NULL,
    PRIMARY KEY (branch_id, series)
  );
  ${underBranch('branch_counters', 'SELECT, INSERT, UPDATE')}
  CREATE FUNCTION next_number(p_series text) RETURNS bigint LANGUAGE sql AS $$
    INSERT INTO public.branch_counters AS c (series, last_number) VALUES (p_series, 1)
      ON CONFLICT (branch_id, series) DO UPDATE SET last_number = c.last_number + 1 RETURNING last_number $$;

  CREATE TABLE sealed_families (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    family_id uuid NOT NULL,
    reason_sealed bytea NOT NULL,
    sealed_by uuid NOT NULL,
    sealed_at timestamptz NOT NULL DEFAULT app_now(),
    PRIMARY KEY (branch_id, family_id)
  );
  ${underBranch('sealed_families', 'SELECT, INSERT, DELETE')}
  ${onlyBranchWide('sealed_families')}
  CREATE TABLE family_assignments (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    id uuid NOT NULL,
    family_id uuid NOT NULL,
    person_id uuid NOT NULL REFERENCES people (id),
    reason_sealed bytea NOT NULL,
    assigned_by uuid NOT NULL,
    assigned_at timestamptz NOT NULL DEFAULT app_now(),
    ends_at timestamptz,
    ended_at timestamptz,
    PRIMARY KEY (branch_id, id)
  );
  CREATE UNIQUE INDEX family_assignments_live ON family_assignments (branch_id, person_id, family_id)
    WHERE ended_at IS NULL;
  CREATE INDEX family_assignments_family ON family_assignments (branch_id, family_id);
  ${underBranch('family_assignments', 'SELECT, INSERT, UPDATE')}
  ${onlyBranchWide('family_assignments')}
  -- Whoever sees assigned families only learns of no other family and of nobody else's assignment.
  CREATE POLICY family_assignments_own ON family_assignments AS RESTRICTIVE FOR SELECT TO otzyv_app
    USING ((SELECT current_reach()) IN ('branch', 'job') OR person_id = (SELECT current_person()));
  CREATE VIEW my_assigned_families WITH (security_invoker = true) AS
    SELECT family_id FROM family_assignments
    WHERE branch_id = (SELECT current_branch()) AND person_id = (SELECT current_person())
      AND ended_at IS NULL AND (ends_at IS NULL OR ends_at > (SELECT app_now()));
  GRANT SELECT ON my_assigned_families TO otzyv_app;
`;

const FAMILIES = `
  CREATE TABLE families (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    id uuid NOT NULL,
    number bigint NOT NULL,
    initials_sealed bytea NOT NULL,
    data_source text NOT NULL,
    status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'closed')),
    version int NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT app_now(),
    created_by uuid NOT NULL,
    PRIMARY KEY (branch_id, id),
    UNIQUE (branch_id, number)
  );
  CREATE INDEX families_created ON families (branch_id, created_at, id);
  ${underBranch('families')}
  ALTER TABLE sealed_families ADD FOREIGN KEY (branch_id, family_id) REFERENCES families (branch_id, id);
  ALTER TABLE family_assignments ADD FOREIGN KEY (branch_id, family_id) REFERENCES families (branch_id, id);

  -- personal_sealed: one JSON document per row under the family's key; what is in it stands in the contract.
  CREATE TABLE guardians (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    id uuid NOT NULL,
    family_id uuid NOT NULL,
    relation text NOT NULL CHECK (relation IN ('parent', 'adopter', 'guardian', 'trustee')),
    gender text NOT NULL CHECK (gender IN ('male', 'female')),
    personal_sealed bytea NOT NULL,
    phone_index bytea,
    email_index bytea,
    version int NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT app_now(),
    PRIMARY KEY (branch_id, id),
    UNIQUE (branch_id, family_id, id),
    FOREIGN KEY (branch_id, family_id) REFERENCES families (branch_id, id)
  );
  CREATE INDEX guardians_phone ON guardians (branch_id, phone_index);
  CREATE INDEX guardians_email ON guardians (branch_id, email_index);

  CREATE TABLE children (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    id uuid NOT NULL,
    family_id uuid NOT NULL,
    gender text NOT NULL CHECK (gender IN ('male', 'female')),
    personal_sealed bytea NOT NULL,
    version int NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT app_now(),
    PRIMARY KEY (branch_id, id),
    UNIQUE (branch_id, family_id, id),
    FOREIGN KEY (branch_id, family_id) REFERENCES families (branch_id, id)
  );

  CREATE TABLE enrolments (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    id uuid NOT NULL,
    family_id uuid NOT NULL,
    child_id uuid NOT NULL,
    authority_id uuid NOT NULL REFERENCES authorities (id),
    class_label text NOT NULL,
    from_day date NOT NULL,
    to_day date,
    PRIMARY KEY (branch_id, id),
    -- The part must belong to the same family, or the family policy would guard the wrong one.
    FOREIGN KEY (branch_id, family_id, child_id) REFERENCES children (branch_id, family_id, id)
  );
  CREATE INDEX enrolments_authority ON enrolments (branch_id, authority_id);
  CREATE INDEX enrolments_child ON enrolments (branch_id, family_id, child_id);

  CREATE TABLE consents (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    id uuid NOT NULL,
    family_id uuid NOT NULL,
    child_id uuid NOT NULL,
    authority_id uuid NOT NULL REFERENCES authorities (id),
    system_code text,
    given_on date,
    file_id uuid,
    PRIMARY KEY (branch_id, id),
    FOREIGN KEY (branch_id, family_id, child_id) REFERENCES children (branch_id, family_id, id),
    FOREIGN KEY (branch_id, file_id) REFERENCES files (branch_id, id)
  );
  CREATE INDEX consents_family ON consents (branch_id, family_id);

  CREATE TABLE mandates (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    id uuid NOT NULL,
    family_id uuid NOT NULL,
    guardian_id uuid NOT NULL,
    scope text NOT NULL CHECK (scope IN ('help', 'submit', 'represent')),
    signed_on date NOT NULL,
    expires_on date,
    revoked_on date,
    file_id uuid,
    PRIMARY KEY (branch_id, id),
    FOREIGN KEY (branch_id, family_id, guardian_id) REFERENCES guardians (branch_id, family_id, id),
    FOREIGN KEY (branch_id, file_id) REFERENCES files (branch_id, id)
  );
  CREATE INDEX mandates_family ON mandates (branch_id, family_id);
`;
