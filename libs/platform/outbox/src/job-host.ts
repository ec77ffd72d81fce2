import { Logger } from '@nestjs/common';
import { errorCode } from './error-code.ts';
import type { JobRunner } from './job-runner.ts';
import type { QueueBackend, QueueOutlet } from './queue-ends.ts';

export type Concurrency = number | Readonly<Record<string, number>>;

const DEFAULT_CONCURRENCY = 4;

/** One BullMQ worker per queue, each running up to `concurrency` jobs at once. */
export class JobHost {
  private readonly logger = new Logger(JobHost.name);
  private outlets: QueueOutlet[] = [];

  constructor(
    private readonly runner: JobRunner,
    private readonly backend: QueueBackend,
    private readonly queues: readonly string[],
    private readonly concurrency: Concurrency = DEFAULT_CONCURRENCY,
  ) {}

  start(): void {
    if (this.outlets.length > 0) return;
    this.outlets = this.queues.map((queue) =>
      this.backend.outlet(queue, {
        concurrency: this.concurrencyOf(queue),
        process: (entry) => this.runner.process(entry),
        onError: (error) => {
          this.logger.warn(`Queue ${queue}: ${errorCode(error)}.`);
        },
      }),
    );
  }

  /** Takes no new job and waits for the running ones. */
  async stop(): Promise<void> {
    const outlets = this.outlets;
    this.outlets = [];
    await Promise.all(outlets.map((outlet) => outlet.close()));
  }

  private concurrencyOf(queue: string): number {
    if (typeof this.concurrency === 'number') return this.concurrency;
    return this.concurrency[queue] ?? DEFAULT_CONCURRENCY;
  }
}
