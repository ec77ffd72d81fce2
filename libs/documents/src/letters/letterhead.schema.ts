import { z } from 'zod';
import { letterLine } from './letter-text.ts';

/** Who a letter goes out in the name of; what a family writes for itself has none. */
export const letterheadSchema = z.object({
  /** Top of the first page, one line each; the first one is the name. */
  lines: z.array(letterLine(2000)).min(1).max(60),
  /** Whom to turn to, in small print under the name: who, and how they are reached. */
  contact: z.array(letterLine(600)).max(2).default([]),
});

export type LetterheadInput = z.input<typeof letterheadSchema>;
export type Letterhead = z.output<typeof letterheadSchema>;
