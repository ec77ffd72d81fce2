import { z } from 'zod';
import { localDateSchema } from '#kernel';
import { answerSchema, termLines } from './complaint.schema.ts';
import { letterLine } from './letter-text.ts';
import { operatorStatementSchema } from './operator-statement.schema.ts';
import { optional } from './parties.schema.ts';

/** Повторное требование: what was demanded and when, which terms ran out, and the same demands again. */
export const repeatedDemandSchema = operatorStatementSchema.extend({
  earlier: z.object({
    /** The day on the first statement. */
    date: localDateSchema,
    receivedOn: optional(localDateSchema),
    incomingNumber: optional(letterLine(60)),
  }),
  terms: termLines,
  answer: answerSchema,
});

export type RepeatedDemandInput = z.input<typeof repeatedDemandSchema>;
