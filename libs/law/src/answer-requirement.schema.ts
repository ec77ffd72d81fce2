import { z } from 'zod';
import { uniqueRows } from './data-set.ts';
import { demandCodeSchema } from './demand.schema.ts';
import { localisedSchema, provenance, textSchema } from './provenance.schema.ts';

export const answerRequirementSchema = z.strictObject({
  code: z.string().regex(/^[a-z_]+$/),
  kind: z.enum(['complete_answer', 'reasoned_refusal']),
  demands: z.array(demandCodeSchema).min(1),
  text: localisedSchema,
  basis: textSchema,
  ...provenance,
});
export type AnswerRequirement = z.output<typeof answerRequirementSchema>;

export const answerRequirementsSchema = uniqueRows(answerRequirementSchema, (requirement) => requirement.code);
