import { z } from 'zod';
import { uniqueRows } from './data-set.ts';
import { localisedSchema, provenance } from './provenance.schema.ts';

export const outcomeSchema = z.strictObject({
  /** What came of a demand to an operator, or of a complaint to a body. */
  scope: z.enum(['demand', 'complaint']),
  code: z.string().regex(/^[a-z_]+$/),
  title: localisedSchema,
  /** Whether it opens the next step: by default, when a person decides so, or not at all. */
  escalation: z.enum(['by_default', 'by_person', 'none']),
  ...provenance,
});
export type Outcome = z.output<typeof outcomeSchema>;

export const outcomesSchema = uniqueRows(outcomeSchema, (outcome) => `${outcome.scope} ${outcome.code}`);
