import { z } from 'zod';
import { uniqueRows } from './data-set.ts';
import { demandCodeSchema } from './demand.schema.ts';
import { localisedSchema, provenance, textSchema } from './provenance.schema.ts';

export const answerRequirementKindSchema = z.enum(['complete_answer', 'reasoned_refusal', 'destruction_act']);

export const answerRequirementSchema = z.strictObject({
  code: z.string().regex(/^[a-z_]+$/),
  kind: answerRequirementKindSchema,
  demands: z.array(demandCodeSchema).min(1),
  text: localisedSchema,
  basis: textSchema,
  ...provenance,
});
export type AnswerRequirement = z.output<typeof answerRequirementSchema>;

export const answerRequirementsSchema = uniqueRows(answerRequirementSchema, (requirement) => requirement.code);
