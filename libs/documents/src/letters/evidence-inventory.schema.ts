import { z } from 'zod';
import { localDateSchema } from '#kernel';
import { letterLine } from './letter-text.ts';
import { letterheadSchema } from './letterhead.schema.ts';
import { caseNumberSchema, optional } from './parties.schema.ts';

const evidenceFileSchema = z.object({
  title: letterLine(400),
  fileName: letterLine(255),
  date: localDateSchema,
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** Опись приложений: the files of an evidence pack with their digests. */
export const evidenceInventorySchema = z.object({
  caseNumber: caseNumberSchema,
  date: localDateSchema,
  letterhead: optional(letterheadSchema),
  /** To which letter the pack belongs: «к жалобе от 24.11.2026». */
  subject: optional(letterLine(300)),
  files: z.array(evidenceFileSchema).min(1).max(2000),
  /** «Иванова М. П.»; null leaves the signature out. */
  signedBy: optional(letterLine(100)),
});

export type EvidenceInventoryInput = z.input<typeof evidenceInventorySchema>;
export type EvidenceInventory = z.output<typeof evidenceInventorySchema>;
