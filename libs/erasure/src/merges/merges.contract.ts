import { z } from 'zod';
import { dto, instantSchema, versionSchema } from '#http';
import { idSchema } from '#kernel';

export const mergeBlockerSchema = z.enum([
  'not-open',
  'seal-differs',
  'hand-over',
  'erasure',
  'message-on-its-way',
  'settling',
]);
export type MergeBlocker = z.output<typeof mergeBlockerSchema>;

export const mergePreviewSchema = z.object({
  familyId: idSchema,
  mergedId: idSchema,
  /** Rows of the merged family that would move, by table, with the title that people read. */
  moves: z.array(z.object({ table: z.string(), title: z.string(), rows: z.int() })).readonly(),
  /** What both have: nothing of it is lost or folded together, a person looks at it afterwards. */
  collisions: z
    .array(
      z.object({
        kind: z.enum(['child', 'guardian', 'open-request', 'mandate', 'assignment', 'legal-hold']),
        ids: z.array(idSchema).readonly(),
      }),
    )
    .readonly(),
  blockedBy: mergeBlockerSchema.nullable(),
});
export type MergePreview = z.output<typeof mergePreviewSchema>;

export const mergeSchema = z.strictObject({
  mergedId: idSchema,
  /** Of the family that is merged, as it was read; `If-Match` carries the one of the family that goes on. */
  mergedVersion: versionSchema,
});
export type Merge = z.output<typeof mergeSchema>;

export const mergeAnswerSchema = z.object({
  id: idSchema,
  familyId: idSchema,
  mergedId: idSchema,
  mergedBy: idSchema,
  mergedAt: instantSchema,
  undoUntil: instantSchema,
  undoneAt: instantSchema.nullable(),
});
export type MergeAnswer = z.output<typeof mergeAnswerSchema>;

export const undoPreviewSchema = z.object({
  /** Rows that go back, by table; what hangs from them follows. */
  back: z.array(z.object({ table: z.string(), rows: z.int() })).readonly(),
  /** Added since, to neither of the former families: they stay unless named in `take`. */
  later: z
    .array(
      z.object({
        type: z.enum(['guardian', 'child', 'request', 'note', 'file']),
        id: idSchema,
        createdAt: instantSchema,
      }),
    )
    .readonly(),
});
export type UndoPreview = z.output<typeof undoPreviewSchema>;

/** Ids of later additions that go along to the family that comes back. */
export const undoSchema = z.strictObject({ take: z.array(idSchema).max(1000).default([]) });

export class MergePreviewQuery extends dto(z.strictObject({ merged: idSchema })) {}
export class MergePreviewAnswer extends dto(mergePreviewSchema) {}
export class MergeBody extends dto(mergeSchema) {}
export class MergeView extends dto(mergeAnswerSchema) {}
export class MergeList extends dto(z.object({ items: z.array(mergeAnswerSchema).readonly() })) {}
export class UndoPreviewAnswer extends dto(undoPreviewSchema) {}
export class UndoBody extends dto(undoSchema) {}
