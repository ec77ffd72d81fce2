import { type FilledBranches, fillBranches } from '../filled-branches.ts';

/** Deadlines of three years, of which `due` armed ones are past; of the others a third runs and the rest has ended. */
export function fillDeadlines(rows: number, due: number): Promise<FilledBranches> {
  return fillBranches(rows, async (database, branch, size) => {
    await database.asAdmin(DEADLINES, [branch, size, due / rows]);
  });
}

const DEADLINES = `
  INSERT INTO deadlines (branch_id, id, family_id, subject_type, subject_id, rule_id, rule_version, calendar_version,
      time_zone, start_event, start_confidence, started_on, due_on, due_at, provisional, steps, status, announced_at)
    SELECT $1, gen_random_uuid(), gen_random_uuid(), 'request', gen_random_uuid(), 'stop10wd', 1, 'bench',
      'Europe/Moscow', 'filed', 'V', at::date - 14, at::date, at, false, '[]', status,
      CASE WHEN status = 'passed' THEN at END
    FROM (SELECT CASE kind WHEN 'due' THEN now() - random() * interval '2 days'
          WHEN 'armed' THEN now() + random() * interval '60 days' ELSE now() - random() * interval '3 years' END AS at,
        CASE WHEN kind IN ('due', 'armed') THEN 'armed' ELSE kind END AS status
      FROM (SELECT CASE WHEN floor(g * $3::float8) > floor((g - 1) * $3::float8) THEN 'due'
          ELSE (ARRAY['armed', 'met', 'passed'])[1 + g % 3] END AS kind FROM generate_series(1, $2::int) g) k) made`;
