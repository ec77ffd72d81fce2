import attachmentContent from '../data/attachments.json' with { type: 'json' };
import stepContent from '../data/escalation-steps.json' with { type: 'json' };
import { type Attachment, attachmentsSchema } from './attachment.schema.ts';
import { dataSet } from './data-set.ts';
import { deadlineRules } from './deadline-rules.ts';
import { type EscalationStep, escalationStepsSchema } from './escalation-step.schema.ts';

/** What may be attached to a complaint (59-ФЗ ст. 7). */
export const attachments: readonly Attachment[] = dataSet('attachments.json', attachmentsSchema, attachmentContent);

const knownRules = new Set(deadlineRules.map((rule) => rule.id));
const knownAttachments = new Set(attachments.map((attachment) => attachment.code));

/** Every step, those without a place on the ladder too. */
export const escalationSteps: readonly EscalationStep[] = dataSet(
  'escalation-steps.json',
  escalationStepsSchema.refine(
    (steps) =>
      steps.every(
        (step) =>
          step.deadlines.every((deadline) => knownRules.has(deadline.ruleId)) &&
          step.attachments.every((attachment) => knownAttachments.has(attachment.code)),
      ),
    { error: 'a step names a deadline rule or an attachment that does not exist' },
  ),
  stepContent,
);

/** The default order of complaint: reminder, founder, Roskomnadzor, prosecutor, court (152-ФЗ ст. 17; 59-ФЗ; 2202-1). */
export const ladder: readonly EscalationStep[] = escalationSteps
  .filter((step) => step.order !== null)
  .sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
