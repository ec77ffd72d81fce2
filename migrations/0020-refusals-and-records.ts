import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Forged queue entries and failed jobs stand in the log; sister branches to hand over to; the end of acts of destruction. */
export class RefusalsAndRecords1700000000020 implements MigrationInterface {
  name = 'RefusalsAndRecords1700000000020';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [REFUSALS, failing(NOTED), SISTERS, RECORDS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION announce_expired_records(int);
      DROP POLICY erasures_gateway_read ON erasures;
      DROP POLICY erasures_gateway_mark ON erasures;
      REVOKE ALL ON erasures FROM otzyv_gateway;
      ALTER TABLE erasures DROP COLUMN records_announced_at, DROP COLUMN records_erased_at;
      DROP FUNCTION sister_branches();
      ${failing('')}
      DROP FUNCTION outbox_note_foreign(uuid, uuid), note_of_job(uuid, uuid, text, text, text, jsonb);
    `);
  }
}

const DEFINER = 'SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp';

function narrow(signature: string, role: 'otzyv_app' | 'otzyv_relay'): string {
  return `
    ALTER FUNCTION ${signature} OWNER TO otzyv_gateway;
    REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ${signature} TO ${role};
  `;
}

const REFUSALS = `
  -- In the log of the branch that the row belongs to, in the name of its job. Called by other functions only.
  CREATE FUNCTION note_of_job(p_branch uuid, p_outbox uuid, p_job text, p_action text, p_reason text, p_details jsonb)
    RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM set_config('otzyv.branch_id', p_branch::text, true), set_config('otzyv.person_id', '', true);
    PERFORM public.audit_append(jsonb_build_array(jsonb_build_object('id', gen_random_uuid(), 'actor_kind', 'job',
      'actor_id', p_outbox, 'actor_as', p_job, 'action', p_action, 'subject_type', 'outbox', 'subject_id', p_outbox,
      'reason', p_reason, 'details', p_details)));
    PERFORM set_config('otzyv.branch_id', '', true);
  END $$;
  ALTER FUNCTION note_of_job(uuid, uuid, text, text, text, jsonb) OWNER TO otzyv_gateway;
  REVOKE ALL ON FUNCTION note_of_job(uuid, uuid, text, text, text, jsonb) FROM PUBLIC;

  -- A queue entry named a row of one branch and another branch: who can write to the queue tried to turn it. False: no
  -- branch has such a row, so there is nobody to tell.
  CREATE FUNCTION outbox_note_foreign(p_branch uuid, p_outbox uuid) RETURNS boolean LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_home uuid; v_job text;
  BEGIN
    SELECT o.branch_id, o.job INTO v_home, v_job FROM branches b JOIN outbox o ON o.branch_id = b.id AND o.id = p_outbox
      WHERE b.id <> p_branch LIMIT 1;
    IF NOT FOUND THEN RETURN false; END IF;
    PERFORM note_of_job(v_home, p_outbox, v_job, 'outbox.refuse-entry', 'outbox.foreign-branch',
      jsonb_build_object('namedBranch', p_branch));
    RETURN true;
  END $$;
  ${narrow('outbox_note_foreign(uuid, uuid)', 'otzyv_relay')}
`;

/** What a job gave up for good, whatever its payload asked for. */
const NOTED = `PERFORM note_of_job(p_branch, p_outbox, v_job, 'outbox.fail', p_error, '{}');`;

function failing(note: string): string {
  return `CREATE OR REPLACE FUNCTION outbox_fail(p_branch uuid, p_outbox uuid, p_fence bigint, p_error text) RETURNS boolean
    LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_job text;
  BEGIN
    UPDATE outbox SET status = 'failed', lease_until = NULL, last_error = p_error, finished_at = app_now()
      WHERE branch_id = p_branch AND id = p_outbox AND fence = p_fence AND status = 'running' RETURNING job INTO v_job;
    IF NOT FOUND THEN RETURN false; END IF;
    ${note}
    RETURN true;
  END $$;`;
}

const SISTERS = `
  -- The open branches that may_hand_over_to() admits, for those who may offer.
  CREATE FUNCTION sister_branches() RETURNS TABLE (id uuid, name text, region_code text)
    LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT there.id, there.name, there.region_code FROM branches here
      JOIN branches there ON there.association_id = here.association_id AND there.id <> here.id AND there.status = 'open'
      WHERE here.id = current_branch() AND i_may('families.assign') ORDER BY there.name, there.id;
  $$;
  ${narrow('sister_branches()', 'otzyv_app')}
`;

const RECORDS = `
  ALTER TABLE erasures ADD COLUMN records_announced_at timestamptz, ADD COLUMN records_erased_at timestamptz;
  CREATE POLICY erasures_gateway_read ON erasures AS PERMISSIVE FOR SELECT TO otzyv_gateway USING (true);
  CREATE POLICY erasures_gateway_mark ON erasures AS PERMISSIVE FOR UPDATE TO otzyv_gateway USING (true);
  GRANT SELECT (branch_id, id, stage, keep_until, records_announced_at), UPDATE (records_announced_at)
    ON erasures TO otzyv_gateway;

  -- Acts and logs whose three years (Order 179, item 8) are over by the clock of the database.
  CREATE FUNCTION announce_expired_records(p_limit int) RETURNS int LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_count int;
  BEGIN
    WITH due AS (
      SELECT e.branch_id, e.id FROM erasures e
        WHERE e.stage = 'completed' AND e.records_announced_at IS NULL AND e.keep_until < app_now()::date
        ORDER BY e.keep_until LIMIT p_limit FOR UPDATE SKIP LOCKED
    ), marked AS (
      UPDATE erasures e SET records_announced_at = app_now() FROM due
        WHERE e.branch_id = due.branch_id AND e.id = due.id RETURNING e.branch_id, e.id
    )
    INSERT INTO outbox (branch_id, id, job, payload, not_before)
      SELECT branch_id, gen_random_uuid(), 'erasure.destroy-records', jsonb_build_object('erasureId', id), app_now()
      FROM marked;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
  END $$;
  ${narrow('announce_expired_records(int)', 'otzyv_app')}
`;
