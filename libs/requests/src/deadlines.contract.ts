import { z } from 'zod';
import { idSchema, localDateSchema } from '#kernel';
import { extensionReasons } from '#law';
import { dto, instantSchema, rule } from '#http';

export const deadlineSchema = z.object({
  id: idSchema,
  demandId: idSchema.nullable(),
  ruleId: z.string(),
  /** The name of the term, as people read it. */
  title: z.object({ ru: z.string(), en: z.string() }),
  ruleVersion: z.int(),
  calendarVersion: z.string(),
  timeZone: z.string(),
  startEvent: z.string(),
  startConfidence: z.string(),
  startedOn: localDateSchema,
  evidenceMessageId: idSchema.nullable(),
  extended: z.boolean(),
  extension: z
    .object({
      amount: z.int(),
      reason: z.string().nullable(),
      messageId: idSchema.nullable(),
      fileId: idSchema.nullable(),
    })
    .nullable()
    .meta({ description: 'In the unit of the rule; the message or the file is the notice that grants it' }),
  /** The row that this one took the place of, and why. */
  supersedes: idSchema.nullable(),
  change: z.enum(['better_start', 'extension', 'calendar', 'rule']).nullable(),
  dueOn: localDateSchema,
  dueAt: instantSchema,
  provisional: z.boolean(),
  status: z.enum(['armed', 'passed', 'met', 'superseded']),
  armedAt: instantSchema,
  /** When it was met, passed or superseded; null while it runs. */
  settledAt: instantSchema.nullable(),
  lateSeconds: z.int().nullable(),
  /** Of a passed deadline: the last day on which a КоАП case may be brought over it. */
  koapLimitOn: localDateSchema.nullable(),
  explanation: z.object({ ru: z.array(z.string()), en: z.array(z.string()) }),
});
export type DeadlineView = z.infer<typeof deadlineSchema>;

export class DeadlineList extends dto(z.object({ items: z.array(deadlineSchema) })) {}

export class DeadlineAnswer extends dto(deadlineSchema) {}

const reasonCodes = extensionReasons.map(({ code }) => code) as [string, ...string[]];

const extensionFields = {
  reason: z.enum(reasonCodes),
  /** In the unit of the rule, working or calendar days. */
  amount: z.int().min(1).max(366).optional(),
  /** The new last day that the notice names. */
  until: localDateSchema.optional(),
};

/** What an addressee's notice of an extension says; without `amount` and `until` the whole extension of the rule. */
export function extensionBody<const Evidence extends z.ZodRawShape>(evidence: Evidence) {
  return z.strictObject({ ...extensionFields, ...evidence }).refine(
    (body) => !('amount' in body && 'until' in body) || body['amount'] === undefined || body['until'] === undefined,
    rule('amount-or-until', {
      ru: 'Укажите либо число дней, либо новый последний день.',
      en: 'Give either a number of days or the new last day.',
    }),
  );
}

export class ExtendDeadlineBody extends dto(
  extensionBody({ messageId: idSchema.meta({ description: 'The notice: it came in by the thread of the request' }) }),
) {}
