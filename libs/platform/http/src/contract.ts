import { createZodDto, type ZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import type { Localised } from '#kernel';
import { withVariants } from './described-variants.ts';

/**
 * Makes the class that a controller names in a signature: `class OpenRequestBody extends dto(openRequestSchema) {}`.
 * Leave `.meta({ id })` off the schema: one that serves both ways would name two different shapes.
 */
export function dto<const S extends z.ZodType>(schema: S): ZodDto<S, false> {
  return withVariants(createZodDto(schema));
}

/** The number that `If-Match` is compared with; in an answer it also becomes the ETag. */
export const versionSchema = z.int().min(1).max(2_147_483_647).meta({ example: 1 });

/** A moment as ISO 8601 in UTC. Contracts hold strings, so that the browser reads the same file. */
export const instantSchema = z.iso.datetime({ offset: true }).meta({ example: '2026-11-24T09:30:00.000Z' });

/** One page of a list; `nextCursor` is null on the last one. */
export function pageOf<const S extends z.ZodType>(item: S) {
  return z.object({ items: z.array(item).readonly(), nextCursor: z.string().nullable() });
}

/**
 * A rule of a contract's own, with a code that clients may branch on and a text for people:
 * `z.string().refine(isInn, rule('inn-checksum', { ru: '…', en: '…' }))`.
 */
export function rule(code: string, message: Localised): { error: string; params: { ru: string; en: string } } {
  return { error: code, params: { ...message } };
}
