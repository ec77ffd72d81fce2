import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch } from './tenant-table.ts';

/**
 * The outbox: the only way in which work leaves a transaction. The application may add rows and read them; every change
 * of state goes through a definer function that checks the fence, so a worker that was replaced can change nothing.
 */
export class Outbox1700000000004 implements MigrationInterface {
  name = 'Outbox1700000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    await runner.query(underBranch('outbox', 'SELECT'));
    await runner.query(GRANTS);
    await runner.query(ANNOUNCING);
    await runner.query(CLAIMING);
    await runner.query(ENTERING);
    await runner.query(ENDING);
    await runner.query(FUNCTION_RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION ${[...RELAY_FUNCTIONS, ...APP_FUNCTIONS].join(', ')};
      DROP TABLE outbox;
      DROP FUNCTION outbox_notify();
    `);
  }
}

const RELAY_FUNCTIONS = [
  'outbox_due(text, int, interval)',
  'outbox_claim(uuid, uuid, bigint)',
  'outbox_extend(uuid, uuid, bigint, bigint)',
  'outbox_finish(uuid, uuid, bigint)',
  'outbox_retry(uuid, uuid, bigint, timestamptz, bigint, text, boolean)',
  'outbox_fail(uuid, uuid, bigint, text)',
  'outbox_backlog()',
];
const APP_FUNCTIONS = ['enter_branch_for_job(uuid, uuid, bigint)', 'outbox_finish_here(uuid, bigint)'];

const DEFINER = 'SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp';

const TABLE = `
  CREATE TABLE outbox (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    id uuid NOT NULL,
    job text NOT NULL CHECK (job ~ '^[a-z][a-z0-9-]*([.][a-z][a-z0-9-]*)+$' AND length(job) <= 100),
    queue text NOT NULL GENERATED ALWAYS AS (split_part(job, '.', 1)) STORED,
    payload jsonb NOT NULL CHECK (jsonb_typeof(payload) = 'object'),
    status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'running', 'done', 'failed')),
    not_before timestamptz NOT NULL DEFAULT app_now(),
    attempts int NOT NULL DEFAULT 0,
    deferrals int NOT NULL DEFAULT 0,
    fence bigint NOT NULL DEFAULT 0,
    lease_until timestamptz,
    announced_at timestamptz,
    announcements int NOT NULL DEFAULT 0,
    -- A code, never a sentence: the pattern leaves no room for a name or an address.
    last_error text CHECK (last_error ~ '^[A-Za-z0-9_.:-]{1,120}$'),
    dedupe_key text CHECK (dedupe_key ~ '^[A-Za-z0-9_.:-]{1,200}$'),
    created_at timestamptz NOT NULL DEFAULT app_now(),
    finished_at timestamptz,
    PRIMARY KEY (branch_id, id),
    CHECK ((status = 'running') = (lease_until IS NOT NULL)),
    CHECK ((status IN ('done', 'failed')) = (finished_at IS NOT NULL))
  ) WITH (fillfactor = 70);
  CREATE UNIQUE INDEX outbox_dedupe ON outbox (branch_id, job, dedupe_key) WHERE dedupe_key IS NOT NULL;
  CREATE INDEX outbox_waiting ON outbox (queue, not_before) WHERE status = 'waiting';
  CREATE INDEX outbox_running ON outbox (queue, lease_until) WHERE status = 'running';

  CREATE FUNCTION outbox_notify() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF NEW.not_before <= app_now() THEN PERFORM pg_notify('otzyv_outbox', NEW.queue); END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER outbox_wakes_relay AFTER INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION outbox_notify();
`;

const GRANTS = `
  -- Only these columns: the application can neither forge a finished row nor choose a fence.
  GRANT INSERT (id, job, payload, not_before, dedupe_key) ON outbox TO otzyv_app;
  GRANT SELECT ON outbox TO otzyv_gateway;
  GRANT UPDATE (status, not_before, attempts, deferrals, fence, lease_until, announced_at, announcements, last_error,
    finished_at) ON outbox TO otzyv_gateway;
  CREATE POLICY outbox_gateway ON outbox AS PERMISSIVE FOR ALL TO otzyv_gateway USING (true) WITH CHECK (true);
`;

const ANNOUNCING = `
  -- What a relay should put into the queue now: due rows, and running ones whose worker let its lease run out. A row is
  -- told again after p_again_after, which is what brings back an entry that the queue lost.
  CREATE FUNCTION outbox_due(p_queue text, p_limit int, p_again_after interval)
    RETURNS TABLE (branch_id uuid, outbox_id uuid, job text, announcement int) LANGUAGE plpgsql ${DEFINER} AS $$
  #variable_conflict use_column
  DECLARE
    v_due timestamptz := app_now();
    v_stale timestamptz := clock_timestamp() - p_again_after;
    v_found int;
  BEGIN
    RETURN QUERY
      WITH due AS MATERIALIZED (
        SELECT o.branch_id, o.id FROM outbox o
          WHERE o.queue = p_queue AND o.status = 'running' AND o.lease_until < clock_timestamp()
            AND (o.announced_at IS NULL OR o.announced_at < v_stale)
          ORDER BY o.lease_until LIMIT p_limit FOR UPDATE SKIP LOCKED)
      UPDATE outbox o SET announced_at = clock_timestamp(), announcements = o.announcements + 1
        FROM due WHERE o.branch_id = due.branch_id AND o.id = due.id
        RETURNING o.branch_id, o.id, o.job, o.announcements;
    GET DIAGNOSTICS v_found = ROW_COUNT;
    RETURN QUERY
      WITH due AS MATERIALIZED (
        SELECT o.branch_id, o.id FROM outbox o
          WHERE o.queue = p_queue AND o.status = 'waiting' AND o.not_before <= v_due
            AND (o.announced_at IS NULL OR o.announced_at < v_stale)
          ORDER BY o.not_before LIMIT p_limit - v_found FOR UPDATE SKIP LOCKED)
      UPDATE outbox o SET announced_at = clock_timestamp(), announcements = o.announcements + 1
        FROM due WHERE o.branch_id = due.branch_id AND o.id = due.id
        RETURNING o.branch_id, o.id, o.job, o.announcements;
  END $$;

  CREATE FUNCTION outbox_backlog()
    RETURNS TABLE (queue text, due bigint, running bigint, oldest_due_seconds double precision)
    LANGUAGE sql STABLE ${DEFINER} AS $$
    SELECT o.queue, count(*) FILTER (WHERE o.status = 'waiting'), count(*) FILTER (WHERE o.status = 'running'),
      coalesce(extract(epoch FROM app_now() - min(o.not_before) FILTER (WHERE o.status = 'waiting')), 0)
      FROM outbox o
      WHERE (o.status = 'waiting' AND o.not_before <= app_now()) OR o.status = 'running'
      GROUP BY o.queue
  $$;
`;

const CLAIMING = `
  -- Always one row; only 'claimed' carries more than the verdict. Whether a row is due is decided by the clock of the
  -- application's world, how long a lease lasts by the real one: moving the first must not free what is being worked on.
  -- FOR UPDATE waits for nobody: a transaction that the old holder still has open keeps a key share lock (see
  -- enter_branch_for_job), and until it ends the row is simply held.
  CREATE FUNCTION outbox_claim(p_branch uuid, p_outbox uuid, p_lease_ms bigint)
    RETURNS TABLE (verdict text, fence bigint, job text, payload jsonb, attempt int, deferrals int)
    LANGUAGE plpgsql ${DEFINER} AS $$
  #variable_conflict use_column
  DECLARE v_row outbox%ROWTYPE;
  BEGIN
    SELECT * INTO v_row FROM outbox o WHERE o.branch_id = p_branch AND o.id = p_outbox FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
      PERFORM 1 FROM outbox o WHERE o.branch_id = p_branch AND o.id = p_outbox;
      verdict := CASE WHEN FOUND THEN 'held' ELSE 'unknown' END;
      RETURN NEXT; RETURN;
    END IF;
    verdict := CASE
      WHEN v_row.status IN ('done', 'failed') THEN 'over'
      WHEN v_row.status = 'running' AND v_row.lease_until >= clock_timestamp() THEN 'held'
      WHEN v_row.status = 'waiting' AND v_row.not_before > app_now() THEN 'early'
      ELSE 'claimed' END;
    IF verdict = 'claimed' THEN
      UPDATE outbox o SET status = 'running', fence = o.fence + 1, attempts = o.attempts + 1, announced_at = NULL,
          lease_until = clock_timestamp() + p_lease_ms * interval '1 millisecond'
        WHERE o.branch_id = p_branch AND o.id = p_outbox
        RETURNING o.fence, o.job, o.payload, o.attempts, o.deferrals INTO fence, job, payload, attempt, deferrals;
    END IF;
    RETURN NEXT;
  END $$;

  CREATE FUNCTION outbox_extend(p_branch uuid, p_outbox uuid, p_fence bigint, p_lease_ms bigint) RETURNS boolean
    LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    UPDATE outbox SET lease_until = clock_timestamp() + p_lease_ms * interval '1 millisecond'
      WHERE branch_id = p_branch AND id = p_outbox AND fence = p_fence AND status = 'running';
    RETURN FOUND;
  END $$;
`;

const ENTERING = `
  -- The job's counterpart of enter_branch. The key share lock lasts until the transaction ends and lets heartbeats pass
  -- but not a new claim: whatever a transaction writes, it commits under a fence that is still its own.
  CREATE FUNCTION enter_branch_for_job(p_branch uuid, p_outbox uuid, p_fence bigint) RETURNS void
    LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    PERFORM 1 FROM outbox WHERE branch_id = p_branch AND id = p_outbox AND fence = p_fence AND status = 'running'
      FOR KEY SHARE;
    IF NOT FOUND THEN RAISE EXCEPTION 'no such running job' USING ERRCODE = 'OT404'; END IF;
    PERFORM set_config('otzyv.branch_id', p_branch::text, true), set_config('otzyv.person_id', '', true),
      set_config('otzyv.reach', 'job', true);
  END $$;
`;

const ENDING = `
  -- True as well when this fence has finished the row before: the answer to the first call may have been lost.
  CREATE FUNCTION outbox_finish(p_branch uuid, p_outbox uuid, p_fence bigint) RETURNS boolean
    LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    UPDATE outbox SET status = 'done', lease_until = NULL, finished_at = app_now()
      WHERE branch_id = p_branch AND id = p_outbox AND fence = p_fence AND status = 'running';
    RETURN FOUND OR EXISTS (SELECT 1 FROM outbox
      WHERE branch_id = p_branch AND id = p_outbox AND fence = p_fence AND status = 'done');
  END $$;

  -- For a handler's own transaction: what it wrote and that it is done become true together.
  CREATE FUNCTION outbox_finish_here(p_outbox uuid, p_fence bigint) RETURNS boolean
    LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    UPDATE outbox SET status = 'done', lease_until = NULL, finished_at = app_now()
      WHERE branch_id = current_branch() AND id = p_outbox AND fence = p_fence AND status = 'running';
    RETURN FOUND;
  END $$;

  -- p_not_before wins over p_delay_ms. A deferral is the handler's own wish to look later and uses up no attempt.
  CREATE FUNCTION outbox_retry(p_branch uuid, p_outbox uuid, p_fence bigint, p_not_before timestamptz,
      p_delay_ms bigint, p_error text, p_deferral boolean) RETURNS boolean
    LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    UPDATE outbox SET status = 'waiting', lease_until = NULL, announced_at = NULL, last_error = p_error,
        not_before = coalesce(p_not_before, app_now() + p_delay_ms * interval '1 millisecond'),
        deferrals = deferrals + CASE WHEN p_deferral THEN 1 ELSE 0 END
      WHERE branch_id = p_branch AND id = p_outbox AND fence = p_fence AND status = 'running';
    RETURN FOUND;
  END $$;

  CREATE FUNCTION outbox_fail(p_branch uuid, p_outbox uuid, p_fence bigint, p_error text) RETURNS boolean
    LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    UPDATE outbox SET status = 'failed', lease_until = NULL, last_error = p_error, finished_at = app_now()
      WHERE branch_id = p_branch AND id = p_outbox AND fence = p_fence AND status = 'running';
    RETURN FOUND;
  END $$;
`;

const FUNCTION_RIGHTS = [
  ...[...RELAY_FUNCTIONS, ...APP_FUNCTIONS].map(
    (name) => `ALTER FUNCTION ${name} OWNER TO otzyv_gateway; REVOKE ALL ON FUNCTION ${name} FROM PUBLIC;`,
  ),
  ...RELAY_FUNCTIONS.map((name) => `GRANT EXECUTE ON FUNCTION ${name} TO otzyv_relay;`),
  ...APP_FUNCTIONS.map((name) => `GRANT EXECUTE ON FUNCTION ${name} TO otzyv_app;`),
  'REVOKE ALL ON FUNCTION outbox_notify() FROM PUBLIC;',
].join('\n');
