import { z } from 'zod';
import { anyOf, dto, instantSchema, listQuery, pageOf, versionSchema } from '#http';
import { idSchema, localDateSchema } from '#kernel';
import {
  caseFormsSchema,
  genderSchema,
  identityDocumentKindSchema,
  personNameSchema,
  relationSchema,
} from './family-people.contract.ts';

export const familyStatusSchema = z.enum(['open', 'closed', 'handed_over']);

/** Where the data come from; lists of other people's children have no lawful source, so there is no code for them. */
export const dataSourceSchema = z.enum([
  'guardian_in_person',
  'guardian_remotely',
  'guardian_document',
  'guardian_form_import',
]);

export const mandateScopeSchema = z.enum(['help', 'submit', 'represent']);

const duplicateWarning = z.object({
  code: z.literal('families.possible-duplicate'),
  familyId: idSchema,
  number: z.int(),
  matched: z.array(z.enum(['phone', 'email', 'child-birth-date'])).readonly(),
});
export type DuplicateWarning = z.output<typeof duplicateWarning>;

/** Ids in the order in which the parts were given. */
export const createdFamilySchema = z.object({
  id: idSchema,
  number: z.int(),
  version: versionSchema,
  guardians: z.array(z.object({ id: idSchema })).readonly(),
  children: z.array(z.object({ id: idSchema, enrolmentId: idSchema.nullable() })).readonly(),
  consents: z.array(z.object({ id: idSchema })).readonly(),
  mandate: z.object({ id: idSchema }).nullable(),
  warnings: z.array(duplicateWarning).readonly(),
});
export type CreatedFamily = z.output<typeof createdFamilySchema>;

/** `version` is the family's: every change of a part counts. */
export const addedPartSchema = z.object({ id: idSchema, version: versionSchema });
export const addedChildSchema = addedPartSchema.extend({ enrolmentId: idSchema.nullable() });

const name = z.object(personNameSchema.shape);
const caseForms = z.object(caseFormsSchema.shape).nullable();

const guardianSchema = z.object({
  id: idSchema,
  relation: relationSchema,
  gender: genderSchema,
  name,
  phone: z.string().nullable(),
  email: z.string().nullable(),
  postalAddress: z.string(),
  basisDocument: z.string().nullable(),
  /** Enough to recognise it; the whole number goes into letters only. */
  identityDocument: z
    .object({ kind: identityDocumentKindSchema, numberEnding: z.string(), issuedOn: localDateSchema })
    .nullable(),
  caseForms,
});

const childSchema = z.object({
  id: idSchema,
  name,
  birthDate: localDateSchema,
  gender: genderSchema,
  caseForms,
  /** The newest first; `to` null: at school there now. */
  enrolments: z
    .array(
      z.object({
        id: idSchema,
        authorityId: idSchema,
        classLabel: z.string(),
        from: localDateSchema,
        to: localDateSchema.nullable(),
      }),
    )
    .readonly(),
});

export const consentSchema = z.object({
  id: idSchema,
  childId: idSchema,
  authorityId: idSchema,
  systemCode: z.string().nullable(),
  givenOn: localDateSchema.nullable(),
  fileId: idSchema.nullable(),
});
export type Consent = z.output<typeof consentSchema>;

export const mandateSchema = z.object({
  id: idSchema,
  guardianId: idSchema,
  scope: mandateScopeSchema,
  signedOn: localDateSchema,
  expiresOn: localDateSchema.nullable(),
  revokedOn: localDateSchema.nullable(),
  fileId: idSchema.nullable(),
});
export type Mandate = z.output<typeof mandateSchema>;

export const familySchema = z.object({
  id: idSchema,
  number: z.int(),
  status: familyStatusSchema,
  dataSource: dataSourceSchema,
  version: versionSchema,
  createdAt: instantSchema,
  guardians: z.array(guardianSchema).readonly(),
  children: z.array(childSchema).readonly(),
  consents: z.array(consentSchema).readonly(),
  mandates: z.array(mandateSchema).readonly(),
});
export type Family = z.output<typeof familySchema>;

export const familySummarySchema = z.object({
  id: idSchema,
  number: z.int(),
  /** Of the first guardian, surname first: «И. М. П.». */
  initials: z.string(),
  childrenCount: z.int(),
  status: familyStatusSchema,
  createdAt: instantSchema,
});
export type FamilySummary = z.output<typeof familySummarySchema>;

export const listFamiliesSchema = listQuery({
  sorts: ['-createdAt', 'createdAt', 'number', '-number'],
  filters: { status: anyOf(familyStatusSchema), authorityId: idSchema.optional() },
});
export type ListFamilies = z.output<typeof listFamiliesSchema>;

export class CreatedFamilyAnswer extends dto(createdFamilySchema) {}
export class AddedPartAnswer extends dto(addedPartSchema) {}
export class AddedChildAnswer extends dto(addedChildSchema) {}
export class FamilyAnswer extends dto(familySchema) {}
export class FamilyPage extends dto(pageOf(familySummarySchema)) {}
export class ListFamiliesQuery extends dto(listFamiliesSchema) {}
