import type { Job, JobsOptions, WorkerOptions } from 'bullmq';
import type { QueueEntry, QueueInlet } from './queue-backend.ts';

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

export function entryOf(job: Job): { job: string; data: unknown } {
  return { job: job.name, data: job.data };
}
