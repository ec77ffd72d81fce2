import { z } from 'zod';
import { dto } from '#http';
import { idSchema } from '#kernel';
import { answerRequirementKindSchema } from '#law';

export const checklistItemSchema = z.object({
  code: z.string(),
  text: z.object({ ru: z.string(), en: z.string() }),
  /** The article that asks for it, and how far that is checked. */
  basis: z.string(),
  confidence: z.string(),
  state: z.enum(['found_by_hint', 'missing']),
});

export const checklistSchema = z.object({
  code: answerRequirementKindSchema,
  /** Demands of the request that the checklist is for. */
  demandIds: z.array(idSchema),
  items: z.array(checklistItemSchema),
});
export type Checklist = z.output<typeof checklistSchema>;

export class ChecklistList extends dto(z.object({ items: z.array(checklistSchema) })) {}
export class ChecklistsQuery extends dto(
  z.strictObject({ message: idSchema.meta({ description: 'The reply that is held against the checklists' }) }),
) {}
