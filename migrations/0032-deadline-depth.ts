import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Deadlines that say what they were computed from and what they replace; calendars and rules that are loaded. */
export class DeadlineDepth1700000000032 implements MigrationInterface {
  name = 'DeadlineDepth1700000000032';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(INPUTS);
    await runner.query(EDITIONS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE rule_versions, calendar_editions;
      DROP INDEX deadlines_open;
      ALTER TABLE deadlines DROP COLUMN region_code, DROP COLUMN started_at, DROP COLUMN extension_amount,
        DROP COLUMN extension_reason, DROP COLUMN extension_message_id, DROP COLUMN supersedes, DROP COLUMN change;
    `);
  }
}

const INPUTS = `
  ALTER TABLE deadlines
    -- Whose holidays and working week count, where the calendar says that a region counts otherwise.
    ADD COLUMN region_code text,
    -- The moment of the event, for terms in hours.
    ADD COLUMN started_at timestamptz,
    ADD COLUMN extension_amount int CHECK (extension_amount > 0),
    -- A code of the law data, never a sentence.
    ADD COLUMN extension_reason text CHECK (extension_reason ~ '^[a-z_]{1,40}$'),
    ADD COLUMN extension_message_id uuid,
    ADD COLUMN supersedes uuid,
    ADD COLUMN change text CHECK (change IN ('better_start', 'extension', 'calendar', 'rule')),
    ADD FOREIGN KEY (branch_id, extension_message_id) REFERENCES messages (branch_id, id),
    ADD FOREIGN KEY (branch_id, supersedes) REFERENCES deadlines (branch_id, id),
    ADD CHECK ((supersedes IS NULL) = (change IS NULL));
  UPDATE deadlines d SET region_code = a.region_code FROM requests r JOIN authorities a ON a.id = r.authority_id
    WHERE d.subject_type = 'request' AND r.branch_id = d.branch_id AND r.id = d.subject_id;
  CREATE INDEX deadlines_open ON deadlines (branch_id, id) WHERE status = 'armed' AND announced_at IS NULL;
`;

const EDITIONS = `
  -- Laid over the calendar that ships with the program; the one applied last is in force. Written by the owner only.
  CREATE TABLE calendar_editions (
    version text PRIMARY KEY CHECK (version ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$'),
    data jsonb NOT NULL,
    loaded_at timestamptz NOT NULL DEFAULT app_now(),
    applied_at timestamptz
  );
  CREATE TABLE rule_versions (
    id text NOT NULL,
    version int NOT NULL,
    content jsonb NOT NULL,
    loaded_at timestamptz NOT NULL DEFAULT app_now(),
    PRIMARY KEY (id, version)
  );
  GRANT SELECT ON calendar_editions, rule_versions TO otzyv_app;
`;
