import { z } from 'zod';
import { idSchema } from '#kernel';
import { defineJob } from '#outbox';

/** Asked for by the sweep in SQL (`announce_due_digests`) when the hour of a person has come. */
export const sendDigest = defineJob({
  name: 'notices.send-digest',
  payload: z.strictObject({ digestId: idSchema }),
  // A worker that dies holds it for no longer.
  leaseMs: 20_000,
  retry: { attempts: 50, maxDelayMs: 900_000 },
});
