import { z } from 'zod';
import { anyOf, dto, pageOf, rule } from '#http';
import { idSchema, localDateSchema, type Localised, pageQuerySchema } from '#kernel';

export const comingCodeSchema = z.enum([
  'child-turns-14',
  'child-turns-18',
  'basis-expires',
  'mandate-expires',
  'processing-consent-expires',
  'destruction-due',
]);
export type ComingCode = z.output<typeof comingCodeSchema>;

export const comingChangeSchema = z.object({
  code: comingCodeSchema,
  /** The day on which it happens; for what expires the last day on which it holds. */
  on: localDateSchema,
  subject: z.object({
    type: z.enum(['child', 'guardian', 'mandate', 'processing-consent']),
    id: idSchema,
  }),
  meaning: z.object({ ru: z.string(), en: z.string() }),
});
export type ComingChange = z.output<typeof comingChangeSchema>;

export const comingMeanings: Readonly<Record<ComingCode, Localised>> = {
  'child-turns-14': {
    ru: 'Ребёнку исполняется 14 лет: рядом с подписью законного представителя нужна его собственная. Опекуна сменяет попечитель (ГК ст. 26, 33).',
    en: 'The child turns 14: its own signature is needed beside the guardian’s. A trustee takes the place of a guardian.',
  },
  'child-turns-18': {
    ru: 'Исполняется 18 лет: полномочия законного представителя прекращаются, обращения подаёт сам совершеннолетний.',
    en: 'The child comes of age: the guardian’s authority ends, and the requests are the adult’s own.',
  },
  'basis-expires': {
    ru: 'Истекает документ, подтверждающий полномочия представителя.',
    en: 'The document that proves the representation expires.',
  },
  'mandate-expires': { ru: 'Истекает доверенность объединению.', en: 'The mandate to the association expires.' },
  'processing-consent-expires': {
    ru: 'Истекает согласие на обработку данных объединением.',
    en: 'The consent to our own processing expires.',
  },
  'destruction-due': {
    ru: 'Согласие отозвано: к этому дню данные, которые на нём держались, уничтожаются (152-ФЗ ст. 21 ч. 5).',
    en: 'The consent was withdrawn: by this day what rested on it is destroyed (152-FZ art. 21 part 5).',
  },
};

const within = z
  .string()
  .regex(
    /^(?:[1-9]\d?|[12]\d\d|3[0-5]\d|36[0-6])d$/,
    rule('within-days', {
      ru: 'Укажите число дней от 1 до 366, например 90d.',
      en: 'Give 1 to 366 days, such as 90d.',
    }),
  )
  .default('90d');

export const listComingSchema = z.strictObject({ ...pageQuerySchema.shape, within, code: anyOf(comingCodeSchema) });
export type ListComing = z.output<typeof listComingSchema>;

/** Numbers and initials only. */
export const comingLineSchema = comingChangeSchema.extend({
  familyId: idSchema,
  number: z.int(),
  initials: z.string(),
});
export type ComingLine = z.output<typeof comingLineSchema>;

export class ListComingQuery extends dto(listComingSchema) {}
export class ComingPage extends dto(pageOf(comingLineSchema)) {}
