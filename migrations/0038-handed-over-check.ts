import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A job, which may write to a family that was handed over, no longer pays for looking whether it was. */
export class HandedOverCheck1700000000038 implements MigrationInterface {
  name = 'HandedOverCheck1700000000038';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CHECK);
  }

  /** What it says did not change, so there is nothing to put back. */
  async down(): Promise<void> {
    await Promise.resolve();
  }
}

const CHECK = `
  -- Says the same as before. The look at the family stands by itself, so that a job, which may write, never pays for it.
  CREATE OR REPLACE FUNCTION refuse_handed_over() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF current_user = 'otzyv_app' AND current_reach() <> 'job' THEN
      IF EXISTS (SELECT FROM families
          WHERE branch_id = NEW.branch_id AND id = NEW.family_id AND status = 'handed_over') THEN
        RAISE EXCEPTION 'the family was handed over' USING ERRCODE = '23503', CONSTRAINT = 'family_handed_over';
      END IF;
    END IF;
    RETURN NEW;
  END $$;
`;
