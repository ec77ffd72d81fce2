import type { Figure } from './bench.ts';

type Goal = { readonly atLeast: number } | { readonly atMost: number } | null;
type Stated = Pick<Figure, 'id' | 'unit' | 'details'>;

/** Two programs that did the same work in the same run. */
export function against(stated: Stated, ours: number, limit: number, goal: Goal): Figure {
  return figure(stated, ours, limit, ours / limit, goal);
}

/** A figure that stands for itself: milliseconds, buffers, bytes. */
export function alone(stated: Stated, ours: number, goal: Goal = null): Figure {
  return figure(stated, ours, null, ours, goal);
}

function figure({ id, unit, details }: Stated, ours: number, limit: number | null, ratio: number, goal: Goal): Figure {
  return {
    ...{ id, unit, ours: rounded(ours), limit: limit === null ? null : rounded(limit), ratio: rounded(ratio) },
    goal: goal === null ? null : 'atLeast' in goal ? `>= ${goal.atLeast}` : `<= ${goal.atMost}`,
    met: goal === null ? null : 'atLeast' in goal ? ratio >= goal.atLeast : ratio <= goal.atMost,
    ...(details !== undefined && { details }),
  };
}

/** Four significant digits: more would pretend. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
