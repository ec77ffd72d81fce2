import { z } from 'zod';
import { dto, instantSchema, listQuery, pageOf, versionSchema } from '#http';
import { idSchema } from '#kernel';

const named = z.object({ id: idSchema, name: z.string() });

/** What both associations see: which branch, from whom to whom, how it stands. Nothing of what the branch holds. */
export const branchOfferSchema = z.object({
  id: idSchema,
  version: versionSchema,
  status: z.enum(['offered', 'accepted', 'rejected', 'revoked', 'expired']),
  reason: z.string(),
  branch: named.extend({
    status: z.enum(['open', 'suspended', 'closed']),
    regionCode: z.string(),
    casePrefix: z.string(),
    /** The receiving association has a branch with this prefix; both keep their numbers. */
    casePrefixShared: z.boolean(),
  }),
  from: named,
  to: named,
  offeredAt: instantSchema,
  expiresAt: instantSchema,
  decidedAt: instantSchema.nullable(),
});
export type BranchOffer = z.output<typeof branchOfferSchema>;

export const branchOfferDirections = ['received', 'given'] as const;
export type BranchOfferDirection = (typeof branchOfferDirections)[number];

export const listBranchOffersSchema = listQuery({
  sorts: ['-offeredAt'],
  filters: { direction: z.enum(branchOfferDirections).default('received') },
});
export type ListBranchOffers = z.output<typeof listBranchOffersSchema>;

const reason = z.string().trim().min(3).max(200).describe('Why, without personal data: it stays in the log');

export const offerBranchSchema = z.strictObject({
  toAssociationId: idSchema,
  reason,
  /** How long the other association has for its answer. */
  days: z.int().min(1).max(60).default(14),
});
export type OfferBranch = z.output<typeof offerBranchSchema>;

export class BranchOfferAnswer extends dto(branchOfferSchema) {}
export class BranchOfferPage extends dto(pageOf(branchOfferSchema)) {}
export class ListBranchOffersQuery extends dto(listBranchOffersSchema) {}
export class OfferBranchBody extends dto(offerBranchSchema) {}
export class RejectBranchOfferBody extends dto(z.strictObject({ reason })) {}
