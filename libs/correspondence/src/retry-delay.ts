const FIRST = 30;
const LONGEST = 4 * 3600;

/** After so many attempts, some three days, a person must look: an address that is wrong stays wrong. */
export const MOST_ATTEMPTS = 24;

/**
 * Seconds until the next attempt after `attempts` that failed, at least one: 30, 60, 120 ... up to four hours. Up to a
 * tenth is added at random, so that letters that failed together do not come back together.
 */
export function retryDelay(attempts: number, random: () => number = Math.random): number {
  const plain = Math.min(LONGEST, FIRST * 2 ** Math.min(attempts - 1, 20));
  return Math.round(plain * (1 + random() / 10));
}
