/** As many as the regions of the country. */
export const BRANCHES = 89;

/**
 * Rows of each branch, the biggest first. Sizes fall off as populations do: of 1,000,000 rows the biggest branch holds
 * some 58,000, the median one 8,000.
 */
export function branchSizes(rows: number): number[] {
  const weights = Array.from({ length: BRANCHES }, (_, rank) => (rank + 4) ** -0.8);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const sizes = weights.map((weight) => Math.max(1, Math.floor((rows * weight) / total)));
  sizes[0] = (sizes[0] ?? 0) + rows - sizes.reduce((sum, size) => sum + size, 0);
  return sizes;
}
