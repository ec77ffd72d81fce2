/** One institution takes over from another from a day on. */
export interface SuccessionStep {
  readonly predecessorId: string;
  readonly successorId: string;
  readonly effectiveOn: string;
}

/**
 * Who stands at the end of the chain on the day: the successors of successors that nobody has followed yet. Empty when
 * nobody has followed the entry itself. A circle, which only a broken row could make, ends the walk instead of it going on.
 */
export function heirsOf(id: string, steps: readonly SuccessionStep[], today: string): string[] {
  const inEffect = steps.filter(({ effectiveOn }) => effectiveOn <= today);
  const next = (from: string) => inEffect.filter(({ predecessorId }) => predecessorId === from);
  const seen = new Set([id]);
  const heirs: string[] = [];
  const walk = (from: string): void => {
    for (const { successorId } of next(from)) {
      if (seen.has(successorId)) continue;
      seen.add(successorId);
      if (next(successorId).length === 0) heirs.push(successorId);
      else walk(successorId);
    }
  };
  walk(id);
  return heirs;
}
