import { z } from 'zod';
import { anyOf, dto, instantSchema, listQuery, pageOf, rule, versionSchema } from '#http';
import { idSchema, localDateSchema } from '#kernel';
import { isInn, isOgrn } from './registration-numbers.ts';

export const authorityKindSchema = z.enum(['school', 'operator', 'founder', 'regulator', 'prosecutor']);
export type AuthorityKind = z.infer<typeof authorityKindSchema>;

export const genderSchema = z.enum(['male', 'female']);
export type Gender = z.infer<typeof genderSchema>;

export const emailQualitySchema = z.enum(['verified', 'unverified', 'bouncing']);
export type EmailQuality = z.infer<typeof emailQualitySchema>;

const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine(
      (text) => /^\P{Cc}*$/u.test(text),
      rule('control-character', { ru: 'Уберите переносы строк и управляющие знаки.', en: 'Take out line breaks.' }),
    );

const inn = z.string().refine(
  isInn,
  rule('inn-checksum', {
    ru: 'ИНН организации: 10 цифр с верной контрольной. Сверьте с выпиской ЕГРЮЛ.',
    en: 'The ИНН of an organisation has 10 digits with a right check digit. Compare it with the register.',
  }),
);

const ogrn = z.string().refine(
  isOgrn,
  rule('ogrn-checksum', {
    ru: 'ОГРН организации: 13 цифр с верной контрольной. Сверьте с выпиской ЕГРЮЛ.',
    en: 'The ОГРН of an organisation has 13 digits with a right check digit. Compare it with the register.',
  }),
);

const timeZone = z.string().refine(
  isTimeZone,
  rule('time-zone', {
    ru: 'Часовой пояс не распознан. Укажите имя IANA, например Europe/Moscow.',
    en: 'The time zone is not known. Give an IANA name such as Europe/Moscow.',
  }),
);

export const headSchema = z.strictObject({
  /** In the nominative: «Директор», «Начальник управления». */
  position: line(200),
  fullName: line(200).nullable().default(null),
  gender: genderSchema.nullable().default(null),
  /** The whole name in the dative as a person confirmed it; null lets the letter decline it. */
  dative: line(200).nullable().default(null),
});

export const authorityEmailSchema = z.strictObject({
  address: z.email().max(254).toLowerCase(),
  /** Where the address was found, in words: «сайт школы», «ответ школы». */
  source: line(200),
  observedOn: localDateSchema,
  quality: emailQualitySchema.default('unverified'),
});

const emails = z
  .array(authorityEmailSchema)
  .max(20)
  .refine(
    (list) => new Set(list.map(({ address }) => address)).size === list.length,
    rule('email-repeated', { ru: 'Один адрес указан дважды.', en: 'One address is given twice.' }),
  );

export const authoritySchema = z.object({
  id: idSchema,
  kind: authorityKindSchema,
  regionCode: z.string(),
  shortName: z.string(),
  fullName: z.string(),
  inn: z.string().nullable(),
  ogrn: z.string().nullable(),
  postalAddress: z.string(),
  timeZone: z.string(),
  head: z.object(headSchema.shape).nullable(),
  founderId: idSchema.nullable(),
  emails: z.array(z.object(authorityEmailSchema.shape)).readonly(),
  version: versionSchema,
  createdAt: instantSchema,
  updatedAt: instantSchema,
});
export type Authority = z.output<typeof authoritySchema>;

/** What may be corrected later; kind and region stay, because other rules hang on them. */
const correctable = {
  shortName: line(200),
  fullName: line(500),
  inn: inn.nullable(),
  ogrn: ogrn.nullable(),
  postalAddress: line(400),
  timeZone,
  head: headSchema.nullable(),
  founderId: idSchema.nullable(),
  emails,
};

export const createAuthoritySchema = z.strictObject({
  ...correctable,
  kind: authorityKindSchema,
  regionCode: z.string().regex(/^\d{2}$/),
  inn: correctable.inn.default(null),
  ogrn: correctable.ogrn.default(null),
  /** The region's own when left out. */
  timeZone: timeZone.optional(),
  head: correctable.head.default(null),
  founderId: correctable.founderId.default(null),
  emails: emails.default([]),
});
export type CreateAuthority = z.output<typeof createAuthoritySchema>;

/** `emails`, when given, replaces the whole list. */
export const correctAuthoritySchema = z.strictObject(correctable).partial();
export type CorrectAuthority = z.output<typeof correctAuthoritySchema>;

export const listAuthoritiesSchema = listQuery({
  sorts: ['name', '-name', 'createdAt', '-createdAt'],
  filters: {
    kind: anyOf(authorityKindSchema),
    region: anyOf(z.string().regex(/^\d{2}$/)),
    name: z.string().trim().min(1).max(100).optional(),
  },
});
export type ListAuthorities = z.output<typeof listAuthoritiesSchema>;

export class AuthorityAnswer extends dto(authoritySchema) {}
export class AuthorityPage extends dto(pageOf(authoritySchema)) {}
export class CreateAuthorityBody extends dto(createAuthoritySchema) {}
export class CorrectAuthorityBody extends dto(correctAuthoritySchema) {}
export class ListAuthoritiesQuery extends dto(listAuthoritiesSchema) {}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false; // The runtime has no other way to say that it does not know the zone.
  }
}
