import { z } from 'zod';
import { uniqueRows } from './data-set.ts';
import { localisedSchema, provenance } from './provenance.schema.ts';

export const extensionReasonSchema = z.strictObject({
  code: z.string().regex(/^[a-z_]+$/),
  title: localisedSchema,
  /** False: the notice names no reason, so it is not the reasoned notice that 152-ФЗ asks for. */
  isReason: z.boolean(),
  ...provenance,
});
export type ExtensionReason = z.output<typeof extensionReasonSchema>;

export const extensionReasonsSchema = uniqueRows(extensionReasonSchema, (reason) => reason.code);
