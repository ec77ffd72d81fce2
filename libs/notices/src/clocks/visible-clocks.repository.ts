import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { LocalDate } from '#kernel';

export interface ClockRow {
  readonly subjectType: 'request' | 'escalation' | 'duty';
  readonly subjectId: string;
  readonly demandId: string | null;
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly caseNumber: string | null;
  readonly dueOn: LocalDate;
  readonly status: 'armed' | 'passed';
  readonly since: Date;
}

export interface Days {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

@Injectable()
export class VisibleClocksRepository {
  constructor(private readonly database: Database) {}

  /**
   * Joins, as whoever entered the branch: what they may not see is not there. Terms that still want something, by day;
   * the newest ones first when `latest`.
   */
  async between({ from, to }: Days, status: readonly ClockRow['status'][], limit: number, latest: boolean) {
    const order = latest ? 'DESC' : 'ASC';
    return this.database.manager.query<ClockRow[]>(
      `SELECT d.subject_type AS "subjectType", d.subject_id AS "subjectId", d.demand_id AS "demandId",
          d.rule_id AS "ruleId", d.rule_version AS "ruleVersion", coalesce(q.case_number, c.case_number) AS "caseNumber",
          d.due_on::text AS "dueOn", d.status, coalesce(d.settled_at, d.created_at) AS since
        FROM deadlines d
          LEFT JOIN requests q ON q.branch_id = d.branch_id AND q.id = d.subject_id AND d.subject_type = 'request'
          LEFT JOIN escalations e ON e.branch_id = d.branch_id AND e.id = d.subject_id AND d.subject_type = 'escalation'
          LEFT JOIN requests c ON c.branch_id = e.branch_id AND c.id = e.request_id
          LEFT JOIN demands o ON o.branch_id = d.branch_id AND o.id = d.demand_id
        WHERE d.branch_id = current_branch() AND d.status IN ('armed', 'passed') AND d.status = ANY ($3)
          AND d.due_on BETWEEN $1 AND $2 AND o.outcome IS NULL AND coalesce(e.stage <> 'closed', true)
          AND coalesce(q.stage NOT IN ('closed', 'withdrawn', 'returned', 'transferred'), true)
        ORDER BY d.due_on ${order}, d.id ${order} LIMIT $4`,
      [from, to, status, limit],
    );
  }

  /** Joins. Unread and still visible notifications of the person, counted up to `most`. */
  async unread(personId: string, most: number): Promise<number> {
    const [row] = await this.database.manager.query<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM (SELECT FROM notifications n
          JOIN deadlines d ON d.branch_id = n.branch_id AND d.id = n.deadline_id
        WHERE n.branch_id = current_branch() AND n.person_id = $1 AND n.read_at IS NULL LIMIT $2) unread`,
      [personId, most],
    );
    return row?.count ?? 0;
  }

  /** Joins. What the entered person's role may do, as the database knows it now; null for who has none. */
  async role(): Promise<{ role: string; permissions: string[] | null } | null> {
    const [row] = await this.database.manager.query<{ role: string | null; permissions: string[] | null }[]>(
      'SELECT role, role_permissions(role) AS permissions FROM my_role() role',
    );
    return row === undefined || row.role === null ? null : { role: row.role, permissions: row.permissions };
  }
}
