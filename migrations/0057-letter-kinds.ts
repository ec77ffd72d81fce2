import type { MigrationInterface, QueryRunner } from 'typeorm';

/** More kinds of letter, and the token by which the pages of a scan are found. */
export class LetterKinds1700000000057 implements MigrationInterface {
  name = 'LetterKinds1700000000057';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE letters DROP CONSTRAINT letters_kind_check;
      ALTER TABLE letters ADD CONSTRAINT letters_kind_check CHECK (kind IN ('statement', 'repeated_demand', 'complaint'));
      -- Only what is printed in the QR code of a page leads to its letter; the database keeps the digest.
      ALTER TABLE letters ADD COLUMN page_token_hash bytea;
      CREATE UNIQUE INDEX letters_page_token ON letters (branch_id, page_token_hash) WHERE page_token_hash IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX letters_page_token;
      ALTER TABLE letters DROP COLUMN page_token_hash;
      ALTER TABLE letters DROP CONSTRAINT letters_kind_check;
      ALTER TABLE letters ADD CONSTRAINT letters_kind_check CHECK (kind IN ('statement', 'complaint'));
    `);
  }
}
