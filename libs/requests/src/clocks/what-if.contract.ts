import { z } from 'zod';
import { idSchema, localDateSchema } from '#kernel';
import { confidenceSchema, demandCodeSchema, shiftRuleSchema } from '#law';
import { dto, instantSchema, rule } from '#http';

const localised = z.object({ ru: z.string(), en: z.string() });

export class WhatIfBody extends dto(
  z
    .strictObject({
      /** A term of the law, or a kind of demand with all of its terms: one of the two. */
      ruleId: z
        .string()
        .regex(/^[a-z0-9_]{1,40}$/)
        .optional(),
      demand: demandCodeSchema.optional(),
      /** The day of the event there, or its instant; terms in hours need the instant. */
      event: z.union([z.strictObject({ day: localDateSchema }), z.strictObject({ instant: instantSchema })]),
      /** Whose days are counted: an addressee of the directory, or a zone with or without a region. */
      authorityId: idSchema.optional(),
      timeZone: z.string().min(1).max(60).optional(),
      regionCode: z
        .string()
        .regex(/^\d{2}$/)
        .optional(),
      /** True: the whole extension that a rule allows, where it allows one. */
      extension: z.union([z.boolean(), z.strictObject({ amount: z.int().min(1).max(366) })]).default(false),
      calendarVersion: z.string().min(1).max(60).optional(),
      receipt: z.enum(['as_received', 'next_workday']).default('as_received'),
      shift: shiftRuleSchema.optional(),
      short: z.boolean().default(false),
    })
    .refine(
      ({ ruleId, demand }) => (ruleId === undefined) !== (demand === undefined),
      rule('rule-or-demand', {
        ru: 'Укажите либо правило срока, либо вид требования.',
        en: 'Give either a deadline rule or a kind of demand.',
      }),
    )
    .refine(
      ({ authorityId, timeZone }) => (authorityId === undefined) !== (timeZone === undefined),
      rule('authority-or-zone', {
        ru: 'Укажите либо адресата, либо часовой пояс.',
        en: 'Give either an addressee or a time zone.',
      }),
    ),
) {}

export const supposedDeadlineSchema = z.object({
  ruleId: z.string(),
  ruleVersion: z.int(),
  title: localised,
  source: z.string(),
  confidence: confidenceSchema,
  /** False: the clock runs only once a person says that the condition holds. */
  isDefault: z.boolean(),
  condition: localised.nullable(),
  calendarVersion: z.string(),
  timeZone: z.string(),
  kind: z.enum(['deadline', 'not_before']),
  startedOn: localDateSchema,
  dueOn: localDateSchema,
  dueAt: instantSchema,
  provisional: z.boolean(),
  explanation: z.object({ ru: z.array(z.string()), en: z.array(z.string()) }),
  warnings: z.array(z.object({ code: z.string(), year: z.int(), ru: z.string(), en: z.string() })),
});

export class WhatIfAnswer extends dto(z.object({ items: z.array(supposedDeadlineSchema) })) {}
