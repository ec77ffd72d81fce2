import { z } from 'zod';
import { rule } from '#http';
import { localDateSchema } from '#kernel';
import { isInn, isKpp, isOgrn } from './registration-numbers.ts';

export const authorityKindSchema = z.enum(['school', 'operator', 'founder', 'regulator', 'prosecutor']);
export type AuthorityKind = z.infer<typeof authorityKindSchema>;

export const authorityStatusSchema = z.enum(['active', 'reorganising', 'closed']);
export type AuthorityStatus = z.infer<typeof authorityStatusSchema>;

export const genderSchema = z.enum(['male', 'female']);
export type Gender = z.infer<typeof genderSchema>;

export const licenceStatusSchema = z.enum(['active', 'suspended', 'ended']);
export type LicenceStatus = z.infer<typeof licenceStatusSchema>;

export const emailQualitySchema = z.enum(['verified', 'unverified', 'bouncing']);
export type EmailQuality = z.infer<typeof emailQualitySchema>;

export const emailPurposeSchema = z.enum(['general', 'personal_data', 'head', 'other']);
export type EmailPurpose = z.infer<typeof emailPurposeSchema>;

export const regionCodeSchema = z.string().regex(/^\d{2}$/);

/** One line of text without control characters. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine(
      (text) => /^\P{Cc}*$/u.test(text),
      rule('control-character', { ru: 'Уберите переносы строк и управляющие знаки.', en: 'Take out line breaks.' }),
    );

export const innSchema = z.string().refine(
  isInn,
  rule('inn-checksum', {
    ru: 'ИНН организации: 10 цифр с верной контрольной. Сверьте с выпиской ЕГРЮЛ.',
    en: 'The ИНН of an organisation has 10 digits with a right check digit. Compare it with the register.',
  }),
);

export const ogrnSchema = z.string().refine(
  isOgrn,
  rule('ogrn-checksum', {
    ru: 'ОГРН организации: 13 цифр с верной контрольной. Сверьте с выпиской ЕГРЮЛ.',
    en: 'The ОГРН of an organisation has 13 digits with a right check digit. Compare it with the register.',
  }),
);

export const kppSchema = z.string().refine(
  isKpp,
  rule('kpp-shape', {
    ru: 'КПП: 9 знаков — четыре цифры, две цифры или заглавные латинские буквы, три цифры.',
    en: 'A КПП has 9 places: four digits, two digits or capital Latin letters, three digits.',
  }),
);

export const timeZoneSchema = z.string().refine(
  isTimeZone,
  rule('time-zone', {
    ru: 'Часовой пояс не распознан. Укажите имя IANA, например Europe/Moscow.',
    en: 'The time zone is not known. Give an IANA name such as Europe/Moscow.',
  }),
);

export const headSchema = z.strictObject({
  /** In the nominative: «Директор», «Начальник управления». */
  position: line(200),
  /** As a letter is headed: «Директору»; null lets the letter choose. */
  positionDative: line(120).nullable().default(null),
  fullName: line(200).nullable().default(null),
  gender: genderSchema.nullable().default(null),
  /** The whole name in the dative as a person confirmed it; null lets the letter decline it. */
  dative: line(200).nullable().default(null),
});

export const licenceSchema = z.strictObject({
  number: line(100),
  issuedOn: localDateSchema.nullable().default(null),
  status: licenceStatusSchema.nullable().default(null),
});

export const authorityEmailSchema = z.strictObject({
  address: z.email().max(254).toLowerCase(),
  /** Where the address was found, in words: «сайт школы», «ответ школы». */
  source: line(200),
  observedOn: localDateSchema,
  purpose: emailPurposeSchema.default('general'),
  /** Left out: a known address keeps its quality, a new one is `unverified`. */
  quality: emailQualitySchema.optional(),
});

export const emailsSchema = z
  .array(authorityEmailSchema)
  .max(20)
  .refine(
    (list) => new Set(list.map(({ address }) => address)).size === list.length,
    rule('email-repeated', { ru: 'Один адрес указан дважды.', en: 'One address is given twice.' }),
  );

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false; // The runtime has no other way to say that it does not know the zone.
  }
}
