import { z } from 'zod';
import { idSchema } from '#kernel';
import { defineJob } from '#outbox';

/** Tells one person that the glass was broken. Ids only: the address is looked up when the mail is made. */
export const sendBreakGlassNoticeJob = defineJob({
  name: 'families.send-break-glass-notice',
  payload: z.object({ eventId: idSchema, personId: idSchema }),
  retry: { attempts: 50, maxDelayMs: 900_000 },
});
