import { z } from 'zod';
import { dto, instantSchema, rule } from '#http';
import { idSchema, localDateSchema } from '#kernel';

const noControls = rule('control-character', {
  ru: 'Уберите управляющие знаки.',
  en: 'Take out the control characters.',
});

/** One line of text. */
const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine((text) => /^\P{Cc}*$/u.test(text), noControls)
    .normalize('NFC');
const filledLine = (max: number) => line(max).min(1);

/** Who answers for the processing of personal data (152-ФЗ ст. 22.1). Kept encrypted. */
export const responsiblePersonSchema = z.strictObject({
  name: filledLine(200),
  position: filledLine(200),
  email: z.email().max(254).nullable().default(null),
  phone: line(40).nullable().default(null),
});
export type ResponsiblePerson = z.output<typeof responsiblePersonSchema>;

export const branchSettingsShape = {
  name: filledLine(200),
  /** IANA name; absent: the time zone of the region. */
  timeZone: filledLine(60),
  postalAddress: filledLine(400),
  /** BCP 47 tags of the languages that the branch speaks with families; the first one is the usual one. */
  languages: z
    .array(z.string().regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/))
    .min(1)
    .max(20),
  /** Text at the top of letters, several lines. */
  letterhead: z
    .string()
    .trim()
    .max(2000)
    .refine((text) => /^[^\p{Cc}]*$/u.test(text.replaceAll('\n', '')), noControls)
    .normalize('NFC'),
  /** The name that stands beside the address in outgoing mail. */
  mailSenderName: line(100).refine(
    (text) => !/[<>"@,;:]/.test(text),
    rule('sender-name-characters', { ru: 'Уберите знаки < > " @ , ; :', en: 'Take out < > " @ , ; :' }),
  ),
};

export const changeBranchSchema = z
  .strictObject({
    ...branchSettingsShape,
    responsible: responsiblePersonSchema.nullable(),
    reminderDays: z.array(z.int().min(-60).max(60)).max(10),
    reminderHour: z.int().min(7).max(21),
  })
  .partial();
export type ChangeBranch = z.output<typeof changeBranchSchema>;

export const processingOrderSchema = z.object({
  id: idSchema,
  version: z.string(),
  signedOn: localDateSchema,
  fileId: idSchema,
  recordedBy: idSchema,
  recordedAt: instantSchema,
});
export type ProcessingOrder = z.output<typeof processingOrderSchema>;

export class ChangeBranchBody extends dto(changeBranchSchema) {}
export class ProcessingOrderAnswer extends dto(processingOrderSchema) {}
export class ProcessingOrderList extends dto(z.object({ items: z.array(processingOrderSchema).readonly() })) {}
export class RecordProcessingOrderQuery extends dto(
  z.strictObject({ version: z.string().trim().min(1).max(40), signedOn: localDateSchema }),
) {}
