import { z } from 'zod';
import { idSchema } from '#kernel';
import { defineJob } from '#outbox';

/** Sends the mail of one invitation. Ids only: the address is sealed, and the token is derived when the mail is made. */
export const sendInvitationJob = defineJob({
  name: 'organisations.send-invitation',
  payload: z.object({ invitationId: idSchema, generation: z.int().min(1) }),
  retry: { attempts: 50, maxDelayMs: 900_000 },
});
