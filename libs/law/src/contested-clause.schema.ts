import { z } from 'zod';
import { uniqueRows } from './data-set.ts';
import { localisedSchema, provenance, textSchema } from './provenance.schema.ts';

/** A claim that is disputed: a paragraph that an applicant may add in their own name, never put in by itself. */
export const contestedClauseSchema = z.strictObject({
  code: z.string().regex(/^[a-z_]+$/),
  title: localisedSchema,
  /** The paragraph of the letter, in Russian. */
  text: textSchema,
  /** What is held against it. */
  counter: localisedSchema,
  ...provenance,
});
export type ContestedClause = z.output<typeof contestedClauseSchema>;

export const contestedClausesSchema = uniqueRows(contestedClauseSchema, (clause) => clause.code);
