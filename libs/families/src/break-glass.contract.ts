import { z } from 'zod';
import { dto, flag, instantSchema, listQuery, pageOf } from '#http';
import { idSchema } from '#kernel';
import { line } from './family-people.contract.ts';

export const breakGlassEventSchema = z.object({
  id: idSchema,
  familyId: idSchema,
  personId: idSchema,
  /** Null once the family was erased. */
  reason: z.string().nullable(),
  openedAt: instantSchema,
  endsAt: instantSchema,
  reviewedAt: instantSchema.nullable(),
  reviewedBy: idSchema.nullable(),
});
export type BreakGlassEvent = z.output<typeof breakGlassEventSchema>;

export const listBreakGlassSchema = listQuery({ sorts: ['-openedAt'], filters: { reviewed: flag() } });
export type ListBreakGlass = z.output<typeof listBreakGlassSchema>;

/** What an association learns of it: that, where, who and when. Never of whom and why. */
export const associationBreakGlassSchema = breakGlassEventSchema
  .omit({ familyId: true, reason: true })
  .extend({ branch: z.object({ id: idSchema, name: z.string() }) });
export type AssociationBreakGlass = z.output<typeof associationBreakGlassSchema>;

export class BreakGlassBody extends dto(
  z.strictObject({
    /** Read by the administrators of the branch; kept encrypted. */
    reason: line(500).min(10),
    minutes: z.int().min(1).max(240),
  }),
) {}
export class BreakGlassAnswer extends dto(breakGlassEventSchema) {}
export class BreakGlassPage extends dto(pageOf(breakGlassEventSchema)) {}
export class ListBreakGlassQuery extends dto(listBreakGlassSchema) {}
export class AssociationBreakGlassPage extends dto(pageOf(associationBreakGlassSchema)) {}
