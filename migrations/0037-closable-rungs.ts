import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A rung may be closed before anybody approved it; what goes out still needs the second person. */
export class ClosableRungs1700000000037 implements MigrationInterface {
  name = 'ClosableRungs1700000000037';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE escalations DROP CONSTRAINT escalations_check1;
      ALTER TABLE escalations ADD CONSTRAINT escalations_approved CHECK (approved_by IS NOT NULL
        OR (stage IN ('opened', 'drafted', 'closed') AND filed_by IS NULL AND filing_message_id IS NULL));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE escalations DROP CONSTRAINT escalations_approved;
      ALTER TABLE escalations ADD CONSTRAINT escalations_check1
        CHECK (stage IN ('opened', 'drafted') OR approved_by IS NOT NULL) NOT VALID;
    `);
  }
}
