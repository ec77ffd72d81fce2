import { setTimeout as sleep } from 'node:timers/promises';

const PAUSES_MS = [100, 300, 1_000, 3_000, 6_000];

/**
 * Asks again while the database is away, for some ten seconds: the work is done, so losing the note of it would mean
 * doing it twice. @throws the last failure.
 */
export async function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
  for (const pause of PAUSES_MS) {
    try {
      return await ask();
    } catch {
      await sleep(pause);
    }
  }
  return ask();
}
