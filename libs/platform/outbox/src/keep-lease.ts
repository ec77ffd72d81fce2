import type { ClaimedRow, OutboxRows } from './outbox-rows.ts';

/**
 * Extends the row's lease three times a lease. `signal` fires when the database says that the claim is gone, or when it
 * could not be asked for a whole lease: from then on another worker may have it.
 */
export function keepLease(rows: OutboxRows, row: ClaimedRow, leaseMs: number): { signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  let heldUntil = performance.now() + leaseMs;
  const beat = async (): Promise<void> => {
    const asked = performance.now();
    try {
      if (await rows.extend(row, leaseMs)) heldUntil = asked + leaseMs;
      else heldUntil = 0;
    } catch {
      // The database is away; the lease runs on until `heldUntil`, and the next beat asks again.
    }
    if (performance.now() >= heldUntil) controller.abort(new Error('The lease on this job has run out.'));
  };
  const timer = setInterval(() => void beat(), Math.max(50, leaseMs / 3));
  return {
    signal: controller.signal,
    stop: () => {
      clearInterval(timer);
    },
  };
}
