import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { TenantScope } from '#database';
import type { JobDefinition } from './define-job.ts';
import { errorCode } from './error-code.ts';
import { type Concurrency, JobHost } from './job-host.ts';
import type { JobObserver } from './job-observer.ts';
import { JobRunner } from './job-runner.ts';
import { matchHandlers } from './match-handlers.ts';
import { OutboxRelay } from './outbox-relay.ts';
import { OutboxRows, type QueueBacklog } from './outbox-rows.ts';
import { queueBackend } from './queue-backend.ts';

export interface OutboxWorkerOptions {
  /** Login otzyv_relay: for the definer functions and, without Redis, for the queue tables. */
  readonly relayUrl: string;
  readonly redisUrl?: string | undefined;
  /** Every job of the program; each needs exactly one provider with `@HandlesJob`. */
  readonly definitions: readonly JobDefinition[];
  /** Jobs at once, for every queue or by queue name. Default 4. */
  readonly concurrency?: Concurrency;
  /** Default 1,000: how long a row that came due by itself waits at most for being noticed. */
  readonly pollMs?: number;
  /** Default 20,000: after how long an entry that the queue lost is announced again. */
  readonly announceAgainMs?: number;
  /** Default 1,000: entries that one queue holds at most. */
  readonly depth?: number;
  /** Hears what became of every entry; for audit, metrics and tests. */
  readonly observe?: JobObserver;
}

export const OUTBOX_WORKER_OPTIONS = Symbol('outbox worker options');

/** The relay and the host of one process, from the application's start to its end. */
@Injectable()
export class OutboxWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(OutboxWorker.name);
  private rows: OutboxRows | undefined;
  private relay: OutboxRelay | undefined;
  private host: JobHost | undefined;

  constructor(
    @Inject(OUTBOX_WORKER_OPTIONS) private readonly options: OutboxWorkerOptions,
    private readonly discovery: DiscoveryService,
    private readonly scope: TenantScope,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { relayUrl, redisUrl, definitions, concurrency, observe = () => undefined } = this.options;
    const providers = this.discovery.getProviders().map((wrapper): unknown => wrapper.instance);
    const jobs = matchHandlers(definitions, [...new Set(providers.filter(isObject))]);
    const queues = [...new Set(definitions.map((definition) => definition.queue))];
    const backend = queueBackend({ relayUrl, redisUrl });
    await backend.verify(queues);

    this.rows = new OutboxRows(relayUrl, (error) => {
      this.logger.warn(`A connection to the outbox was lost (${errorCode(error)}).`);
    });
    this.relay = new OutboxRelay(this.rows, backend, {
      relayUrl,
      queues,
      pollMs: this.options.pollMs ?? 1_000,
      announceAgainMs: this.options.announceAgainMs ?? 20_000,
      depth: this.options.depth ?? 1_000,
    });
    this.host = new JobHost(new JobRunner(this.rows, this.scope, jobs, observe), backend, queues, concurrency);
    this.host.start();
    this.relay.start();
  }

  /** Before the database closes: no new entries, then the running handlers to their end. */
  async beforeApplicationShutdown(): Promise<void> {
    const { relay, host, rows } = this;
    this.relay = this.host = this.rows = undefined;
    await relay?.stop();
    await host?.stop();
    await rows?.close();
  }

  /** Due and running rows per queue; empty before the start. */
  async backlog(): Promise<QueueBacklog[]> {
    return (await this.rows?.backlog()) ?? [];
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
