import { z } from 'zod';
import { dto, instantSchema } from '#http';
import { idSchema, localDateSchema } from '#kernel';

const reason = z.string().trim().min(3).max(200);

export const requesters = ['guardian', 'retention', 'association', 'court'] as const;
export type Requester = (typeof requesters)[number];

export class ExportAnswer extends dto(
  z.object({
    id: idSchema,
    status: z.enum(['waiting', 'ready']),
    /** The ZIP, once it is ready: `GET …/files/{file}/content`. */
    fileId: idSchema.nullable(),
    /** All parts; a large copy has several, and the first holds the list of what lies where. */
    partFileIds: z.array(idSchema),
    createdAt: instantSchema,
  }),
) {}

export const previewSchema = z.object({
  familyId: idSchema,
  /** What stands in the way; empty: nothing does. */
  blockedBy: z.array(z.enum(['legal-hold', 'message-on-its-way', 'erased-already', 'settling'])),
  files: z.object({ count: z.int(), bytes: z.int() }),
  tables: z.array(
    z.object({
      table: z.string(),
      title: z.string(),
      rows: z.int(),
      /** False: nothing in the rows says who they are about. */
      emptied: z.boolean(),
      kept: z.string(),
    }),
  ),
});
export type Preview = z.infer<typeof previewSchema>;
export class PreviewAnswer extends dto(previewSchema) {}

export class EraseBody extends dto(z.strictObject({ reason, requestedBy: z.enum(requesters) })) {}

export class ErasureAnswer extends dto(
  z.object({
    id: idSchema,
    stage: z.enum(['requested', 'destroyed', 'completed']),
    requestedBy: z.enum(requesters),
    destroyedAt: instantSchema.nullable(),
    /** Act of destruction (PDF) and the log that goes with it (CSV): files of the branch. */
    actFileId: idSchema.nullable(),
    logFileId: idSchema.nullable(),
    keepUntil: localDateSchema.nullable(),
  }),
) {}

export class HoldBody extends dto(z.strictObject({ reason })) {}
export class HoldAnswer extends dto(z.object({ id: idSchema, placedAt: instantSchema })) {}
