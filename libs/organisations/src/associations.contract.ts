import { z } from 'zod';
import { dto, instantSchema, rule, versionSchema } from '#http';
import { idSchema } from '#kernel';
import { branchSettingsShape, responsiblePersonSchema } from './branch-settings.contract.ts';

export const associationSchema = z.object({ id: idSchema, name: z.string() });

/** A branch as its association sees it from outside: settings and counts, never a family. */
export const associationBranchSchema = z.object({
  id: idSchema,
  name: z.string(),
  casePrefix: z.string(),
  regionCode: z.string(),
  timeZone: z.string(),
  postalAddress: z.string(),
  status: z.enum(['open', 'suspended', 'closed']),
  /** Why it was suspended, reopened or closed. */
  statusNote: z.string().nullable(),
  createdAt: instantSchema,
  closedAt: instantSchema.nullable(),
  /** From then on the data of the closed branch are to be erased; until then it can be reopened. */
  eraseAfter: instantSchema.nullable(),
  membersCount: z.int(),
  familiesCount: z.int(),
  version: versionSchema,
  /** Since when it has been with this association; null: from its opening. */
  operatorSince: instantSchema.nullable(),
  /** Consents and mandates of families that name the association which had the branch before. */
  papersToRenewCount: z.int(),
});
export type AssociationBranch = z.output<typeof associationBranchSchema>;

export const openBranchSchema = z.strictObject({
  ...branchSettingsShape,
  timeZone: branchSettingsShape.timeZone.nullable().default(null),
  languages: branchSettingsShape.languages.default(['ru']),
  letterhead: branchSettingsShape.letterhead.default(''),
  mailSenderName: branchSettingsShape.mailSenderName.default(''),
  /** Two-digit code of the region; its time zone is the default. */
  regionCode: z
    .string()
    .regex(/^\d{2}$/)
    .meta({ example: '16' }),
  casePrefix: z
    .string()
    .regex(
      /^[А-Я]{2,4}$/,
      rule('case-prefix', {
        ru: 'От двух до четырёх заглавных русских букв.',
        en: 'Two to four capital Cyrillic letters.',
      }),
    )
    .meta({ example: 'КЗН' }),
  responsible: responsiblePersonSchema.nullable().default(null),
});
export type OpenBranch = z.output<typeof openBranchSchema>;

/** Goes into the log, so it names nobody. */
const note = z.string().trim().min(3).max(200).describe('Why, without personal data: it stays in the log');

export class AssociationList extends dto(z.object({ items: z.array(associationSchema).readonly() })) {}
export class AssociationBranchAnswer extends dto(associationBranchSchema) {}
export class AssociationBranchList extends dto(z.object({ items: z.array(associationBranchSchema).readonly() })) {}
export class OpenBranchBody extends dto(openBranchSchema) {}
export class BranchStepBody extends dto(z.strictObject({ reason: note })) {}
export class CloseBranchBody extends dto(z.strictObject({ reason: note, eraseAfter: instantSchema })) {}
export class AssociationAdminList extends dto(
  z.object({ items: z.array(z.object({ personId: idSchema, grantedAt: instantSchema })).readonly() }),
) {}
export class AddAssociationAdminBody extends dto(z.strictObject({ personId: idSchema })) {}
