import { z } from 'zod';
import { dto, pageOf } from '#http';
import { idSchema, pageQuerySchema } from '#kernel';

const side = z.object({ familyId: idSchema, number: z.int(), initials: z.string() });

/** Two families that may be one, the older first; a person decides. */
export const duplicatePairSchema = z.object({
  families: z.array(side).length(2).readonly(),
  matched: z.array(z.enum(['child', 'document', 'phone', 'email'])).readonly(),
});
export type DuplicatePair = z.output<typeof duplicatePairSchema>;

export const listDuplicatesSchema = z.strictObject({ ...pageQuerySchema.shape });
export type ListDuplicates = z.output<typeof listDuplicatesSchema>;

export class ListDuplicatesQuery extends dto(listDuplicatesSchema) {}
export class DuplicatePage extends dto(pageOf(duplicatePairSchema)) {}
