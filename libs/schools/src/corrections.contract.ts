import { z } from 'zod';
import { dto, instantSchema, listQuery, pageOf, versionSchema } from '#http';
import { idSchema, localDateSchema } from '#kernel';
import { line } from './authority-fields.contract.ts';

export const correctionOriginSchema = z.enum(['created', 'correction', 'undo', 'import', 'bounce', 'proposal']);
export type CorrectionOrigin = z.infer<typeof correctionOriginSchema>;

export const correctionSchema = z.object({
  id: idSchema,
  authorityId: idSchema,
  /** The version of the entry that this change made. */
  version: versionSchema,
  by: z.object({ branchId: idSchema, branchName: z.string() }),
  at: instantSchema,
  origin: correctionOriginSchema,
  /** By field: what it was and what it became. */
  changes: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })),
  source: z.string().nullable(),
  reason: z.string().nullable(),
  effectiveOn: localDateSchema.nullable(),
  /** The import that brought it, or the correction that it takes back. */
  reference: idSchema.nullable(),
});
export type Correction = z.output<typeof correctionSchema>;

export const listCorrectionsSchema = listQuery({
  sorts: ['-version', 'version'],
  filters: {
    /** Only what came after this version: what others changed since you read the entry. */
    sinceVersion: z.coerce.number().int().min(0).max(2_147_483_647).optional(),
  },
});
export type ListCorrections = z.output<typeof listCorrectionsSchema>;

export class CorrectionPage extends dto(pageOf(correctionSchema)) {}
export class ListCorrectionsQuery extends dto(listCorrectionsSchema) {}
export class UndoCorrectionBody extends dto(z.strictObject({ reason: line(400) })) {}
