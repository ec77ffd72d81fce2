/**
 * The law as versioned data with source and confidence, and the pure arithmetic of its terms.
 * Never reads a clock, a file at call time or a database, never words a letter, and never decides a case.
 */
export { lawProblems } from './problems.ts';
export { type Confidence, confidenceSchema } from './provenance.schema.ts';

export {
  type CalendarData,
  type CalendarRegion,
  type CalendarYear,
  calendarDataSchema,
  calendarYearSchema,
} from './calendar.schema.ts';
export { type CalendarDifference, calendarDifference } from './calendar-difference.ts';
export type { CalendarNote } from './calendar-note.ts';
export { type CalendarOptions, ProductionCalendar } from './production-calendar.ts';
export { bundledCalendar } from './bundled-calendar.ts';

export {
  type DeadlineRule,
  deadlineRuleSchema,
  deadlineRulesSchema,
  type ShiftRule,
  shiftRuleSchema,
  type StartEvent,
  startEventSchema,
  type TermUnit,
} from './deadline-rule.schema.ts';
export { ruleTitle } from './rule-title.ts';
export { deadlineRules, ruleInForce } from './deadline-rules.ts';
export type { Deadline, DeadlineChange, DeadlineInput, Explainable, TermEvent, TermStep } from './deadline.ts';
export { computeDeadline } from './compute-deadline.ts';
export { extendUntil } from './extend-until.ts';
export type { ExtensionReason } from './extension-reason.schema.ts';
export { extensionReasons } from './extension-reasons.ts';
export { addMonths, blockingLimit, koapLimit } from './month-terms.ts';
export { explainDeadline } from './explain-deadline.ts';
export { type PluralForms, russianPlural } from './russian-plural.ts';

export type { Region } from './region.schema.ts';
export { isRoutable, regionByCode, regions } from './regions.ts';
export { type AddresseeKind, addresseeKindSchema } from './addressee.schema.ts';
export { type InformationSystem, type ProcessingBasis, processingBasisSchema } from './information-system.schema.ts';
export { informationSystemNamed, informationSystems } from './information-systems.ts';

export { type DemandCode, demandCodeSchema, type DemandKind } from './demand.schema.ts';
export { deadlineRulesFor, defaultDemandPlan, type DemandClock, demandKind, demandKinds } from './demands.ts';
export type { Consequence } from './consequence.schema.ts';
export { consequences, consequencesOf } from './consequences.ts';
export type { OperatorReach } from './operator-reach.schema.ts';
export { operatorReach, operatorReaches } from './operator-reaches.ts';
export type { ContestedClause } from './contested-clause.schema.ts';
export { contestedClauses } from './contested-clauses.ts';
export type { RetentionBasis } from './retention-basis.schema.ts';
export { retentionBases } from './retention-bases.ts';
export type { Outcome } from './outcome.schema.ts';
export { complaintOutcomes, demandOutcomes } from './outcomes.ts';
export { type AnswerRequirement, answerRequirementKindSchema } from './answer-requirement.schema.ts';
export { type AnswerHint, answerHintKinds, type HintConfidence, hintConfidences } from './answers/answer-hint.ts';
export { readAnswer } from './answers/read-answer.ts';
export { answerRequirements, answerRequirementsFor } from './answer-requirements.ts';

export {
  type Channel,
  type ChannelCode,
  channelCodeSchema,
  type FilingPurpose,
  filingPurposeSchema,
  type Fitness,
} from './channel.schema.ts';
export { type ChannelAdvice, channels, channelsFor } from './channels.ts';
export type { Attachment } from './attachment.schema.ts';
export type { EscalationStep } from './escalation-step.schema.ts';
export { attachments, escalationSteps, ladder } from './ladder.ts';
