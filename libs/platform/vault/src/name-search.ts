import { foldWords } from './fold-words.ts';

/** Longer beginnings are cut to this length, when stored and when sought. */
const LONGEST_BEGINNING = 15;

/** One typed word, as the texts whose tokens find it. */
export interface SoughtName {
  readonly whole: string;
  readonly beginning: string;
}

/** Every text by which these names are to be found: each word whole, and all of its beginnings. Pure. */
export function storedNames(names: readonly string[]): Set<string> {
  const stored = new Set<string>();
  for (const word of new Set(names.flatMap(foldWords))) {
    stored.add(`=${word}`);
    for (let length = 1; length <= Math.min(word.length, LONGEST_BEGINNING); length += 1) {
      stored.add(`^${word.slice(0, length)}`);
    }
  }
  return stored;
}

/** What to look up for each different word of a query, the longest first: it is the rarest, as a rule. Pure. */
export function soughtNames(query: string): SoughtName[] {
  const words = [...new Set(foldWords(query))].sort((a, b) => b.length - a.length);
  return words.map((word) => ({ whole: `=${word}`, beginning: `^${word.slice(0, LONGEST_BEGINNING)}` }));
}
