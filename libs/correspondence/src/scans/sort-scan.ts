/** A page of the file, counted from 1, and where it belongs. */
export interface PlacedPage {
  readonly scanPage: number;
  readonly letterId: string;
  readonly page: number;
}

export interface SortedLetter {
  readonly letterId: string;
  readonly state: 'complete' | 'incomplete' | 'twice';
  readonly missingPages: readonly number[];
  /** Pages of the file, from 1, in the order of the letter. */
  readonly scanPages: readonly number[];
}

/** Puts the pages of a batch together letter by letter. A page that a letter does not have counts as twice. */
export function sortScan(placed: readonly PlacedPage[], pagesOf: ReadonlyMap<string, number>): SortedLetter[] {
  const letterIds = [...new Set(placed.map(({ letterId }) => letterId))];
  return letterIds.map((letterId) => {
    const own = placed.filter((one) => one.letterId === letterId).sort((a, b) => a.page - b.page);
    const count = pagesOf.get(letterId) ?? 0;
    const missingPages = Array.from({ length: count }, (_, index) => index + 1).filter(
      (page) => !own.some((one) => one.page === page),
    );
    const state = missingPages.length > 0 ? 'incomplete' : own.length === count ? 'complete' : 'twice';
    return { letterId, state, missingPages, scanPages: own.map(({ scanPage }) => scanPage) };
  });
}
