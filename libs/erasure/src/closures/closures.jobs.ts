import { z } from 'zod';
import { idSchema } from '#kernel';
import { defineJob } from '#outbox';

/** All four are asked for by the sweep in SQL (`announce_branch_closures`). */
export const exportBranchJob = defineJob({
  name: 'erasure.export-branch',
  payload: z.strictObject({ closureId: idSchema }),
});

export const cancelClosureJob = defineJob({
  name: 'erasure.cancel-closure',
  payload: z.strictObject({ closureId: idSchema }),
});

export const warnOfErasureJob = defineJob({
  name: 'erasure.warn-of-erasure',
  payload: z.strictObject({ closureId: idSchema, personId: idSchema, days: z.int().positive() }),
});

export const eraseBranchJob = defineJob({
  name: 'erasure.erase-branch',
  payload: z.strictObject({ closureId: idSchema }),
});
