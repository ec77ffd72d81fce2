import { z } from 'zod';
import { dto, instantSchema } from '#http';
import { idSchema, localDateSchema } from '#kernel';
import { authorityStatusSchema, line } from './authority-fields.contract.ts';

export const successionKindSchema = z.enum(['merged', 'joined', 'split', 'transformed']);

export const successionSchema = z.object({
  id: idSchema,
  predecessorId: idSchema,
  successorId: idSchema,
  successorName: z.string(),
  successorStatus: authorityStatusSchema,
  kind: successionKindSchema,
  effectiveOn: localDateSchema,
  source: z.string(),
  by: z.object({ branchId: idSchema, branchName: z.string() }),
  createdAt: instantSchema,
});
export type Succession = z.output<typeof successionSchema>;

export const successionChainSchema = z.object({
  /** Every step from the entry onwards, nearest first. */
  steps: z.array(successionSchema).readonly(),
  /** Whom to write to instead, as of today in the branch; empty while no step has come into effect. */
  currentIds: z.array(idSchema).readonly(),
});
export type SuccessionChain = z.output<typeof successionChainSchema>;

export const recordSuccessionSchema = z.strictObject({
  successorId: idSchema,
  kind: successionKindSchema,
  effectiveOn: localDateSchema,
  /** In words: «Постановление № 12 от 01.06.2026». */
  source: line(200),
});
export type RecordSuccession = z.output<typeof recordSuccessionSchema>;

export class SuccessionChainAnswer extends dto(successionChainSchema) {}
export class RecordSuccessionBody extends dto(recordSuccessionSchema) {}
