import { z } from 'zod';
import { uniqueRows } from './data-set.ts';
import { localisedSchema, provenance } from './provenance.schema.ts';

/** What a demand to an operator of this kind can bring about, and what it cannot. */
export const operatorReachSchema = z.strictObject({
  operatorKind: z.enum(['school', 'state_operator', 'private_operator']),
  can: localisedSchema,
  cannot: localisedSchema,
  ...provenance,
});
export type OperatorReach = z.output<typeof operatorReachSchema>;

export const operatorReachesSchema = uniqueRows(operatorReachSchema, (reach) => reach.operatorKind);
