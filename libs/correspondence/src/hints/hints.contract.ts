import { z } from 'zod';
import { dto } from '#http';
import { answerHintKinds, hintConfidences } from '#law';

export const hintSchema = z.object({
  kind: z.enum(answerHintKinds),
  /** What was read, by field: `number`, `date`, `until`, `amount`, `unit`, `retentionBasis`, `reference`, `law`, `fields`, `element`. */
  value: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
  place: z.object({
    part: z.enum(['body', 'attachment']),
    /** Of the attachment; null for the body. */
    position: z.int().nullable(),
    /** Of the attachment's file. */
    name: z.string().nullable(),
    /** From 1; null where the part has no pages. */
    page: z.int().nullable(),
    offset: z.int().meta({ description: 'In UTF-16 code units of the text of the part, or of its page' }),
    quote: z.string(),
  }),
  confidence: z.enum(hintConfidences),
});
export type Hint = z.output<typeof hintSchema>;

export const hintsSchema = z.object({
  items: z.array(hintSchema),
  /** What a person has to read: all of it, or what stands behind the limit of a part that is too long. */
  unread: z.array(
    z.object({
      /** Of the attachment; null for the body. */
      position: z.int().nullable(),
      name: z.string().nullable(),
      /** `no_text`: a scan, pictures of pages only. */
      reason: z.enum(['no_text', 'not_readable', 'too_long', 'quarantined', 'other_format']),
    }),
  ),
});
export type Hints = z.output<typeof hintsSchema>;

export class HintsAnswer extends dto(hintsSchema) {}
