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

/** Null: not sealed. */
const sealStateSchema = z.object({ familyId: idSchema, sealing: sealingSchema.nullable() });
export type SealState = z.output<typeof sealStateSchema>;

export class SealFamilyBody extends dto(
  z.strictObject({
    /** Why only assigned people may see the family; kept encrypted under the family's key. */
    reason: line(200),
  }),
) {}
export class SealStateAnswer extends dto(sealStateSchema) {}
export class SealingAnswer extends dto(sealingSchema) {}
