import { z } from 'zod';
import { dto, instantSchema, versionSchema } from '#http';
import { idSchema } from '#kernel';
import { answerRequirementKindSchema } from '#law';

export const checklistMarkSchema = z.object({
  state: z.enum(['done', 'not_applicable']),
  note: z.string().nullable(),
  by: idSchema,
  at: instantSchema,
});

export const checklistItemSchema = z.object({
  code: z.string(),
  text: z.object({ ru: z.string(), en: z.string() }),
  /** The article that asks for it, and how far that is checked. */
  basis: z.string(),
  confidence: z.string(),
  /** A person's word counts for more than a hint. */
  state: z.enum(['done', 'not_applicable', 'found_by_hint', 'missing']),
  mark: checklistMarkSchema.nullable(),
  /** For `If-Match`. */
  version: versionSchema,
});

export const checklistSchema = z.object({
  code: answerRequirementKindSchema,
  /** Demands of the request that the checklist is for. */
  demandIds: z.array(idSchema),
  items: z.array(checklistItemSchema),
});
export type Checklist = z.output<typeof checklistSchema>;

export type ChecklistItem = z.output<typeof checklistItemSchema>;

export class ChecklistItemAnswer extends dto(checklistItemSchema) {}
export const markItemSchema = z.strictObject({
  state: z.enum(['done', 'not_applicable', 'open']).meta({ description: 'open: takes back what was marked' }),
  note: z.string().trim().max(2000).nullable().default(null),
});
export type MarkItem = z.output<typeof markItemSchema>;
export class MarkItemBody extends dto(markItemSchema) {}
export class ChecklistList extends dto(z.object({ items: z.array(checklistSchema) })) {}
export class ChecklistsQuery extends dto(
  z.strictObject({ message: idSchema.meta({ description: 'The reply that is held against the checklists' }) }),
) {}
