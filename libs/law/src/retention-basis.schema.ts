import { z } from 'zod';
import { uniqueRows } from './data-set.ts';
import { localisedSchema, provenance, textSchema } from './provenance.schema.ts';

export const retentionBasisSchema = z.strictObject({
  code: z.string().regex(/^[a-z_]+$/),
  title: localisedSchema,
  ground: textSchema,
  ...provenance,
  notes: textSchema.nullable(),
});
export type RetentionBasis = z.output<typeof retentionBasisSchema>;

export const retentionBasesSchema = uniqueRows(retentionBasisSchema, (basis) => basis.code);
