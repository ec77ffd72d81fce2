import { z } from 'zod';
import { idSchema } from '#kernel';
import { dto, flag, instantSchema, listQuery, pageOf, versionSchema } from '#http';
import { deadlineSchema } from '../deadlines.contract.ts';

export const dutyKinds = ['breach_notice', 'breach_investigation', 'consent_withdrawn'] as const;
export type DutyKind = (typeof dutyKinds)[number];

export const dutySchema = z.object({
  id: idSchema,
  version: versionSchema,
  kind: z.enum(dutyKinds),
  familyId: idSchema.nullable(),
  incidentId: idSchema.nullable(),
  consentId: idSchema.nullable(),
  createdAt: instantSchema,
  doneAt: instantSchema.nullable(),
  /** The clock as it stands now, with its derivation. */
  deadline: deadlineSchema.nullable(),
});
export type DutyView = z.infer<typeof dutySchema>;

export class DutyAnswer extends dto(dutySchema) {}
export class DutyPage extends dto(pageOf(dutySchema)) {}

export class ListDutiesQuery extends dto(
  listQuery({ sorts: ['-createdAt', 'createdAt'], filters: { open: flag(), kind: z.enum(dutyKinds).optional() } }),
) {}

export const incidentNatures = ['unlawful_transfer', 'accidental_transfer', 'unlawful_access', 'loss'] as const;

export class RecordIncidentBody extends dto(
  z.strictObject({
    nature: z.enum(incidentNatures),
    dataCategories: z
      .array(
        z.enum([
          'names',
          'contacts',
          'identity_documents',
          'children',
          'health',
          'correspondence',
          'accounts',
          'other',
        ]),
      )
      .min(1)
      .max(8),
    /** How many people are affected, as far as it is known. */
    subjects: z.int().min(0).max(100_000_000),
    /** When it was found: the 24 and 72 hours run from this moment. */
    detectedAt: instantSchema,
  }),
) {}

export class IncidentAnswer extends dto(
  z.object({ id: idSchema, detectedAt: instantSchema, duties: z.array(dutySchema) }),
) {}
