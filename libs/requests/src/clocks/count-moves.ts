import { type LocalDate, Problem } from '#kernel';
import type { Law } from './law-in-force.service.ts';
import { computeTerm, type OpenTerm } from './open-term.ts';

export interface Move {
  readonly ruleId: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly count: number;
}

/** Numbers only: how many open deadlines another law would move, and where to. */
export interface Moves {
  readonly open: number;
  readonly moved: number;
  readonly earlier: number;
  readonly later: number;
  /** Provisional today, not so under the other law; whether moved or not. */
  readonly confirmed: number;
  /** Not to be computed under the other law, a missing year for one: applying it would leave them as they are. */
  readonly uncomputable: number;
  readonly items: Move[];
}

export function countMoves(terms: readonly OpenTerm[], law: Law): Moves {
  const sums = { open: 0, moved: 0, earlier: 0, later: 0, confirmed: 0, uncomputable: 0 };
  const items = new Map<string, Move>();
  for (const term of terms) {
    const { ruleId, dueOn: from, provisional, count } = term;
    sums.open += count;
    const becomes = computedOrNull(term, law);
    if (becomes === null) {
      sums.uncomputable += count;
      continue;
    }
    const { dueOn: to } = becomes;
    if (provisional && !becomes.provisional) sums.confirmed += count;
    if (to === from) continue;
    sums.moved += count;
    if (to < from) sums.earlier += count;
    else sums.later += count;
    const key = [ruleId, from, to].join(' ');
    items.set(key, { ruleId, from, to, count: count + (items.get(key)?.count ?? 0) });
  }
  return { ...sums, items: [...items.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, move]) => move) };
}

function computedOrNull(term: OpenTerm, law: Law) {
  try {
    return computeTerm(term, law).deadline;
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}
