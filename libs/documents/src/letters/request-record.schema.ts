import { z } from 'zod';
import { localDateSchema } from '#kernel';
import { letterLine } from './letter-text.ts';
import { letterheadSchema } from './letterhead.schema.ts';
import { caseNumberSchema, optional } from './parties.schema.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Протокол обращения: what happened in a case, in order, with what it takes to check it without the program. */
export const requestRecordSchema = z.object({
  caseNumber: caseNumberSchema,
  date: localDateSchema,
  letterhead: optional(letterheadSchema),
  operator: letterLine(400),
  /** «Europe/Moscow»: the zone of every time in the record. */
  timeZone: letterLine(60),
  events: z.array(z.object({ day: localDateSchema, text: letterLine(400) })).max(2000),
  deadlines: z.array(z.object({ title: letterLine(300), steps: z.array(letterLine(600)).max(40) })).max(300),
  messages: z
    .array(z.object({ title: letterLine(300), id: letterLine(1000), answer: optional(letterLine(1000)) }))
    .max(500),
  files: z
    .array(
      z.object({
        title: letterLine(400),
        fileName: letterLine(255),
        date: localDateSchema,
        bytes: z.int().min(0),
        sha256,
      }),
    )
    .max(600),
  /** The log of the branch at the moment of printing. */
  chain: z.object({ number: z.int().min(0), hash: sha256 }),
});

export type RequestRecordInput = z.input<typeof requestRecordSchema>;
