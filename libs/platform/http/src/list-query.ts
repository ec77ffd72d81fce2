import { z } from 'zod';
import { pageQuerySchema } from '#kernel';

/**
 * The query of a list: `?stage=draft&stage=submitted&sort=-createdAt&limit=50&cursor=…`. Filters are named like the
 * fields they compare; a leading minus sorts downwards; the first sort is the default. Anything else is refused.
 */
export function listQuery<
  const Sorts extends readonly [string, ...string[]],
  const Filters extends z.ZodRawShape,
>(list: { sorts: Sorts; filters: Filters }) {
  const [first, ...others] = list.sorts;
  const spelled = z.enum([first, ...others]) as z.ZodType<Sorts[number], Sorts[number]>;
  return z.strictObject({
    ...pageQuerySchema.shape,
    sort: spelled.default(first as never),
    ...list.filters,
  });
}

/** A filter that may be given several times; always arrives as an array. */
export function anyOf<const S extends z.ZodType>(value: S) {
  return z
    .union([value, z.array(value).min(1).max(50)])
    .transform((given): z.output<S>[] => (Array.isArray(given) ? (given as z.output<S>[]) : [given as z.output<S>]))
    .optional();
}

/** A yes-or-no filter, spelled `true` or `false`. */
export function flag() {
  return z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional();
}

/** `-createdAt` as `{ field: 'createdAt', descending: true }`, for the repository that builds the ORDER BY. */
export function sortOf<S extends string>(sort: S): { field: Unsigned<S>; descending: boolean } {
  const descending = sort.startsWith('-');
  return { field: (descending ? sort.slice(1) : sort) as Unsigned<S>, descending };
}

type Unsigned<S extends string> = S extends `-${infer Field}` ? Field : S;
