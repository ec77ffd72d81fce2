import { z } from 'zod';
import { uniqueRows } from './data-set.ts';
import { localisedSchema, provenance } from './provenance.schema.ts';

export const attachmentSchema = z.strictObject({
  code: z.string().regex(/^[a-z_]+$/),
  title: localisedSchema,
  ...provenance,
});
export type Attachment = z.output<typeof attachmentSchema>;

export const attachmentsSchema = uniqueRows(attachmentSchema, (attachment) => attachment.code);
