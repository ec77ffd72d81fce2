import { z } from 'zod';
import { localDateSchema } from '#kernel';
import { letterLine } from './letter-text.ts';
import { letterheadSchema } from './letterhead.schema.ts';
import { caseNumberSchema, optional } from './parties.schema.ts';

/** Акт об уничтожении персональных данных: what Order 179 of Roskomnadzor (28.10.2022), items 3 and 4, asks for. */
export const destructionActSchema = z.object({
  caseNumber: caseNumberSchema,
  date: localDateSchema,
  letterhead: optional(letterheadSchema),
  operator: z.object({ name: letterLine(400), address: letterLine(400) }),
  /** Who processed by the operator's order; null where nobody did. */
  processor: optional(z.object({ name: letterLine(400), address: letterLine(400) })),
  /** Full names of the data subjects. */
  subjects: z.array(letterLine(300)).min(1).max(60),
  categories: z.array(letterLine(300)).min(1).max(60),
  /** Information systems from which the data were destroyed. */
  systems: z.array(letterLine(300)).min(1).max(20),
  method: letterLine(600),
  reason: letterLine(400),
  /** Who destroyed: position and name, or how the person is known to the system. */
  destroyedBy: z.array(letterLine(300)).min(1).max(10),
  /** What was destroyed, counted: «Файлы: 12». */
  counts: z.array(letterLine(200)).max(60),
});

export type DestructionActInput = z.input<typeof destructionActSchema>;
