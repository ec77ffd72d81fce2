import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Requests that came back unconsidered or were passed on to another operator, and what follows them. */
export class RequestSideDoors1700000000034 implements MigrationInterface {
  name = 'RequestSideDoors1700000000034';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE requests DROP CONSTRAINT requests_stage_check;
      ALTER TABLE requests ADD CONSTRAINT requests_stage_check CHECK (stage IN
        ('draft', 'ready', 'submitted', 'received', 'answered', 'closed', 'withdrawn', 'returned', 'transferred'));
      ALTER TABLE requests
        -- Why it left the straight way, in the words of request-state, and the message or filing that shows it.
        ADD COLUMN departure_reason text,
        ADD COLUMN departure_message_id uuid,
        ADD COLUMN transferred_from uuid,
        ADD FOREIGN KEY (branch_id, departure_message_id) REFERENCES messages (branch_id, id),
        ADD FOREIGN KEY (branch_id, transferred_from) REFERENCES requests (branch_id, id);
      CREATE INDEX requests_transferred_from ON requests (branch_id, transferred_from) WHERE transferred_from IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE requests DROP COLUMN departure_reason, DROP COLUMN departure_message_id, DROP COLUMN transferred_from;
      ALTER TABLE requests DROP CONSTRAINT requests_stage_check;
      ALTER TABLE requests ADD CONSTRAINT requests_stage_check CHECK (stage IN
        ('draft', 'ready', 'submitted', 'received', 'answered', 'closed', 'withdrawn'));
    `);
  }
}
