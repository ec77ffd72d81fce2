import { z } from 'zod';
import { rule } from '#http';
import { idSchema, localDateSchema } from '#kernel';

export const genderSchema = z.enum(['male', 'female']);
export type Gender = z.infer<typeof genderSchema>;

/** Родитель, усыновитель, опекун (to 14 years), попечитель (14 to 18). */
export const relationSchema = z.enum(['parent', 'adopter', 'guardian', 'trustee']);
export type Relation = z.infer<typeof relationSchema>;

/** What the other parent says to the withdrawal (СК ст. 65); shown with a request, never decided on. */
export const otherParentSchema = z.enum(['agrees', 'unknown', 'objects']);
export type OtherParent = z.infer<typeof otherParentSchema>;

export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine(
      (text) => /^\P{Cc}*$/u.test(text),
      rule('control-character', { ru: 'Уберите переносы строк и управляющие знаки.', en: 'Take out line breaks.' }),
    )
    .normalize('NFC');

const namePart = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .refine(
    (text) => /^[\p{L}\p{M}][\p{L}\p{M}'’ʼ. -]*$/u.test(text),
    rule('name-characters', {
      ru: 'В имени допустимы буквы, дефис, апостроф, пробел и точка.',
      en: 'A name may hold letters, hyphens, apostrophes, spaces and dots.',
    }),
  )
  .normalize('NFC');

/** Spelled as `#documents` declines it. */
export const personNameSchema = z.strictObject({
  surname: namePart,
  givenName: namePart,
  /** Null for people who have none. */
  patronymic: namePart.nullable().default(null),
});
export type PersonName = z.output<typeof personNameSchema>;

/** Whole names in the forms that a person confirmed; null lets the letter decline the name. */
export const caseFormsSchema = z.strictObject({
  genitive: line(300).nullable().default(null),
  dative: line(300).nullable().default(null),
});
export type CaseForms = z.output<typeof caseFormsSchema>;

export const identityDocumentKindSchema = z.enum([
  'passport',
  'foreign_passport',
  'residence_permit',
  'temporary_identity_card',
  'refugee_certificate',
]);

/** The document of 152-ФЗ ст. 14 ч. 3: number, day of issue and issuer. */
export const identityDocumentSchema = z.strictObject({
  kind: identityDocumentKindSchema,
  number: line(40),
  issuedOn: localDateSchema,
  issuedBy: line(200),
});
export type IdentityDocument = z.output<typeof identityDocumentSchema>;

export const phoneSchema = z
  .string()
  .trim()
  .max(40)
  .refine(
    (text) => /^\+?[\d\s().–-]{5,}$/u.test(text),
    rule('phone-unreadable', { ru: 'Телефон не распознан. Пример: +7 916 123-45-67.', en: 'Not a telephone number.' }),
  );

export const guardianShape = {
  relation: relationSchema,
  gender: genderSchema,
  name: personNameSchema,
  phone: phoneSchema.nullable(),
  email: z.email().max(254).nullable(),
  /** Where answers are posted to. */
  postalAddress: line(400),
  /** What proves the representation, in the nominative: «свидетельство о рождении серии …». */
  basisDocument: line(300).nullable(),
  /** The last day on which it holds: an act of guardianship may end. */
  basisExpiresOn: localDateSchema.nullable(),
  otherParent: otherParentSchema,
  identityDocument: identityDocumentSchema.nullable(),
  caseForms: caseFormsSchema.nullable(),
};

export const addGuardianSchema = z.strictObject({
  ...guardianShape,
  /** Told from the patronymic when left out. */
  gender: genderSchema.optional(),
  phone: guardianShape.phone.default(null),
  email: guardianShape.email.default(null),
  basisDocument: guardianShape.basisDocument.default(null),
  basisExpiresOn: guardianShape.basisExpiresOn.default(null),
  otherParent: guardianShape.otherParent.default('unknown'),
  identityDocument: guardianShape.identityDocument.default(null),
  caseForms: guardianShape.caseForms.default(null),
});
export type AddGuardian = z.output<typeof addGuardianSchema>;

export const enrolmentSchema = z.strictObject({
  authorityId: idSchema,
  /** «5 «Б»», without the word «класс». */
  classLabel: line(40),
  from: localDateSchema,
});

export const childShape = {
  name: personNameSchema,
  birthDate: localDateSchema,
  gender: genderSchema,
  caseForms: caseFormsSchema.nullable(),
  /** In a change: the child goes to this school from this day on, and the enrolment before ends. */
  enrolment: enrolmentSchema,
};

export const addChildSchema = z.strictObject({
  ...childShape,
  gender: genderSchema.optional(),
  caseForms: childShape.caseForms.default(null),
  enrolment: enrolmentSchema.nullable().default(null),
});
export type AddChild = z.output<typeof addChildSchema>;
