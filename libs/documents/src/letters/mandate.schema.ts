import { z } from 'zod';
import { localDateSchema } from '#kernel';
import { letterLine } from './letter-text.ts';
import { caseNumberSchema, guardianSchema, letterChildren, optional } from './parties.schema.ts';

/** What a guardian gives power over: helping needs none, handing in is narrower than representing. */
export const mandateScopes = ['submit', 'represent'] as const;

/** Доверенность, in simple written form, to the association (ГК РФ ст. 182, 185, 186). */
export const mandateSchema = z.object({
  caseNumber: caseNumberSchema,
  /** Without its day a power of attorney is void (ГК РФ ст. 186 п. 1). */
  date: localDateSchema,
  place: letterLine(200),
  guardian: guardianSchema.extend({ identityDocument: letterLine(300) }),
  children: letterChildren,
  attorney: z.object({
    /** Full name in the accusative or one that does not change, as the association enters it. */
    name: letterLine(600),
    inn: optional(z.string().regex(/^\d{10}(\d{2})?$/)),
    ogrn: optional(z.string().regex(/^\d{13}(\d{2})?$/)),
    address: letterLine(400),
  }),
  scope: z.enum(mandateScopes),
  expiresOn: localDateSchema,
});

export type MandateInput = z.input<typeof mandateSchema>;
