import { z } from 'zod';
import { uniqueRows } from './data-set.ts';
import { daySchema, localisedSchema, provenance, textSchema } from './provenance.schema.ts';

export const termUnitSchema = z.enum(['workday', 'calendar_day', 'hour']);
export type TermUnit = z.infer<typeof termUnitSchema>;

/** What becomes of a last day that is not a working day (ГК РФ ст. 193: `next_workday`). */
export const shiftRuleSchema = z.enum(['next_workday', 'previous_workday', 'none']);
export type ShiftRule = z.infer<typeof shiftRuleSchema>;

export const startEventSchema = z.enum([
  'received',
  'evidence_received',
  'violation_found',
  'purpose_achieved',
  'first_request',
  'rkn_query_received',
  'appeal_received',
  'appeal_registered',
  'incident_detected',
]);
export type StartEvent = z.infer<typeof startEventSchema>;

export const deadlineRuleSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9_]+$/),
  version: z.number().int().positive(),
  title: localisedSchema,
  /** `not_before`: the act is allowed only once the term has run out. */
  kind: z.enum(['deadline', 'not_before']),
  unit: termUnitSchema,
  amount: z.number().int().positive(),
  /** The shorter term of the same rule, used when no further check is needed. */
  shortAmount: z.number().int().positive().nullable(),
  event: startEventSchema,
  /** Whose working week counts; null: as the calendar says for the region. */
  week: z.enum(['five_day', 'six_day']).nullable().default(null),
  /** False: holidays of the region count as working days whatever the calendar says. */
  regionalHolidays: z.boolean().default(true),
  shift: shiftRuleSchema,
  extension: z
    .strictObject({
      /** The most the law allows. */
      amount: z.number().int().positive(),
      unit: z.enum(['workday', 'calendar_day']),
      condition: z.enum(['reasoned_notice_to_subject', 'reasoned_notice_to_rkn', 'notice_of_extension']),
      conditionText: localisedSchema,
    })
    .nullable(),
  /** Where destruction in time is impossible: block and destroy within so many months (152-ФЗ ст. 21 ч. 6). */
  blockThenDestroyMonths: z.number().int().positive().nullable(),
  basis: textSchema,
  /** Null: in force since before the calendar begins. */
  validFrom: daySchema.nullable(),
  /** Last day in force; null: still in force. */
  validTo: daySchema.nullable(),
  ...provenance,
  notes: textSchema.nullable(),
});
export type DeadlineRule = z.output<typeof deadlineRuleSchema>;

export const deadlineRulesSchema = uniqueRows(deadlineRuleSchema, (rule) => `${rule.id} version ${rule.version}`);
