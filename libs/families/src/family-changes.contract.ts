import { z } from 'zod';
import { dto } from '#http';
import { idSchema, localDateSchema } from '#kernel';
import { dataSourceSchema, familyStatusSchema } from './families.contract.ts';
import { addChildSchema, addGuardianSchema, childShape, guardianShape } from './family-people.contract.ts';
import { mandateScopeSchema } from './papers/papers.contract.ts';

const consentShape = {
  authorityId: idSchema,
  /** Code of the catalogue of information systems; null: consent to the processing by the addressee in general. */
  systemCode: z.string().max(60).nullable().default(null),
  givenOn: localDateSchema.nullable().default(null),
};

const mandateShape = {
  scope: mandateScopeSchema,
  signedOn: localDateSchema,
  expiresOn: localDateSchema.nullable().default(null),
  fileId: idSchema.nullable().default(null),
};

const indexOf = z.int().min(0).max(19);

export const createFamilySchema = z.strictObject({
  dataSource: dataSourceSchema,
  guardians: z.array(addGuardianSchema).min(1).max(10),
  children: z.array(addChildSchema).min(1).max(20),
  consents: z
    .array(z.strictObject({ childIndex: indexOf, ...consentShape }))
    .max(100)
    .default([]),
  mandate: z
    .strictObject({ guardianIndex: indexOf, ...mandateShape })
    .nullable()
    .default(null),
});
export type CreateFamily = z.output<typeof createFamilySchema>;

export const addConsentSchema = z.strictObject({
  childId: idSchema,
  ...consentShape,
  fileId: idSchema.nullable().default(null),
});
export type AddConsent = z.output<typeof addConsentSchema>;

export const addMandateSchema = z.strictObject({ guardianId: idSchema, ...mandateShape });
export type AddMandate = z.output<typeof addMandateSchema>;

/** Only what is given changes. A changed name without case forms forgets the forms confirmed for the old one. */
export const changeFamilySchema = z.strictObject({
  status: familyStatusSchema.exclude(['handed_over', 'merged']).optional(),
  dataSource: dataSourceSchema.optional(),
  guardians: z
    .array(z.strictObject(guardianShape).partial().extend({ id: idSchema }))
    .max(10)
    .default([]),
  children: z
    .array(z.strictObject(childShape).partial().extend({ id: idSchema }))
    .max(20)
    .default([]),
});
export type ChangeFamily = z.output<typeof changeFamilySchema>;

export class CreateFamilyBody extends dto(createFamilySchema) {}
export class ChangeFamilyBody extends dto(changeFamilySchema) {}
export class AddGuardianBody extends dto(addGuardianSchema) {}
export class AddChildBody extends dto(addChildSchema) {}
export class AddConsentBody extends dto(addConsentSchema) {}
export class AddMandateBody extends dto(addMandateSchema) {}
