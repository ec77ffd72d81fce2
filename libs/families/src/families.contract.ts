import { z } from 'zod';
import { anyOf, dto, instantSchema, listQuery, pageOf, versionSchema } from '#http';
import { idSchema, localDateSchema } from '#kernel';
import { comingChangeSchema } from './coming/coming-changes.contract.ts';
import { contactSchema } from './contacts/contacts.contract.ts';
import { enrolmentSchema } from './enrolments/enrolments.contract.ts';
import {
  caseFormsSchema,
  genderSchema,
  identityDocumentKindSchema,
  otherParentSchema,
  personNameSchema,
  relationSchema,
} from './family-people.contract.ts';
import { consentSchema, mandateSchema, processingConsentSchema } from './papers/papers.contract.ts';

export const familyStatusSchema = z.enum(['open', 'closed', 'handed_over', 'merged']);

/** Where the data come from; lists of other people's children have no lawful source, so there is no code for them. */
export const dataSourceSchema = z.enum([
  'guardian_in_person',
  'guardian_remotely',
  'guardian_document',
  'guardian_form_import',
]);

const duplicateWarning = z.object({
  code: z.literal('families.possible-duplicate'),
  familyId: idSchema,
  number: z.int(),
  matched: z.array(z.enum(['phone', 'email', 'document', 'child', 'child-birth-date'])).readonly(),
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
  basisExpiresOn: localDateSchema.nullable(),
  otherParent: z.object({
    position: otherParentSchema,
    /** What it means for a request; nothing is decided by it. */
    meaning: z.object({ ru: z.string(), en: z.string() }),
  }),
  /** The main telephone number and e-mail address stand above; these are further ones. */
  contacts: z.array(contactSchema).readonly(),
  documentNumbers: z.object({
    held: z.boolean(),
    /** Null while a letter is being prepared or a legal hold stands, and where none are held. */
    keptUntil: instantSchema.nullable(),
  }),
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
  ageStage: z.enum(['under_14', 'from_14', 'adult']),
  turns14On: localDateSchema,
  turns18On: localDateSchema,
  /** The newest first; `to` null: at school there now. */
  enrolments: z.array(enrolmentSchema).readonly(),
});

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
  /** Consents to our own processing. */
  processingConsents: z.array(processingConsentSchema).readonly(),
  /** Of the next year, the nearest first. */
  comingChanges: z.array(comingChangeSchema).readonly(),
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
