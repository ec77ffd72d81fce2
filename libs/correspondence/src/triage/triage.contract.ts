import { z } from 'zod';
import { dto, flag, instantSchema, listQuery, pageOf, rule, versionSchema } from '#http';
import { idSchema } from '#kernel';
import { signals } from './suggestion-score.ts';

export const triageStates = ['waiting', 'attached', 'discarded'] as const;
export type TriageState = (typeof triageStates)[number];

export const triageMailSchema = z.object({
  id: idSchema,
  state: z.enum(triageStates),
  /** Why it counts as a machine's mail, or `unparseable`; null when no sign was found. */
  machine: z.string().nullable(),
  receivedAt: instantSchema,
  /** When a person attached or discarded it. */
  settledAt: instantSchema.nullable(),
  version: versionSchema,
});
export type TriageMail = z.output<typeof triageMailSchema>;

export const wholeTriageMailSchema = triageMailSchema.extend({
  from: z.string().nullable(),
  to: z.array(z.string()),
  subject: z.string().nullable(),
  /** Empty once it is attached: then it lies in the threads. */
  text: z.string(),
  attachments: z.array(z.object({ name: z.string().nullable(), mediaType: z.string(), size: z.int() })),
  /** Threads that it was attached to and that you may see. */
  threadIds: z.array(idSchema),
});
export type WholeTriageMail = z.output<typeof wholeTriageMailSchema>;

const subjectSchema = z.object({ type: z.enum(['request', 'escalation']), id: idSchema });

export const suggestionSchema = z.object({
  threadId: idSchema,
  familyId: idSchema,
  authorityId: idSchema,
  /** What the thread is about. */
  about: subjectSchema,
  /** 0 to 1, learned from what people attached before; never certain. */
  score: z.number(),
  signals: z.array(z.enum(signals)),
});
export type Suggestion = z.output<typeof suggestionSchema>;

export class ListTriageQuery extends dto(
  listQuery({
    sorts: ['receivedAt', '-receivedAt'],
    filters: { state: z.enum(triageStates).default('waiting'), machine: flag() },
  }),
) {}
export class TriageInboxAnswer extends dto(
  z.object({ address: z.string().meta({ description: 'Where the branch takes mail that has no reply address' }) }),
) {}
export class TriageMailPage extends dto(pageOf(triageMailSchema)) {}
export class TriageMailAnswer extends dto(triageMailSchema) {}
export class WholeTriageMailAnswer extends dto(wholeTriageMailSchema) {}
export class SuggestionList extends dto(z.object({ items: z.array(suggestionSchema) })) {}

export class AttachTriageMailBody extends dto(
  z
    .strictObject({
      threadIds: z.array(idSchema).max(20).default([]),
      /** Requests and complaints: the newest thread of each. */
      about: z.array(z.strictObject(subjectSchema.shape)).max(20).default([]),
    })
    .refine(({ threadIds, about }) => threadIds.length + about.length > 0, {
      ...rule('threads-missing', {
        ru: 'Укажите хотя бы одну переписку, обращение или жалобу.',
        en: 'Name at least one thread, request or complaint.',
      }),
      path: ['threadIds'],
    }),
) {}

export class DiscardTriageMailBody extends dto(
  z.strictObject({ reason: z.enum(['spam', 'machine', 'duplicate', 'not_ours', 'other']) }),
) {}
