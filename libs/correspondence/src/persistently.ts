import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '#kernel';

const TRIES = 8;

/**
 * Repeats a write whose loss would turn a known outcome into an unknown one, for some 25 seconds, while the claim is ours.
 * What cannot pass (a claim that is gone, a rule that is broken) is thrown at once.
 */
export async function persistently<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === TRIES || signal.aborted || (error instanceof Problem && error.status < 500)) throw error;
      await sleep(100 * 2 ** tries);
    }
  }
}
