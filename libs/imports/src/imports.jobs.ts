import { z } from 'zod';
import { idSchema } from '#kernel';
import { defineJob } from '#outbox';

/** `run` tells the order that is in force: a worker that still holds an older one stops at its next page. */
const order = z.strictObject({ importId: idSchema, run: z.int().min(1) });

export const checkImportJob = defineJob({ name: 'imports.check', payload: order });
export const runImportJob = defineJob({ name: 'imports.run', payload: order });
export const undoImportJob = defineJob({ name: 'imports.undo', payload: order });
export const destroyImportJob = defineJob({
  name: 'imports.destroy',
  payload: z.strictObject({ importId: idSchema }),
});
export const exportTableJob = defineJob({
  name: 'imports.export-table',
  payload: z.strictObject({ exportId: idSchema }),
});
export const destroyExportJob = defineJob({
  name: 'imports.destroy-export',
  payload: z.strictObject({ exportId: idSchema }),
});
