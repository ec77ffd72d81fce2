import { z } from 'zod';
import { idSchema } from '#kernel';
import { defineJob } from '#outbox';

/** Typesets the complaint and packs its evidence; repeated whenever another term of the same request runs out. */
export const draftComplaint = defineJob({
  name: 'escalations.draft-complaint',
  payload: z.strictObject({ escalationId: idSchema }),
});
