import { z } from 'zod';
import { uniqueRows } from './data-set.ts';
import { localisedSchema, provenance, textSchema } from './provenance.schema.ts';

/** What a family may lose by withdrawing, shown before anything is sent. */
export const consequenceSchema = z.strictObject({
  code: z.string().regex(/^[a-z_]+$/),
  /** The systems that it concerns; none means every withdrawal. */
  systems: z.array(textSchema),
  title: localisedSchema,
  text: localisedSchema,
  ...provenance,
});
export type Consequence = z.output<typeof consequenceSchema>;

export const consequencesSchema = uniqueRows(consequenceSchema, (consequence) => consequence.code);
