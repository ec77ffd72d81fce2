import { z } from 'zod';
import { dto, flag, instantSchema, listQuery, pageOf } from '#http';
import { idSchema, localDateSchema } from '#kernel';

export const notificationSchema = z.object({
  id: idSchema,
  kind: z.literal('deadline_reminder'),
  deadlineId: idSchema,
  subjectType: z.enum(['request', 'escalation', 'duty']),
  subjectId: idSchema,
  /** Of the request, where the deadline is one of a request. */
  caseNumber: z.string().nullable(),
  dueOn: localDateSchema,
  /** Days from the last day of the term: below zero before it, above zero after it. */
  days: z.int(),
  /** How many reminders this one stands for; more than one after an outage. */
  collapsed: z.int(),
  createdAt: instantSchema,
  readAt: instantSchema.nullable(),
});
export type NotificationView = z.infer<typeof notificationSchema>;

export class NotificationPage extends dto(pageOf(notificationSchema)) {}

export class ListNotificationsQuery extends dto(
  listQuery({ sorts: ['-createdAt', 'createdAt'], filters: { unread: flag() } }),
) {}

export class ReadNotificationsBody extends dto(z.strictObject({ ids: z.array(idSchema).min(1).max(200) })) {}

export class ReadNotificationsAnswer extends dto(z.object({ read: z.int() })) {}
