import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch, underFamily } from './tenant-table.ts';

/**
 * By what families are found: keyed tokens of names and of beginnings of names, compared for equality only, because
 * under row security nothing else uses an index. A job fills in the families that are there.
 */
export class FamilySearch1700000000028 implements MigrationInterface {
  name = 'FamilySearch1700000000028';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE family_search_tokens (
        branch_id uuid NOT NULL DEFAULT current_branch(),
        token bigint NOT NULL,
        family_id uuid NOT NULL,
        PRIMARY KEY (branch_id, token, family_id),
        FOREIGN KEY (branch_id, family_id) REFERENCES families (branch_id, id) ON DELETE CASCADE
      );
      CREATE INDEX family_search_tokens_family ON family_search_tokens (branch_id, family_id);
      -- Which of two words is the rarer one decides between a millisecond and a second.
      ALTER TABLE family_search_tokens ALTER COLUMN token SET STATISTICS 1000;
      ${underBranch('family_search_tokens', 'SELECT, INSERT, DELETE')}
      ${underFamily('family_search_tokens')}

      ALTER TABLE outbox NO FORCE ROW LEVEL SECURITY;
      INSERT INTO outbox (branch_id, id, job, payload)
        SELECT id, gen_random_uuid(), 'families.index-names', '{"after": null}' FROM branches;
      ALTER TABLE outbox FORCE ROW LEVEL SECURITY;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE family_search_tokens');
  }
}
