/** Runs the programs in turns, so that a noisy neighbour troubles both alike, and gives the median of each. */
export async function medianOfRounds<Name extends string>(
  rounds: number,
  programs: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(programs) as Name[];
  const seen = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round < rounds; round += 1) {
    // The first of a round finds colder caches than the second: take turns at that too.
    const order = round % 2 === 0 ? names : [...names].reverse();
    for (const name of order) seen[name].push(await programs[name]());
  }
  return Object.fromEntries(names.map((name) => [name, quantile(seen[name], 0.5)])) as Record<Name, number>;
}

/** @param share 0.5 is the median, 0.99 the slowest hundredth. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (value === undefined) throw new Error('Nothing was measured.');
  return value;
}
