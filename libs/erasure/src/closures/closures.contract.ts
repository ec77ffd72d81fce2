import { z } from 'zod';
import { dto, instantSchema, listQuery, pageOf } from '#http';
import { idSchema } from '#kernel';

export class ClosureAnswer extends dto(
  z.object({
    id: idSchema,
    state: z.enum(['exporting', 'exported', 'erasing', 'erased', 'cancelled']),
    closedAt: instantSchema,
    eraseAfter: instantSchema.nullable(),
    export: z.object({
      families: z.int(),
      familiesDone: z.int(),
      parts: z.int(),
      readyAt: instantSchema.nullable(),
    }),
    /** What the erasure would do now, or has done: `held` stay until their legal hold is lifted. */
    erasure: z.object({ toErase: z.int(), held: z.int(), erased: z.int(), doneAt: instantSchema.nullable() }),
  }),
) {}

export const exportPartSchema = z.object({
  number: z.int(),
  kind: z.enum(['branch', 'family', 'audit', 'manifest']),
  bytes: z.int(),
  sha256: z.string(),
});
export class ExportPartPage extends dto(pageOf(exportPartSchema)) {}
export class ListExportPartsQuery extends dto(listQuery({ sorts: ['number'], filters: {} })) {}

export class LiftHoldsBody extends dto(z.strictObject({ reason: z.string().trim().min(3).max(200) })) {}
export class LiftedAnswer extends dto(z.object({ lifted: z.int() })) {}
