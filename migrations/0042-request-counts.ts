import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch } from './tenant-table.ts';

/**
 * How many requests a branch has by stage, lateness, waiting reply and month, kept by rows that say what changed: they are
 * only inserted, so that two people never wait for one another's count, and folded into sums later.
 */
export class RequestCounts1700000000042 implements MigrationInterface {
  name = 'RequestCounts1700000000042';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const table of ['request_counts', 'request_count_changes']) {
      await runner.query(underBranch(table, 'SELECT'));
      await runner.query(`
        CREATE POLICY ${table}_gateway ON ${table} AS PERMISSIVE FOR ALL TO otzyv_gateway USING (true) WITH CHECK (true);
        GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO otzyv_gateway;
      `);
    }
    await runner.query(COUNTING);
    await runner.query(OVERVIEW);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION branch_overview(uuid, uuid);
      DROP FUNCTION fold_request_counts(int);
      DROP TRIGGER requests_counted_in ON requests;
      DROP TRIGGER requests_counted_again ON requests;
      DROP FUNCTION count_requests_in(), count_requests_again();
      DROP FUNCTION lateness_kept(int, int, timestamptz);
      DROP POLICY requests_gateway_counts ON requests;
      REVOKE SELECT (branch_id, id, next_due_at, passed_clocks) ON requests FROM otzyv_gateway;
      DROP TABLE request_count_changes, request_counts;
    `);
  }
}

const TABLES = `
  CREATE TABLE request_counts (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    stage text NOT NULL,
    -- As the clocks stood when they last changed; a clock that ran out since is added when the sum is read.
    lateness text NOT NULL CHECK (lateness IN ('no_clock', 'in_time', 'overdue', 'settled')),
    reply_waiting boolean NOT NULL,
    -- The first day of the month of opening, in Moscow, where the months of all branches are compared.
    month date NOT NULL,
    requests bigint NOT NULL,
    PRIMARY KEY (branch_id, stage, lateness, reply_waiting, month)
  );
  CREATE TABLE request_count_changes (
    branch_id uuid NOT NULL DEFAULT current_branch() REFERENCES branches (id),
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    stage text NOT NULL,
    lateness text NOT NULL,
    reply_waiting boolean NOT NULL,
    month date NOT NULL,
    requests bigint NOT NULL,
    PRIMARY KEY (branch_id, id)
  );
`;

const DEFINER = 'SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp';

/** The columns that a count is kept by, of a request called \`r\`. */
const KEYS = `r.branch_id, r.stage, lateness_kept(r.clocks, r.passed_clocks, r.next_due_at) AS lateness,
        r.reply_waiting_since IS NOT NULL AS reply_waiting,
        date_trunc('month', r.created_at AT TIME ZONE 'Europe/Moscow')::date AS month`;

const COUNTING = `
  CREATE FUNCTION lateness_kept(p_clocks int, p_passed int, p_next timestamptz) RETURNS text LANGUAGE sql IMMUTABLE
    AS $$ SELECT CASE WHEN p_clocks = 0 THEN 'no_clock' WHEN p_passed > 0 THEN 'overdue'
      WHEN p_next IS NOT NULL THEN 'in_time' ELSE 'settled' END $$;

  INSERT INTO request_counts SELECT keyed.*, count(*) FROM (SELECT ${KEYS} FROM requests r) keyed GROUP BY 1, 2, 3, 4, 5;

  CREATE FUNCTION count_requests_in() RETURNS trigger LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    INSERT INTO request_count_changes (branch_id, stage, lateness, reply_waiting, month, requests)
      SELECT keyed.*, count(*) FROM (SELECT ${KEYS} FROM new_rows r) keyed GROUP BY 1, 2, 3, 4, 5;
    RETURN NULL;
  END $$;
  CREATE FUNCTION count_requests_again() RETURNS trigger LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    INSERT INTO request_count_changes (branch_id, stage, lateness, reply_waiting, month, requests)
      SELECT branch_id, stage, lateness, reply_waiting, month, sum(difference) FROM (
        SELECT ${KEYS}, 1 AS difference FROM new_rows r
        UNION ALL SELECT ${KEYS}, -1 FROM old_rows r) moved
      GROUP BY 1, 2, 3, 4, 5 HAVING sum(difference) <> 0;
    RETURN NULL;
  END $$;
  ALTER FUNCTION count_requests_in() OWNER TO otzyv_gateway;
  ALTER FUNCTION count_requests_again() OWNER TO otzyv_gateway;
  REVOKE ALL ON FUNCTION count_requests_in(), count_requests_again() FROM PUBLIC;
  CREATE TRIGGER requests_counted_in AFTER INSERT ON requests REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION count_requests_in();
  CREATE TRIGGER requests_counted_again AFTER UPDATE ON requests REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION count_requests_again();

  -- Changes become sums; whoever reads in between sees the ones or the others, never both.
  CREATE FUNCTION fold_request_counts(p_limit int) RETURNS int LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_folded int;
  BEGIN
    WITH taken AS (
      DELETE FROM request_count_changes c USING (
        SELECT branch_id, id FROM request_count_changes LIMIT p_limit FOR UPDATE SKIP LOCKED) t
        WHERE c.branch_id = t.branch_id AND c.id = t.id RETURNING c.*
    ), folded AS (
      INSERT INTO request_counts AS s (branch_id, stage, lateness, reply_waiting, month, requests)
        SELECT branch_id, stage, lateness, reply_waiting, month, sum(requests) FROM taken GROUP BY 1, 2, 3, 4, 5
          ORDER BY 1, 2, 3, 4, 5
        ON CONFLICT (branch_id, stage, lateness, reply_waiting, month)
          DO UPDATE SET requests = s.requests + excluded.requests
    )
    SELECT count(*) INTO v_folded FROM taken;
    RETURN v_folded;
  END $$;
  ALTER FUNCTION fold_request_counts(int) OWNER TO otzyv_gateway;
  REVOKE ALL ON FUNCTION fold_request_counts(int) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION fold_request_counts(int) TO otzyv_app;
`;

const OVERVIEW = `
  CREATE POLICY requests_gateway_counts ON requests AS PERMISSIVE FOR SELECT TO otzyv_gateway USING (true);
  GRANT SELECT (branch_id, id, next_due_at, passed_clocks) ON requests TO otzyv_gateway;

  -- Numbers only, so also for roles that see no family; the membership is checked at the entry as everywhere.
  CREATE FUNCTION branch_overview(p_branch uuid, p_person uuid) RETURNS json LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE v_answer json; v_due bigint;
  BEGIN
    PERFORM enter_branch(p_branch, p_person);
    SELECT count(*) INTO v_due FROM requests
      WHERE branch_id = p_branch AND next_due_at <= (SELECT app_now()) AND passed_clocks = 0;
    WITH summed AS MATERIALIZED (
      SELECT stage, lateness, reply_waiting, month, sum(requests) AS requests FROM (
        SELECT stage, lateness, reply_waiting, month, requests FROM request_counts WHERE branch_id = p_branch
        UNION ALL
        SELECT stage, lateness, reply_waiting, month, requests FROM request_count_changes WHERE branch_id = p_branch) s
      GROUP BY 1, 2, 3, 4)
    SELECT json_build_object(
        'stages', (SELECT coalesce(json_object_agg(stage, n), '{}') FROM (
          SELECT stage, sum(requests) AS n FROM summed GROUP BY 1 HAVING sum(requests) <> 0) s),
        'lateness', (SELECT coalesce(json_object_agg(lateness, n), '{}') FROM (
          SELECT lateness, sum(requests) + CASE lateness WHEN 'in_time' THEN -v_due WHEN 'overdue' THEN v_due ELSE 0 END
            AS n FROM (SELECT * FROM summed UNION ALL SELECT '', 'overdue', false, NULL, 0) s GROUP BY 1) l
          WHERE n <> 0),
        'replyWaiting', (SELECT coalesce(sum(requests), 0) FROM summed WHERE reply_waiting),
        'months', (SELECT coalesce(json_agg(json_build_object('month', to_char(month, 'YYYY-MM'), 'opened', n)
            ORDER BY month DESC), '[]') FROM (
          SELECT month, sum(requests) AS n FROM summed GROUP BY 1 HAVING sum(requests) <> 0 ORDER BY 1 DESC LIMIT 36) m),
        'asOf', (SELECT app_now()))
      INTO v_answer;
    RETURN v_answer;
  END $$;
  ALTER FUNCTION branch_overview(uuid, uuid) OWNER TO otzyv_gateway;
  REVOKE ALL ON FUNCTION branch_overview(uuid, uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION branch_overview(uuid, uuid) TO otzyv_app;
`;
