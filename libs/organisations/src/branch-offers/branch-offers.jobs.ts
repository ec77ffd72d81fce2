import { z } from 'zod';
import { idSchema } from '#kernel';
import { defineJob } from '#outbox';

export const branchOfferEvents = ['offered', 'revoked', 'rejected', 'accepted'] as const;
export type BranchOfferEvent = (typeof branchOfferEvents)[number];

/** Asked for in SQL (`tell_of_branch_offer`), one for each person; null: who answers for the data of the branch. */
export const tellOfBranchOfferJob = defineJob({
  name: 'organisations.tell-of-branch-offer',
  payload: z.strictObject({ offerId: idSchema, event: z.enum(branchOfferEvents), personId: idSchema.nullable() }),
  retry: { attempts: 50, maxDelayMs: 900_000 },
});
