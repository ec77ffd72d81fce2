import { z } from 'zod';
import { anyOf, dto, instantSchema, listQuery, pageOf, versionSchema } from '#http';
import { idSchema } from '#kernel';
import { line } from './authority-fields.contract.ts';
import { authorityChangesSchema } from './schools.contract.ts';

export const proposalStateSchema = z.enum(['open', 'applied', 'declined']);

export const proposalSchema = z.object({
  id: idSchema,
  authorityId: idSchema,
  /** The version of the entry that the person had before them. */
  seenVersion: versionSchema,
  changes: z.record(z.string(), z.unknown()),
  source: z.string(),
  reason: z.string().nullable(),
  state: proposalStateSchema,
  proposedBy: idSchema,
  decidedBy: idSchema.nullable(),
  decidedAt: instantSchema.nullable(),
  decisionReason: z.string().nullable(),
  version: versionSchema,
  createdAt: instantSchema,
});
export type Proposal = z.output<typeof proposalSchema>;

export const proposeSchema = z.strictObject({
  changes: authorityChangesSchema,
  source: line(200),
  reason: line(400).optional(),
});
export type Propose = z.output<typeof proposeSchema>;

export const listProposalsSchema = listQuery({
  sorts: ['createdAt', '-createdAt'],
  filters: { state: anyOf(proposalStateSchema), authorityId: idSchema.optional() },
});
export type ListProposals = z.output<typeof listProposalsSchema>;

export class ProposalAnswer extends dto(proposalSchema) {}
export class ProposalPage extends dto(pageOf(proposalSchema)) {}
export class ProposeBody extends dto(proposeSchema) {}
export class ListProposalsQuery extends dto(listProposalsSchema) {}
export class DecideProposalBody extends dto(
  z.strictObject({
    decision: z.enum(['apply', 'decline']),
    /** Needed when it is declined: the person who proposed it reads it. */
    reason: line(400).optional(),
  }),
) {}
