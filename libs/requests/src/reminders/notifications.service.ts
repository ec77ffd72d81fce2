import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import type { Page } from '#kernel';
import type { ListNotificationsQuery, NotificationView } from './notifications.contract.ts';
import { type NotificationRow, NotificationsRepository } from './notifications.repository.ts';

/** What the person who asks was told in this branch. */
@Injectable()
export class Notifications {
  constructor(
    private readonly database: Database,
    private readonly notifications: NotificationsRepository,
    private readonly audit: Audit,
  ) {}

  async list(by: Principal, query: InstanceType<typeof ListNotificationsQuery>): Promise<Page<NotificationView>> {
    return this.database.transaction(async () => {
      const page = await this.notifications.list(by.personId, query);
      return { ...page, items: page.items.map(viewOf) };
    });
  }

  async markRead(by: Principal, ids: readonly string[]): Promise<{ read: number }> {
    return this.database.transaction(async () => {
      const read = await this.notifications.markRead(by.personId, ids);
      if (read > 0) {
        const subject = { type: 'person', id: by.personId };
        this.audit.record({ action: 'notifications.read', by, subject, details: { read } });
      }
      return { read };
    });
  }
}

function viewOf(row: NotificationRow): NotificationView {
  const { id, deadlineId, subjectType, subjectId, caseNumber, dueOn, days, collapsed, createdAt, readAt } = row;
  return {
    ...{ id, kind: 'deadline_reminder', deadlineId, subjectType, subjectId, caseNumber, dueOn, days, collapsed },
    ...{ createdAt: createdAt.toISOString(), readAt: readAt?.toISOString() ?? null },
  };
}
