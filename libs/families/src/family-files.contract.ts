import { z } from 'zod';
import { dto, instantSchema } from '#http';
import { idSchema } from '#kernel';

export const familyFileSchema = z.object({
  id: idSchema,
  familyId: idSchema,
  purpose: z.string(),
  name: z.string(),
  /** Told from the content, never from the name. */
  mediaType: z.string(),
  size: z.int(),
  /** Of the content as it was uploaded, lower-case hex. */
  sha256: z.string(),
  status: z.enum(['clean', 'quarantined']),
  createdAt: instantSchema,
});

export const filePurposes = ['signed-letter', 'mandate', 'consent', 'receipt', 'other'] as const;

export class FamilyFileAnswer extends dto(familyFileSchema) {}
export class UploadFamilyFileQuery extends dto(z.strictObject({ purpose: z.enum(filePurposes).default('other') })) {}
