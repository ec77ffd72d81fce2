import { z } from 'zod';
import { dto, instantSchema } from '#http';
import { idSchema } from '#kernel';
import { line } from './family-people.contract.ts';

export const sealingSchema = z.object({
  familyId: idSchema,
  reason: z.string(),
  sealedBy: idSchema,
  sealedAt: instantSchema,
});
export type Sealing = z.output<typeof sealingSchema>;

export class SealFamilyBody extends dto(
  z.strictObject({
    /** Why only assigned people may see the family; kept encrypted under the family's key. */
    reason: line(200),
  }),
) {}
export class SealingAnswer extends dto(sealingSchema) {}
