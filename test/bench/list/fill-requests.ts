import { type FilledBranches, fillBranches } from '../filled-branches.ts';

/** Requests over three years in all stages, one clock for each that went out. Contents are not needed for lists. */
export function fillRequests(rows: number): Promise<FilledBranches> {
  return fillBranches(rows, async (database, branch, size) => {
    await database.asAdmin(REQUESTS, [branch, size]);
    await database.asAdmin(DEADLINES, [branch]);
    await database.asAdmin(CLOCKS, [branch]);
  });
}

const REQUESTS = `
  INSERT INTO requests (branch_id, id, case_number, family_id, guardian_id, authority_id, stage, letter_id, thread_id,
      submitted_at, submitted_by, received_on, reply_waiting_since, created_at, created_by)
    SELECT $1, gen_random_uuid(), 'КЗН-2026-' || lpad(g::text, 7, '0'), gen_random_uuid(), gen_random_uuid(),
      gen_random_uuid(), stage, gen_random_uuid(), gen_random_uuid(), at, gen_random_uuid(), at::date,
      CASE WHEN g % 40 = 0 THEN at + interval '5 days' END, at, gen_random_uuid()
    FROM (SELECT g, now() - (1 - g::float8 / $2) * interval '3 years' AS at,
        (ARRAY['draft', 'ready', 'submitted', 'received', 'received', 'answered', 'closed', 'closed', 'closed',
          'withdrawn'])[1 + g % 10] AS stage FROM generate_series(1, $2::int) g) made`;

const DEADLINES = `
  INSERT INTO deadlines (branch_id, id, family_id, subject_type, subject_id, rule_id, rule_version, calendar_version,
      time_zone, start_event, start_confidence, started_on, due_on, due_at, provisional, steps, status)
    SELECT branch_id, gen_random_uuid(), family_id, 'request', id, 'answer', 1, 'bench', 'Europe/Moscow', 'receipt',
      'certain', received_on, received_on + 30, created_at + interval '30 days', false, '[]',
      CASE WHEN stage IN ('answered', 'closed') THEN 'met' WHEN created_at < now() - interval '40 days' THEN 'passed'
        ELSE 'armed' END
    FROM requests WHERE branch_id = $1 AND stage NOT IN ('draft', 'ready', 'withdrawn')`;

// The trigger that keeps these sleeps while the tables are filled.
const CLOCKS = `
  UPDATE requests r SET clocks = 1, passed_clocks = (d.status = 'passed')::int,
      next_due_on = CASE d.status WHEN 'armed' THEN d.due_on END, next_due_at = CASE d.status WHEN 'armed' THEN d.due_at END
    FROM deadlines d WHERE r.branch_id = $1 AND d.branch_id = $1 AND d.subject_id = r.id`;
