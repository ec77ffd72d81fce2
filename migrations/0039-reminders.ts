import type { MigrationInterface, QueryRunner } from 'typeorm';
import { underBranch } from './tenant-table.ts';

/** Reminders that are armed together with a deadline, and what people are told of it. */
export class Reminders1700000000039 implements MigrationInterface {
  name = 'Reminders1700000000039';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SETTINGS);
    await runner.query(TABLES);
    await runner.query(underBranch('deadline_reminders', 'SELECT, INSERT, UPDATE'));
    await runner.query(underBranch('notifications', 'SELECT, INSERT, UPDATE (read_at)'));
    await runner.query(OWN);
    await runner.query(ARMING);
    await runner.query(SWEEP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER branches_move_reminders ON branches;
      DROP TRIGGER deadlines_arm_reminder ON deadlines;
      DROP FUNCTION announce_due_reminders(int), move_reminders(), arm_reminder();
      DROP TABLE notifications, deadline_reminders;
      DROP FUNCTION next_reminder_at(date, text, int[], int, timestamptz);
      ALTER TABLE branches DROP COLUMN reminder_days, DROP COLUMN reminder_hour;
    `);
  }
}

const SETTINGS = `
  ALTER TABLE branches
    -- Days from the last day of a term: below zero before it, above zero after it.
    ADD COLUMN reminder_days int[] NOT NULL DEFAULT '{-3,0,1}'
      CHECK (cardinality(reminder_days) <= 10 AND -60 <= ALL (reminder_days) AND 60 >= ALL (reminder_days)),
    -- In the zone of the deadline.
    ADD COLUMN reminder_hour int NOT NULL DEFAULT 9 CHECK (reminder_hour BETWEEN 7 AND 21);
  GRANT UPDATE (reminder_days, reminder_hour) ON branches TO otzyv_app;

  -- Null when no reminder is left.
  CREATE FUNCTION next_reminder_at(p_due date, p_zone text, p_days int[], p_hour int, p_after timestamptz)
    RETURNS timestamptz LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT min(at) FROM (SELECT (p_due + d + make_interval(hours => p_hour)) AT TIME ZONE p_zone AS at
      FROM unnest(p_days) d) moments WHERE at > p_after;
  $$;
`;

const TABLES = `
  -- One row for all reminders of a deadline, so that those that an outage let pass are one. Names no family.
  CREATE TABLE deadline_reminders (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    deadline_id uuid NOT NULL,
    due_on date NOT NULL,
    time_zone text NOT NULL,
    -- Reminders up to this moment are told, or were past when the deadline was armed.
    told_until timestamptz NOT NULL,
    next_at timestamptz,
    announced_at timestamptz,
    PRIMARY KEY (branch_id, deadline_id),
    FOREIGN KEY (branch_id, deadline_id) REFERENCES deadlines (branch_id, id)
  );
  CREATE INDEX deadline_reminders_due ON deadline_reminders (next_at, branch_id, deadline_id)
    WHERE next_at IS NOT NULL AND announced_at IS NULL;

  -- Ids only. What the deadline is about is read through its own policies, as they stand when it is read.
  CREATE TABLE notifications (
    branch_id uuid NOT NULL DEFAULT current_branch(),
    id uuid NOT NULL,
    person_id uuid NOT NULL REFERENCES people (id),
    deadline_id uuid NOT NULL,
    days int NOT NULL,
    -- How many reminders this one stands for.
    collapsed int NOT NULL CHECK (collapsed >= 1),
    created_at timestamptz NOT NULL DEFAULT app_now(),
    read_at timestamptz,
    PRIMARY KEY (branch_id, id),
    FOREIGN KEY (branch_id, deadline_id) REFERENCES deadlines (branch_id, id)
  );
  CREATE INDEX notifications_person ON notifications (branch_id, person_id, created_at, id);
  CREATE INDEX notifications_unread ON notifications (branch_id, person_id, created_at, id) WHERE read_at IS NULL;
  CREATE INDEX notifications_deadline ON notifications (branch_id, deadline_id);
`;

const OWN = `
  CREATE POLICY notifications_own ON notifications AS RESTRICTIVE FOR ALL TO otzyv_app
    USING ((SELECT current_reach()) = 'job' OR person_id = (SELECT current_person()))
    WITH CHECK ((SELECT current_reach()) = 'job' OR person_id = (SELECT current_person()));
`;

const ARMING = `
  INSERT INTO deadline_reminders (branch_id, deadline_id, due_on, time_zone, told_until, next_at)
    SELECT d.branch_id, d.id, d.due_on, d.time_zone, app_now(),
      next_reminder_at(d.due_on, d.time_zone, b.reminder_days, b.reminder_hour, app_now())
    FROM deadlines d JOIN branches b ON b.id = d.branch_id WHERE d.status = 'armed';

  CREATE FUNCTION arm_reminder() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    INSERT INTO deadline_reminders (branch_id, deadline_id, due_on, time_zone, told_until, next_at)
      SELECT NEW.branch_id, NEW.id, NEW.due_on, NEW.time_zone, app_now(),
        next_reminder_at(NEW.due_on, NEW.time_zone, b.reminder_days, b.reminder_hour, app_now())
      FROM branches b WHERE b.id = NEW.branch_id;
    RETURN NULL;
  END $$;
  CREATE TRIGGER deadlines_arm_reminder AFTER INSERT ON deadlines
    FOR EACH ROW WHEN (NEW.status = 'armed') EXECUTE FUNCTION arm_reminder();

  -- Another setting counts for what is not announced yet.
  CREATE FUNCTION move_reminders() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    UPDATE deadline_reminders r SET told_until = greatest(r.told_until, app_now()),
        next_at = next_reminder_at(r.due_on, r.time_zone, NEW.reminder_days, NEW.reminder_hour, app_now())
      WHERE r.branch_id = NEW.id AND r.announced_at IS NULL AND r.due_on > app_now()::date - 61;
    RETURN NULL;
  END $$;
  CREATE TRIGGER branches_move_reminders AFTER UPDATE OF reminder_days, reminder_hour ON branches FOR EACH ROW
    WHEN ((OLD.reminder_days, OLD.reminder_hour) IS DISTINCT FROM (NEW.reminder_days, NEW.reminder_hour))
    EXECUTE FUNCTION move_reminders();
`;

const SWEEP = `
  CREATE POLICY deadline_reminders_gateway_read ON deadline_reminders AS PERMISSIVE FOR SELECT TO otzyv_gateway USING (true);
  CREATE POLICY deadline_reminders_gateway_mark ON deadline_reminders AS PERMISSIVE FOR UPDATE TO otzyv_gateway USING (true);
  GRANT SELECT (branch_id, deadline_id, next_at, announced_at), UPDATE (announced_at) ON deadline_reminders
    TO otzyv_gateway;

  CREATE FUNCTION announce_due_reminders(p_limit int) RETURNS int
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE v_count int;
  BEGIN
    WITH due AS (
      SELECT r.branch_id, r.deadline_id FROM deadline_reminders r
        WHERE r.announced_at IS NULL AND r.next_at <= app_now()
        ORDER BY r.next_at LIMIT p_limit FOR UPDATE SKIP LOCKED
    ), marked AS (
      UPDATE deadline_reminders r SET announced_at = app_now() FROM due
        WHERE r.branch_id = due.branch_id AND r.deadline_id = due.deadline_id RETURNING r.branch_id, r.deadline_id
    )
    INSERT INTO outbox (branch_id, id, job, payload, not_before)
      SELECT branch_id, gen_random_uuid(), 'requests.remind', jsonb_build_object('deadlineId', deadline_id), app_now()
      FROM marked;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    IF v_count > 0 THEN PERFORM pg_notify('otzyv_outbox', ''); END IF;
    RETURN v_count;
  END $$;
  ALTER FUNCTION announce_due_reminders(int) OWNER TO otzyv_gateway;
  REVOKE ALL ON FUNCTION announce_due_reminders(int) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION announce_due_reminders(int) TO otzyv_app;
`;
