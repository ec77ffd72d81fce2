import { z } from 'zod';
import { anyOf, dto, instantSchema, listQuery, pageOf, versionSchema } from '#http';
import { idSchema, localDateSchema } from '#kernel';
import { channelCodeSchema } from '#law';
import { deadlineSchema, extensionBody } from '#requests';
import { escalationStages } from './escalation-state.ts';

export const escalationSchema = z.object({
  id: idSchema,
  version: versionSchema,
  requestId: idSchema,
  familyId: idSchema,
  step: z.string().meta({ example: 'roskomnadzor' }),
  reason: z.enum(['deadline_passed', 'refused_unreasoned']),
  /** Null while no office is certain: a person has to choose it. */
  authorityId: idSchema.nullable(),
  stage: z.enum(escalationStages),
  letterId: idSchema.nullable(),
  packFileId: idSchema.nullable(),
  threadId: idSchema.nullable(),
  preparedBy: idSchema,
  approvedBy: idSchema.nullable(),
  approvedAt: instantSchema.nullable(),
  filedBy: idSchema.nullable(),
  filedAt: instantSchema.nullable(),
  filingMessageId: idSchema.nullable(),
  createdAt: instantSchema,
});
export type EscalationView = z.infer<typeof escalationSchema>;

export class EscalationAnswer extends dto(escalationSchema) {}
export class EscalationPage extends dto(pageOf(escalationSchema)) {}
export class EscalationDeadlines extends dto(z.object({ items: z.array(deadlineSchema) })) {}

export class ListEscalationsQuery extends dto(
  listQuery({
    sorts: ['-createdAt', 'createdAt'],
    filters: { stage: anyOf(z.enum(escalationStages)), requestId: idSchema.optional(), familyId: idSchema.optional() },
  }),
) {}

/** Which office takes the complaint, where the directory could not say. */
export class RouteEscalationBody extends dto(z.strictObject({ authorityId: idSchema })) {}

export class FileEscalationBody extends dto(
  z.strictObject({
    channel: channelCodeSchema,
    filedOn: localDateSchema,
    registrationNumber: z.string().trim().min(1).max(100).optional(),
    evidenceFileIds: z.array(idSchema).max(20).default([]),
  }),
) {}

/** The body's notice that it needs longer, as it came on paper or over a portal. */
export class ExtendEscalationBody extends dto(
  extensionBody({
    fileId: idSchema.meta({ description: 'The notice, scanned, among the files of the family' }),
    noticedOn: localDateSchema.meta({ description: 'The day on which it came' }),
  }),
) {}
export class EscalationDeadlineAnswer extends dto(deadlineSchema) {}

export class ChannelAdviceList extends dto(
  z.object({
    items: z.array(
      z.object({
        channel: channelCodeSchema,
        fitness: z.enum(['fit', 'uncertain', 'weak', 'unfit']),
        title: z.object({ ru: z.string(), en: z.string() }),
        reason: z.object({ ru: z.string(), en: z.string() }),
      }),
    ),
  }),
) {}
