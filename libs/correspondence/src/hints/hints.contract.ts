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
    offset: z.int().meta({ description: 'In UTF-16 code units of the part’s text' }),
    quote: z.string(),
  }),
  confidence: z.enum(hintConfidences),
});
export type Hint = z.output<typeof hintSchema>;

export const hintsSchema = z.object({
  items: z.array(hintSchema),
  /** Attachments that a person has to read: no plain text, quarantined, or too long. */
  unread: z.array(z.int()),
});
export type Hints = z.output<typeof hintsSchema>;

export class HintsAnswer extends dto(hintsSchema) {}
