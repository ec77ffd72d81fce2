import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the clocks of a request say, kept beside it by the database, and a list of requests in one round trip. */
export class RequestLists1700000000036 implements MigrationInterface {
  name = 'RequestLists1700000000036';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CLOCKS);
    await runner.query(LIST);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION list_requests(uuid, uuid, text, boolean, text, uuid, int, jsonb);
      DROP TRIGGER deadlines_tell_request ON deadlines;
      DROP FUNCTION tell_request_of_its_clocks();
      ALTER TABLE requests DROP COLUMN clocks, DROP COLUMN passed_clocks, DROP COLUMN next_due_on, DROP COLUMN next_due_at;
    `);
  }
}

const CLOCKS = `
  -- Counts and the nearest date, not a verdict: lateness is still computed against the clock when it is read.
  ALTER TABLE requests
    ADD COLUMN clocks int NOT NULL DEFAULT 0,
    ADD COLUMN passed_clocks int NOT NULL DEFAULT 0,
    ADD COLUMN next_due_on date,
    ADD COLUMN next_due_at timestamptz;
  UPDATE requests r SET clocks = d.clocks, passed_clocks = d.passed, next_due_on = d.due_on, next_due_at = d.due_at
    FROM (SELECT branch_id, subject_id, count(*) AS clocks, count(*) FILTER (WHERE status = 'passed') AS passed,
        min(due_on) FILTER (WHERE status = 'armed') AS due_on, min(due_at) FILTER (WHERE status = 'armed') AS due_at
      FROM deadlines WHERE subject_type = 'request' AND status <> 'superseded' GROUP BY 1, 2) d
    WHERE r.branch_id = d.branch_id AND r.id = d.subject_id;
  CREATE INDEX requests_due ON requests (branch_id, next_due_at, id) WHERE next_due_at IS NOT NULL;
  CREATE INDEX requests_passed ON requests (branch_id, created_at, id) WHERE passed_clocks > 0;

  -- Whoever changes a request's clocks holds the request's row first; the other order would deadlock here.
  CREATE FUNCTION tell_request_of_its_clocks() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    UPDATE requests r SET clocks = d.clocks, passed_clocks = d.passed, next_due_on = d.due_on, next_due_at = d.due_at
      FROM (SELECT count(*) AS clocks, count(*) FILTER (WHERE status = 'passed') AS passed,
          min(due_on) FILTER (WHERE status = 'armed') AS due_on, min(due_at) FILTER (WHERE status = 'armed') AS due_at
        FROM deadlines
        WHERE branch_id = NEW.branch_id AND subject_id = NEW.subject_id AND status <> 'superseded') d
      WHERE r.branch_id = NEW.branch_id AND r.id = NEW.subject_id;
    RETURN NULL;
  END $$;
  CREATE TRIGGER deadlines_tell_request AFTER INSERT OR UPDATE OF status, due_at ON deadlines
    FOR EACH ROW WHEN (NEW.subject_type = 'request') EXECUTE FUNCTION tell_request_of_its_clocks();
`;

const COLUMNS = `r.id, r.version, r.case_number AS "caseNumber", r.family_id AS "familyId",
        r.authority_id AS "authorityId", r.stage, r.reply_waiting_since AS "replyWaitingSince",
        r.submitted_at AS "submittedAt", r.created_at AS "createdAt", r.next_due_on AS "nextDueOn",
        r.next_due_at IS NOT NULL AS armed, r.clocks`;

const LIST = `
  -- Enters the branch and reads in one statement; everything in it is seen through the policies of the caller.
  CREATE FUNCTION list_requests(p_branch uuid, p_person uuid, p_sort text, p_descending boolean, p_key text, p_id uuid,
      p_limit int, p_filters jsonb) RETURNS json LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    v_key text := CASE p_sort WHEN 'nextDueOn' THEN 'r.next_due_at' ELSE 'r.created_at' END;
    v_order text := CASE WHEN p_descending THEN 'DESC' ELSE 'ASC' END;
    v_where text := 'r.branch_id = $1';
    v_from text := 'requests r';
    v_stages text[];
    v_now timestamptz := app_now();
    v_lines json;
    -- Plain variables: an expression over parameters in their place is no bound of the index in a kept plan.
    v_before timestamptz := coalesce(p_key::timestamptz, 'infinity');
    v_before_id uuid := coalesce(p_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  BEGIN
    PERFORM enter_branch(p_branch, p_person);
    -- The page that everybody opens has a plan that is kept.
    IF p_filters = '{}' AND p_sort = 'createdAt' AND p_descending THEN
      SELECT coalesce(json_agg(row_to_json(l)), '[]') INTO v_lines FROM (
        SELECT ${COLUMNS}, r.passed_clocks > 0 OR coalesce(r.next_due_at <= v_now, false) AS overdue,
          to_char(r.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS key
        FROM requests r
        WHERE r.branch_id = p_branch AND (r.created_at, r.id) < (v_before, v_before_id)
        ORDER BY r.created_at DESC, r.id DESC LIMIT p_limit) l;
      RETURN v_lines;
    END IF;
    -- Only the filters that are given stand in the query, so that each combination gets the plan that suits it.
    IF p_sort = 'nextDueOn' THEN v_where := v_where || ' AND r.next_due_at IS NOT NULL'; END IF;
    IF p_key IS NOT NULL THEN
      v_where := v_where || format(' AND (%s, r.id) %s ($2, $3)', v_key, CASE WHEN p_descending THEN '<' ELSE '>' END);
    END IF;
    IF p_filters ? 'familyId' THEN v_where := v_where || ' AND r.family_id = ($5->>''familyId'')::uuid'; END IF;
    IF p_filters ? 'authorityId' THEN v_where := v_where || ' AND r.authority_id = ($5->>''authorityId'')::uuid'; END IF;
    IF p_filters ? 'dueBefore' THEN v_where := v_where || ' AND r.next_due_on <= ($5->>''dueBefore'')::date'; END IF;
    IF p_filters ? 'replyWaiting' THEN
      v_where := v_where || CASE WHEN (p_filters->>'replyWaiting')::boolean
        THEN ' AND r.reply_waiting_since IS NOT NULL' ELSE ' AND r.reply_waiting_since IS NULL' END;
    END IF;
    IF p_filters ? 'overdue' THEN
      v_where := v_where || CASE WHEN (p_filters->>'overdue')::boolean
        THEN ' AND (r.passed_clocks > 0 OR r.next_due_at <= $6)'
        ELSE ' AND r.passed_clocks = 0 AND (r.next_due_at IS NULL OR r.next_due_at > $6)' END;
    END IF;
    IF p_filters ? 'stage' THEN
      -- One ordered read per stage: an array in the condition would sort the whole branch.
      v_from := format('unnest($7) s(stage), LATERAL (SELECT * FROM requests r WHERE r.stage = s.stage AND %1$s
        ORDER BY %2$s %3$s, r.id %3$s LIMIT $4) r', v_where, v_key, v_order);
      v_where := 'true';
      SELECT array_agg(DISTINCT stage) INTO v_stages FROM jsonb_array_elements_text(p_filters->'stage') stage;
    END IF;
    EXECUTE format($query$
      SELECT coalesce(json_agg(row_to_json(l)), '[]') FROM (
        SELECT ${COLUMNS}, r.passed_clocks > 0 OR coalesce(r.next_due_at <= $6, false) AS overdue,
          to_char(%2$s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS key
        FROM %1$s WHERE %4$s ORDER BY %2$s %3$s, r.id %3$s LIMIT $4) l
      $query$, v_from, v_key, v_order, v_where)
      INTO v_lines USING p_branch, p_key::timestamptz, p_id, p_limit, p_filters, v_now, v_stages;
    RETURN v_lines;
  END $$;
  REVOKE ALL ON FUNCTION list_requests(uuid, uuid, text, boolean, text, uuid, int, jsonb) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION list_requests(uuid, uuid, text, boolean, text, uuid, int, jsonb) TO otzyv_app;
`;
