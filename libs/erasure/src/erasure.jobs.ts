import { z } from 'zod';
import { idSchema } from '#kernel';
import { defineJob } from '#outbox';

export const destroyFamilyJob = defineJob({
  name: 'erasure.destroy-family',
  payload: z.strictObject({ erasureId: idSchema }),
});

export const exportFamilyJob = defineJob({
  name: 'erasure.export-family',
  payload: z.strictObject({ exportId: idSchema }),
});
