import content from '../data/answer-requirements.json' with { type: 'json' };
import { type AnswerRequirement, answerRequirementsSchema } from './answer-requirement.schema.ts';
import { dataSet } from './data-set.ts';
import type { DemandCode } from './demand.schema.ts';

/** Checklist of a complete answer (152-ФЗ ст. 14 ч. 7), a refusal that gives reasons (ст. 9 ч. 2, ст. 20 ч. 2), an act of destruction (Order 179). */
export const answerRequirements: readonly AnswerRequirement[] = dataSet(
  'answer-requirements.json',
  answerRequirementsSchema,
  content,
);

export function answerRequirementsFor(demand: DemandCode, kind: AnswerRequirement['kind']): AnswerRequirement[] {
  return answerRequirements.filter((item) => item.kind === kind && item.demands.includes(demand));
}
