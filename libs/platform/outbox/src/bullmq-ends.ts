import type { Job, JobsOptions, WorkerOptions } from 'bullmq';
import type { OutletOptions, QueueEntry, QueueInlet, QueueOutlet } from './queue-ends.ts';
import { withTimeLimit } from './with-time-limit.ts';

// The row in PostgreSQL remembers everything; an entry that was looked at is of no further use. A kept one would make
// BullMQ ignore the next announcement under the same id.
const ENTRY_OPTIONS: JobsOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true };

/**
 * Short locks, so that the entry of a killed worker is soon looked at again. `runRetryDelay` is the pause after a lost
 * connection.
 */
export const OUTLET_OPTIONS = {
  removeOnComplete: { count: 0 },
  removeOnFail: { count: 0 },
  lockDuration: 15_000,
  stalledInterval: 10_000,
  runRetryDelay: 1_000,
  drainDelay: 5,
} as const satisfies Partial<WorkerOptions>;

interface Addable {
  addBulk(jobs: { name: string; data: unknown; opts: JobsOptions }[]): Promise<unknown>;
  getWaitingCount(): Promise<number>;
  close(): Promise<void>;
}

export function inletOf(queue: Addable): QueueInlet {
  return {
    waiting: () => queue.getWaitingCount(),
    add: async (entries: readonly QueueEntry[]) => {
      await queue.addBulk(
        entries.map(({ id, job, data }) => ({ name: job, data, opts: { ...ENTRY_OPTIONS, jobId: id } })),
      );
    },
    close: () => queue.close(),
  };
}

interface Closable {
  close(): Promise<void>;
  disconnect(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

const TIDY_WITHIN_MS = 3_000;
const DISCONNECT_WITHIN_MS = 1_000;

/**
 * Makes an outlet of a BullMQ worker. Closing waits for the handlers as long as they take, for BullMQ's own tidying only
 * a while: with its server away it would never end.
 */
export function outletOf(
  { process, onError }: OutletOptions,
  open: (processor: (job: Job) => Promise<void>) => Closable,
): QueueOutlet {
  const running = new Set<Promise<void>>();
  const worker = open(async (job) => {
    const run = process({ job: job.name, data: job.data });
    running.add(run);
    await run.finally(() => running.delete(run));
  });
  worker.on('error', onError);
  return {
    close: async () => {
      const closed = worker.close();
      while (running.size > 0) await Promise.all(running);
      try {
        await withTimeLimit(closed, TIDY_WITHIN_MS);
      } catch (error) {
        onError(error);
        await withTimeLimit(worker.disconnect(), DISCONNECT_WITHIN_MS).catch(onError);
      }
    },
  };
}
