/**
 * How work leaves a transaction: a row in the outbox, a hint in a queue, a fenced claim, a handler inside the branch.
 * Never carries personal data, never trusts a queue entry, and never lets a replaced worker write.
 */
export { defineJob, type JobDefinition, type PayloadOf, type RetrySchedule } from './define-job.ts';
export { GiveUp } from './give-up.ts';
export { HandlesJob, type JobClaim, type JobHandler } from './handles-job.ts';
export { type Concurrency } from './job-host.ts';
export { type EntryOutcome, type JobObserver } from './job-observer.ts';
export { migrateQueues } from './migrate-queues.ts';
export { Outbox, type EnqueueOptions } from './outbox.ts';
export { OutboxModule } from './outbox.module.ts';
export { type QueueBacklog } from './outbox-rows.ts';
export { OutboxWorker, type OutboxWorkerOptions } from './outbox-worker.ts';
export { RetryLater } from './retry-later.ts';
