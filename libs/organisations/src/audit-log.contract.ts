import { z } from 'zod';
import { dto, instantSchema, listQuery, pageOf } from '#http';
import { idSchema } from '#kernel';

export const auditEntrySchema = z.object({
  id: idSchema,
  number: z.int(),
  at: instantSchema,
  actor: z.object({ kind: z.enum(['person', 'job']), id: idSchema, as: z.string() }),
  requestId: z.string().nullable(),
  action: z.string().meta({ example: 'requests.submit' }),
  subject: z.object({ type: z.string(), id: z.string() }),
  familyId: idSchema.nullable(),
  reason: z.string().nullable(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

export class AuditEntryPage extends dto(pageOf(auditEntrySchema)) {}

/** Who, what, about whom, when and why. */
const filters = {
  action: z.string().max(100).optional(),
  actorId: idSchema.optional(),
  /** The role in which a person acted, or the name of a job. */
  actorAs: z.string().min(1).max(200).optional(),
  subjectType: z.string().min(1).max(80).optional(),
  subjectId: z.string().min(1).max(80).optional(),
  familyId: idSchema.optional(),
  /** Part of the reason. */
  reason: z.string().min(1).max(200).optional(),
  /** Inclusive. */
  from: instantSchema.optional(),
  /** Exclusive. */
  to: instantSchema.optional(),
};

export class ListAuditEntriesQuery extends dto(listQuery({ sorts: ['-number'], filters })) {}

export class ExportAuditQuery extends dto(z.strictObject(filters)) {}

/** Why an entry is bad: edited, moved, missing, repeated, cut off ... */
const firstBad = z.object({ number: z.int(), why: z.string() });

export class AuditChainAnswer extends dto(
  z.object({ branchId: idSchema, entries: z.int(), intact: z.boolean(), firstBad: firstBad.nullable() }),
) {}
