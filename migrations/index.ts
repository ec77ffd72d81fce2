import { Foundations1700000000001 } from './0001-foundations.ts';

/** In the order in which they run. A migration that has landed is never edited; a mistake is mended by the next one. */
export const migrations = [Foundations1700000000001] as const;
