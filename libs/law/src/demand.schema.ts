import { z } from 'zod';
import { uniqueRows } from './data-set.ts';
import { localisedSchema, provenance, textSchema } from './provenance.schema.ts';

export const demandCodeSchema = z.enum([
  'consent_withdrawal',
  'stop_processing',
  'third_party_ban',
  'distribution_stop',
  'destruction',
  'destruction_confirmation',
  'access_request',
  'access_request_repeat',
  'automated_decision_objection',
  'refusal_of_consent',
  'general_appeal',
]);
export type DemandCode = z.infer<typeof demandCodeSchema>;

export const demandKindSchema = z.strictObject({
  code: demandCodeSchema,
  title: localisedSchema,
  legalBasis: z
    .array(
      z.strictObject({
        act: textSchema,
        article: textSchema.nullable(),
        parts: z.array(z.string().regex(/^\d+(\.\d+)?$/)),
      }),
    )
    .min(1),
  deadlines: z.array(
    z.strictObject({
      ruleId: textSchema,
      /** True: the clock is started without asking; false: only when a person says that the condition holds. */
      isDefault: z.boolean(),
      condition: localisedSchema.nullable(),
    }),
  ),
  extension: localisedSchema.nullable(),
  complianceTest: localisedSchema,
  /** Place in the recommended combined statement; null: not part of it. */
  defaultPlanPosition: z.number().int().positive().nullable(),
  ...provenance,
  notes: textSchema.nullable(),
});
export type DemandKind = z.output<typeof demandKindSchema>;

export const demandKindsSchema = uniqueRows(demandKindSchema, (demand) => demand.code);
