import type { Bench } from './bench.ts';

/** Loaded only when asked for. The order is the one of a full run. */
export const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  list: async () => (await import('./list/list.ts')).list,
  growth: async () => (await import('./list/growth.ts')).growth,
  rls: async () => (await import('./list/rls.ts')).rls,
  import: async () => (await import('./import/import.ts')).importBench,
  search: async () => (await import('./search/search.ts')).search,
  overview: async () => (await import('./overview/overview.ts')).overview,
  letters: async () => (await import('./letters/letters.ts')).letters,
  sweep: async () => (await import('./sweep/sweep.ts')).sweep,
};
