import { z } from 'zod';
import { localDateSchema } from '#kernel';
import { confidenceSchema, deadlineRuleSchema } from '#law';
import { dto, instantSchema } from '#http';

export class MovesQuery extends dto(z.strictObject({ calendar: z.string().min(1).max(60) })) {}

const count = z.int().min(0);

export class MovesAnswer extends dto(
  z.object({
    calendar: z.string(),
    open: count,
    moved: count,
    earlier: count,
    later: count,
    confirmed: count.meta({ description: 'Provisional today and not so by that calendar' }),
    uncomputable: count.meta({ description: 'A year that they touch is missing there; they would stay as they are' }),
    items: z.array(z.object({ ruleId: z.string(), from: localDateSchema, to: localDateSchema, count })),
  }),
) {}

/** New versions as the operator of the system would load them; source and confidence are parts of each. */
export class RuleMovesBody extends dto(z.strictObject({ rules: z.array(deadlineRuleSchema).min(1).max(50) })) {}

/** A row of the law's data as it is told: days are texts here, whatever they are inside. */
const toldRuleSchema = deadlineRuleSchema.extend({
  validFrom: localDateSchema.nullable(),
  validTo: localDateSchema.nullable(),
});

export class RuleList extends dto(
  z.object({
    items: z.array(
      z.object({
        rule: toldRuleSchema,
        origin: z.enum(['bundled', 'loaded']),
      }),
    ),
  }),
) {}

export class CalendarList extends dto(
  z.object({
    items: z.array(
      z.object({
        version: z.string(),
        /** Null for the calendar that ships with the program. */
        loadedAt: instantSchema.nullable(),
        appliedAt: instantSchema.nullable(),
        inForce: z.boolean(),
        years: z.array(
          z.object({
            year: z.int(),
            status: z.enum(['final', 'provisional']),
            decree: z.string().nullable(),
            confidence: confidenceSchema,
          }),
        ),
      }),
    ),
  }),
) {}
