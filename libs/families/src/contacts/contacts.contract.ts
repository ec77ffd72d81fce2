import { z } from 'zod';
import { dto, versionSchema } from '#http';
import { idSchema, localDateSchema } from '#kernel';
import { line } from '../family-people.contract.ts';

export const contactKindSchema = z.enum(['phone', 'email', 'postal_address', 'messenger']);
export type ContactKind = z.output<typeof contactKindSchema>;

/** `never`: kept so that nobody writes there again. */
export const contactPurposeSchema = z.enum(['letters', 'urgent', 'any', 'never']);
export type ContactPurpose = z.output<typeof contactPurposeSchema>;

export const contactQualitySchema = z.enum(['unconfirmed', 'confirmed', 'bounced', 'wrong']);
export type ContactQuality = z.output<typeof contactQualitySchema>;

export const contactSchema = z.object({
  id: idSchema,
  kind: contactKindSchema,
  value: z.string(),
  purpose: contactPurposeSchema,
  quality: contactQualitySchema,
  /** The day on which the quality was last told. */
  qualityOn: localDateSchema.nullable(),
});
export type Contact = z.output<typeof contactSchema>;

export const addContactSchema = z.strictObject({
  kind: contactKindSchema,
  value: line(400),
  purpose: contactPurposeSchema.default('any'),
  quality: contactQualitySchema.default('unconfirmed'),
});
export type AddContact = z.output<typeof addContactSchema>;

export const changeContactSchema = z.strictObject({
  value: line(400).optional(),
  purpose: contactPurposeSchema.optional(),
  quality: contactQualitySchema.optional(),
});
export type ChangeContact = z.output<typeof changeContactSchema>;

export class AddContactBody extends dto(addContactSchema) {}
export class ChangeContactBody extends dto(changeContactSchema) {}
/** `version` is the family's. */
export class ContactAnswer extends dto(contactSchema.extend({ version: versionSchema })) {}
