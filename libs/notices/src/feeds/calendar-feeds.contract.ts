import { z } from 'zod';
import { dto, instantSchema } from '#http';

const calendarFeedSchema = z.object({ createdAt: instantSchema, language: z.enum(['ru', 'en']) });
export type CalendarFeed = z.output<typeof calendarFeedSchema>;

export class CalendarFeedAnswer extends dto(z.object({ feed: calendarFeedSchema.nullable() })) {}
export class MakeCalendarFeedBody extends dto(z.strictObject({ language: z.enum(['ru', 'en']).default('ru') })) {}
export class NewCalendarFeedAnswer extends dto(
  calendarFeedSchema.extend({
    address: z.string().meta({ description: 'Shown this once; whoever has it sees your deadlines' }),
  }),
) {}
