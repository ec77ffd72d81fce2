import { z } from 'zod';
import { idSchema } from '#kernel';
import { defineJob } from '#outbox';

export const destroyFamilyJob = defineJob({
  name: 'erasure.destroy-family',
  payload: z.strictObject({ erasureId: idSchema }),
});

/** Asked for by the sweep in SQL (`announce_expired_records`) when act and log were kept long enough. */
export const destroyRecordsJob = defineJob({
  name: 'erasure.destroy-records',
  payload: z.strictObject({ erasureId: idSchema }),
});

export const exportFamilyJob = defineJob({
  name: 'erasure.export-family',
  payload: z.strictObject({ exportId: idSchema }),
});

/** After a merge or its undoing: what lies under another family's key is sealed under the own one. */
export const resealFamilyJob = defineJob({
  name: 'erasure.reseal-family',
  payload: z.strictObject({ familyId: idSchema }),
});
