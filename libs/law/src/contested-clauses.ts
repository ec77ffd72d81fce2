import content from '../data/contested-clauses.json' with { type: 'json' };
import { type ContestedClause, contestedClausesSchema } from './contested-clause.schema.ts';
import { dataSet } from './data-set.ts';

/** Disputed claims that an applicant may make in their own name; off unless chosen. */
export const contestedClauses: readonly ContestedClause[] = dataSet(
  'contested-clauses.json',
  contestedClausesSchema,
  content,
);
