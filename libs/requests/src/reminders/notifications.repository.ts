import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { sortOf } from '#http';
import { cutPage, decodeCursor, type Page } from '#kernel';
import type { ListNotificationsQuery, NotificationView } from './notifications.contract.ts';

export type NotificationRow = Omit<NotificationView, 'kind' | 'createdAt' | 'readAt'> & {
  readonly createdAt: Date;
  readonly readAt: Date | null;
};

@Injectable()
export class NotificationsRepository {
  constructor(private readonly database: Database) {}

  /** What the person may not see any more is not there: the deadline is read through its own policies. */
  async list(by: string, query: InstanceType<typeof ListNotificationsQuery>): Promise<Page<NotificationRow>> {
    const { sort, cursor, limit, unread } = query;
    const after = decodeCursor(cursor, sort);
    const [than, order] = sortOf(sort).descending ? ['<', 'DESC'] : ['>', 'ASC'];
    const rows = await this.database.manager.query<(NotificationRow & { key: string })[]>(
      `SELECT n.id, n.deadline_id AS "deadlineId", d.subject_type AS "subjectType", d.subject_id AS "subjectId",
          q.case_number AS "caseNumber", d.due_on::text AS "dueOn", n.days, n.collapsed, n.created_at AS "createdAt",
          n.read_at AS "readAt", to_char(n.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS key
        FROM notifications n JOIN deadlines d ON d.branch_id = n.branch_id AND d.id = n.deadline_id
          LEFT JOIN requests q ON q.branch_id = d.branch_id AND q.id = d.subject_id AND d.subject_type = 'request'
        WHERE n.branch_id = current_branch() AND n.person_id = $1
          AND ($2::boolean IS NULL OR (n.read_at IS NULL) = $2)
          AND ($3::timestamptz IS NULL OR (n.created_at, n.id) ${than} ($3, $4::uuid))
        ORDER BY n.created_at ${order}, n.id ${order} LIMIT $5`,
      [by, unread ?? null, after?.key ?? null, after?.id ?? null, limit + 1],
    );
    return cutPage(rows, limit, sort, ({ key, id }) => ({ key, id }));
  }

  /** Joins. Resolves to how many were unread before; ids of others and unknown ones count for nothing. */
  async markRead(by: string, ids: readonly string[]): Promise<number> {
    const rows = await this.database.manager.query<[unknown[], number]>(
      `UPDATE notifications SET read_at = app_now()
        WHERE branch_id = current_branch() AND person_id = $1 AND id = ANY ($2::uuid[]) AND read_at IS NULL`,
      [by, ids],
    );
    return rows[1];
  }
}
