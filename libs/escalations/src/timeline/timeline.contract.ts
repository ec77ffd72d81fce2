import { z } from 'zod';
import { dto, instantSchema, listQuery, pageOf } from '#http';
import { idSchema } from '#kernel';

export const timelineKinds = [
  'action',
  'decision',
  'message_sent',
  'message_received',
  'delivery_attempt',
  'clock_armed',
  'clock_extended',
  'clock_superseded',
  'clock_passed',
  'clock_met',
] as const;

export const timelineEventSchema = z.object({
  /** Of the row that tells it: one row may tell two events. */
  id: idSchema,
  at: instantSchema,
  kind: z.enum(timelineKinds),
  /** Who acted and in which role; null where it was nobody of the branch. Never a name. */
  who: z.object({ kind: z.enum(['person', 'job']), id: z.string(), as: z.string() }).nullable(),
  text: z.object({ ru: z.string(), en: z.string() }),
  /** Where to look, below the branch. */
  link: z.string(),
});
export type TimelineEvent = z.output<typeof timelineEventSchema>;

export class TimelinePage extends dto(pageOf(timelineEventSchema)) {}
export class TimelineQuery extends dto(listQuery({ sorts: ['at', '-at'], filters: {} })) {}
