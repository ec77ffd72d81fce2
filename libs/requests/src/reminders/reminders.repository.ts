import { Injectable } from '@nestjs/common';
import { Database } from '#database';

export interface PassedReminder {
  /** False: the deadline was met or superseded, or its request needs no more attention. */
  readonly wanted: boolean;
  /** Days from the last day of the term of the latest reminder that has passed; null: none has. */
  readonly days: number | null;
  readonly collapsed: number;
  readonly familyId: string | null;
  readonly subjectType: string;
  readonly subjectId: string;
}

@Injectable()
export class RemindersRepository {
  constructor(private readonly database: Database) {}

  /** Joins; holds the row. Everything up to now counts as told and the next reminder is armed. Null: not announced. */
  async advance(deadlineId: string): Promise<PassedReminder | null> {
    const [row] = await this.database.manager.query<PassedReminder[]>(
      `WITH held AS (
          SELECT r.*, b.reminder_days, b.reminder_hour FROM deadline_reminders r JOIN branches b ON b.id = r.branch_id
            WHERE r.branch_id = current_branch() AND r.deadline_id = $1 AND r.announced_at IS NOT NULL FOR UPDATE OF r
        ), passed AS (
          SELECT d FROM held, unnest(held.reminder_days) d,
              LATERAL (SELECT (held.due_on + d + make_interval(hours => held.reminder_hour)) AT TIME ZONE held.time_zone AS at) m
            WHERE m.at > held.told_until AND m.at <= app_now()
        ), moved AS (
          UPDATE deadline_reminders r SET announced_at = NULL, told_until = app_now(), next_at = CASE
              WHEN d.status IN ('armed', 'passed')
              THEN next_reminder_at(r.due_on, r.time_zone, held.reminder_days, held.reminder_hour, app_now()) END
            FROM held JOIN deadlines d ON d.branch_id = held.branch_id AND d.id = held.deadline_id
            WHERE r.branch_id = held.branch_id AND r.deadline_id = held.deadline_id RETURNING r.deadline_id
        )
        SELECT d.status IN ('armed', 'passed')
            AND coalesce(q.stage NOT IN ('closed', 'withdrawn'), true) AND o.outcome IS NULL AS wanted,
          (SELECT max(d) FROM passed) AS days, (SELECT count(*)::int FROM passed) AS collapsed,
          d.family_id AS "familyId", d.subject_type AS "subjectType", d.subject_id AS "subjectId"
        FROM moved JOIN deadlines d ON d.branch_id = current_branch() AND d.id = moved.deadline_id
          LEFT JOIN requests q ON q.branch_id = d.branch_id AND q.id = d.subject_id AND d.subject_type = 'request'
          LEFT JOIN demands o ON o.branch_id = d.branch_id AND o.id = d.demand_id`,
      [deadlineId],
    );
    return row ?? null;
  }

  /**
   * Joins. Writes to who works the case: the assigned and who submitted it; where there is nobody, the coordinators,
   * else who administers the branch. Only to members who may see the family now. Resolves to how many were told.
   */
  async tell(deadlineId: string, days: number, collapsed: number): Promise<number> {
    const rows = await this.database.manager.query<unknown[]>(
      `WITH told AS (
          SELECT d.id, d.family_id, d.subject_type, q.submitted_by,
            EXISTS (SELECT FROM sealed_families s WHERE s.branch_id = d.branch_id AND s.family_id = d.family_id) AS sealed
          FROM deadlines d
            LEFT JOIN requests q ON q.branch_id = d.branch_id AND q.id = d.subject_id AND d.subject_type = 'request'
          WHERE d.branch_id = current_branch() AND d.id = $1
        ), members AS (
          SELECT m.person_id, m.role, r.reach, told.*, EXISTS (SELECT FROM family_assignments a
              WHERE a.branch_id = m.branch_id AND a.person_id = m.person_id AND a.family_id = told.family_id
                AND a.ended_at IS NULL AND (a.ends_at IS NULL OR a.ends_at > app_now())) AS assigned
          FROM told, memberships m JOIN roles r ON r.code = m.role
          WHERE m.branch_id = current_branch() AND m.revoked_at IS NULL
        ), ranked AS (
          SELECT person_id, CASE
              WHEN assigned OR person_id = submitted_by THEN 1
              WHEN role = 'coordinator' AND subject_type <> 'duty' THEN 2
              WHEN role = 'branch_admin' THEN 3 END AS rank
          FROM members WHERE assigned AND reach <> 'none' OR reach = 'branch' AND NOT sealed
        )
        INSERT INTO notifications (id, person_id, deadline_id, days, collapsed)
          SELECT gen_random_uuid(), person_id, $1, $2, $3 FROM ranked WHERE rank = (SELECT min(rank) FROM ranked)
          RETURNING id`,
      [deadlineId, days, collapsed],
    );
    return rows.length;
  }
}
