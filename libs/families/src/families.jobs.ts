import { z } from 'zod';
import { idSchema } from '#kernel';
import { defineJob } from '#outbox';

/** Enqueued by the database itself, where a guardian's numbers are due. */
export const forgetNumbersJob = defineJob({
  name: 'families.forget-numbers',
  payload: z.strictObject({ guardianId: idSchema }),
});
