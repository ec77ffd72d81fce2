import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch, underFamily } from './tenant-table.ts';

/** What the association itself owes as an operator of personal data, with clocks on the same engine. */
export class OurDuties1700000000033 implements MigrationInterface {
  name = 'OurDuties1700000000033';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(underBranch('incidents', 'SELECT, INSERT'));
    await runner.query(underBranch('our_duties', 'SELECT, INSERT, UPDATE') + underFamily('our_duties'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE our_duties, incidents;
      DELETE FROM deadlines WHERE subject_type = 'duty';
      ALTER TABLE deadlines ALTER COLUMN family_id SET NOT NULL;
      ALTER TABLE deadlines DROP CONSTRAINT deadlines_subject_type_check;
      ALTER TABLE deadlines ADD CONSTRAINT deadlines_subject_type_check CHECK (subject_type IN ('request', 'escalation'));
    `);
  }
}

const TABLES = `
  -- A breach is about many families or about nobody in particular.
  ALTER TABLE deadlines ALTER COLUMN family_id DROP NOT NULL;
  ALTER TABLE deadlines DROP CONSTRAINT deadlines_subject_type_check;
  ALTER TABLE deadlines ADD CONSTRAINT deadlines_subject_type_check
    CHECK (subject_type IN ('request', 'escalation', 'duty') AND (family_id IS NOT NULL OR subject_type = 'duty'));

  -- Codes and numbers only: who was touched is found out elsewhere.
  CREATE TABLE incidents (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    id uuid NOT NULL,
    nature text NOT NULL CHECK (nature IN ('unlawful_transfer', 'accidental_transfer', 'unlawful_access', 'loss')),
    data_categories text[] NOT NULL CHECK (cardinality(data_categories) BETWEEN 1 AND 20),
    subjects int NOT NULL CHECK (subjects >= 0),
    detected_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT app_now(),
    recorded_by uuid NOT NULL,
    PRIMARY KEY (branch_id, id)
  );

  CREATE TABLE our_duties (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('breach_notice', 'breach_investigation', 'consent_withdrawn')),
    family_id uuid,
    incident_id uuid,
    consent_id uuid,
    created_at timestamptz NOT NULL DEFAULT app_now(),
    done_at timestamptz,
    done_by uuid,
    version int NOT NULL DEFAULT 1,
    PRIMARY KEY (branch_id, id),
    FOREIGN KEY (branch_id, family_id) REFERENCES families (branch_id, id),
    FOREIGN KEY (branch_id, incident_id) REFERENCES incidents (branch_id, id),
    FOREIGN KEY (branch_id, consent_id) REFERENCES processing_consents (branch_id, id),
    CHECK (num_nonnulls(incident_id, consent_id) = 1),
    CHECK ((family_id IS NULL) = (incident_id IS NOT NULL))
  );
  CREATE INDEX our_duties_created ON our_duties (branch_id, created_at, id);
  CREATE INDEX our_duties_open ON our_duties (branch_id, created_at, id) WHERE done_at IS NULL;
  CREATE INDEX our_duties_family ON our_duties (branch_id, family_id);
  CREATE UNIQUE INDEX our_duties_of_consent ON our_duties (branch_id, consent_id) WHERE consent_id IS NOT NULL;
  CREATE UNIQUE INDEX our_duties_of_incident ON our_duties (branch_id, incident_id, kind) WHERE incident_id IS NOT NULL;
`;
