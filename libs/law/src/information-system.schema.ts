import { z } from 'zod';
import { uniqueRows } from './data-set.ts';
import { localisedSchema, provenance, textSchema } from './provenance.schema.ts';

/**
 * On what ground a child's data are in a system: `law` imposed by law; `law_partial` imposed on the school, while the
 * family's registration is argued to be voluntary; the rest as named. A default: regions and schools may differ.
 */
export const processingBasisSchema = z.enum(['law', 'law_partial', 'consent', 'contract', 'mixed', 'unclear']);
export type ProcessingBasis = z.infer<typeof processingBasisSchema>;

export const informationSystemSchema = z.strictObject({
  code: z.string().regex(/^[a-z0-9_]+$/),
  name: localisedSchema,
  operator: localisedSchema,
  /** Who gets the demand; a vendor that acts by order of the school is reached through the school. */
  operatorKind: z.enum(['school', 'state_operator', 'private_operator']),
  acts: z.array(textSchema).min(1),
  defaultBasis: processingBasisSchema,
  otherBases: z.array(processingBasisSchema),
  basisNote: textSchema.nullable(),
  aliases: z.strictObject({ ru: z.array(textSchema), en: z.array(textSchema) }),
  /** What is known of it in 2026. */
  status: localisedSchema,
  /** What the family should know before it withdraws; null where nothing is known. */
  consequences: localisedSchema.nullable(),
  ...provenance,
  notes: textSchema.nullable(),
});
export type InformationSystem = z.output<typeof informationSystemSchema>;

export const informationSystemsSchema = uniqueRows(informationSystemSchema, (system) => system.code);
