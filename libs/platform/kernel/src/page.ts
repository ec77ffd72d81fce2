import { z } from 'zod';
import { kernelProblems, Problem } from './problem.ts';

/** One page of a list. `nextCursor` is null on the last page. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export const pageQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
});
export type PageQuery = z.infer<typeof pageQuerySchema>;

/** Where the page before ended: the sort it was cut under, the sort key's value and the id that breaks ties. */
export interface Position {
  readonly sort: string;
  readonly key: string;
  readonly id: string;
}

const positionSchema = z.tuple([z.string().max(60), z.string().max(200), z.uuid()]);

export function encodeCursor(position: Position): string {
  return Buffer.from(JSON.stringify([position.sort, position.key, position.id])).toString('base64url');
}

/** Refuses a cursor that was cut under another sort order: going on from it would skip or repeat rows. */
export function decodeCursor(cursor: string | undefined, sort: string): Position | null {
  if (cursor === undefined) return null;
  try {
    const [cutUnder, key, id] = positionSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    if (cutUnder === sort) return { sort, key, id };
  } catch {
    // Falls through: every kind of damage has the same answer.
  }
  throw new Problem(kernelProblems.malformedCursor, { pointer: '?cursor' });
}

/** Cuts `limit + 1` fetched rows to a page; the extra row only tells that there is more. */
export function cutPage<T>(
  rows: readonly T[],
  limit: number,
  sort: string,
  at: (row: T) => Omit<Position, 'sort'>,
): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor({ sort, ...at(last) }) : null };
}
