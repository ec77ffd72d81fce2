import { type DynamicModule, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Outbox } from './outbox.ts';
import { OUTBOX_WORKER_OPTIONS, OutboxWorker, type OutboxWorkerOptions } from './outbox-worker.ts';

/** Needs DatabaseModule. The application must call `enableShutdownHooks()` for a graceful end. */
@Module({})
export class OutboxModule {
  /** Only writes rows; nothing runs in this process. */
  static forApi(): DynamicModule {
    return { module: OutboxModule, global: true, providers: [Outbox], exports: [Outbox] };
  }

  /** Writes rows, announces them and runs their handlers. */
  static forWorker(options: OutboxWorkerOptions): DynamicModule {
    return {
      module: OutboxModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [Outbox, OutboxWorker, { provide: OUTBOX_WORKER_OPTIONS, useValue: options }],
      exports: [Outbox, OutboxWorker],
    };
  }
}
