import { z } from 'zod';
import { dto, instantSchema, versionSchema } from '#http';
import { idSchema, localDateSchema, type Localised } from '#kernel';
import { line } from '../family-people.contract.ts';

const localised = z.object({ ru: z.string(), en: z.string() });

export const consentSchema = z.object({
  id: idSchema,
  childId: idSchema,
  authorityId: idSchema,
  systemCode: z.string().nullable(),
  givenOn: localDateSchema.nullable(),
  /** The copy. */
  fileId: idSchema.nullable(),
  withdrawnOn: localDateSchema.nullable(),
  withdrawnByRequestId: idSchema.nullable(),
});
export type Consent = z.output<typeof consentSchema>;

export const mandateScopeSchema = z.enum(['help', 'submit', 'represent']);

export const mandateSchema = z.object({
  id: idSchema,
  guardianId: idSchema,
  scope: mandateScopeSchema,
  signedOn: localDateSchema,
  expiresOn: localDateSchema.nullable(),
  revokedOn: localDateSchema.nullable(),
  fileId: idSchema.nullable(),
  revocationFileId: idSchema.nullable(),
  inForce: z.boolean(),
  /** What the association may not do (any more), because the mandate is not in force. */
  stops: localised.nullable(),
});
export type Mandate = z.output<typeof mandateSchema>;

/** Only what is given changes; a withdrawal is taken back by `withdrawnOn: null`. */
export const changeConsentSchema = z.strictObject({
  givenOn: localDateSchema.nullable().optional(),
  fileId: idSchema.nullable().optional(),
  withdrawnOn: localDateSchema.nullable().optional(),
  withdrawnByRequestId: idSchema.nullable().optional(),
});
export type ChangeConsent = z.output<typeof changeConsentSchema>;

export const withdrawSchema = z.strictObject({
  withdrawnOn: localDateSchema,
  fileId: idSchema.nullable().default(null),
});
export type Withdraw = z.output<typeof withdrawSchema>;

export const processingPurposeSchema = z.enum(['case_work', 'special_categories', 'messages', 'statistics']);

/** A document of its own for each purpose: 152-ФЗ ст. 9 ч. 1 since 01.09.2025. */
export const addProcessingConsentSchema = z.strictObject({
  guardianId: idSchema,
  purpose: processingPurposeSchema,
  how: z.enum(['paper', 'electronic']),
  /** Which wording was signed: «2026-09». */
  textVersion: line(60),
  /** Of the wording, lower-case hex. */
  textSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable()
    .default(null),
  givenOn: localDateSchema,
  expiresOn: localDateSchema.nullable().default(null),
  fileId: idSchema.nullable().default(null),
});
export type AddProcessingConsent = z.output<typeof addProcessingConsentSchema>;

export const processingConsentSchema = z.object({
  id: idSchema,
  ...addProcessingConsentSchema.shape,
  textSha256: z.string().nullable(),
  expiresOn: localDateSchema.nullable(),
  fileId: idSchema.nullable(),
  recordedAt: instantSchema,
  withdrawnOn: localDateSchema.nullable(),
  withdrawalFileId: idSchema.nullable(),
  /** After a withdrawal: by this day we destroy what rested on the consent (152-ФЗ ст. 21 ч. 5: 30 days). */
  destroyBy: localDateSchema.nullable(),
  inForce: z.boolean(),
  /** The branch went over to another association since: the family has not consented to the new operator yet. */
  renewalNeeded: z.boolean(),
});
export type ProcessingConsent = z.output<typeof processingConsentSchema>;

export const stoppedByMandate: Readonly<Record<Mandate['scope'], Localised>> = {
  help: {
    ru: 'Объединение не готовит документы и не даёт семье советов по этому делу.',
    en: 'The association prepares no documents and gives no advice in this case.',
  },
  submit: {
    ru: 'Объединение не отправляет письма за семью; письмо подаёт сам законный представитель.',
    en: 'The association sends no letter for the family; the guardian submits it.',
  },
  represent: {
    ru: 'Объединение не действует от имени семьи: не подписывает, не подаёт жалобы и не получает ответы (ГК ст. 185, 188).',
    en: 'The association does not act in the family’s name: it signs nothing, files no complaint, receives no answer.',
  },
};

export class ChangeConsentBody extends dto(changeConsentSchema) {}
export class ConsentAnswer extends dto(consentSchema.extend({ version: versionSchema })) {}
export class WithdrawBody extends dto(withdrawSchema) {}
export class MandateAnswer extends dto(mandateSchema.extend({ version: versionSchema })) {}
export class AddProcessingConsentBody extends dto(addProcessingConsentSchema) {}
export class ProcessingConsentAnswer extends dto(processingConsentSchema.extend({ version: versionSchema })) {}
