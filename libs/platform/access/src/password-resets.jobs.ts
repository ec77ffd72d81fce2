import { z } from 'zod';
import { idSchema } from '#kernel';
import { defineJob } from '#outbox';

/** Sends the link to a new password. Written by the database itself, in the transaction that makes the link. */
export const sendPasswordResetJob = defineJob({
  name: 'access.send-password-reset',
  payload: z.object({ resetId: idSchema }),
  retry: { attempts: 20, maxDelayMs: 300_000 },
});
