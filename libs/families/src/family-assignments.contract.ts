import { z } from 'zod';
import { dto, instantSchema } from '#http';
import { idSchema } from '#kernel';
import { line } from './family-people.contract.ts';

export const assignSchema = z.strictObject({
  personId: idSchema,
  /** Why this person sees the family; kept encrypted. */
  reason: line(200),
  endsAt: instantSchema.nullable().default(null),
});
export type Assign = z.output<typeof assignSchema>;

export const assignmentSchema = z.object({
  id: idSchema,
  familyId: idSchema,
  personId: idSchema,
  reason: z.string(),
  assignedBy: idSchema,
  assignedAt: instantSchema,
  endsAt: instantSchema.nullable(),
  /** Set when somebody ended it. */
  endedAt: instantSchema.nullable(),
});
export type Assignment = z.output<typeof assignmentSchema>;

export class AssignBody extends dto(assignSchema) {}
export class AssignmentAnswer extends dto(assignmentSchema) {}
export class AssignmentList extends dto(z.object({ items: z.array(assignmentSchema).readonly() })) {}
