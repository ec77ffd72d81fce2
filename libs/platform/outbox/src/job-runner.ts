import { Logger } from '@nestjs/common';
import { z } from 'zod';
import { TenantScope } from '#database';
import { idSchema } from '#kernel';
import { delayAfter, type JobDefinition } from './define-job.ts';
import { errorCode } from './error-code.ts';
import { GiveUp } from './give-up.ts';
import type { JobHandler } from './handles-job.ts';
import type { EntryOutcome, JobObserver } from './job-observer.ts';
import { keepLease } from './keep-lease.ts';
import type { ClaimedRow, OutboxRows } from './outbox-rows.ts';
import { RetryLater } from './retry-later.ts';
import { untilAnswered } from './until-answered.ts';

export interface HandledJob {
  readonly definition: JobDefinition;
  readonly handler: JobHandler;
}

type Ending = Pick<Extract<EntryOutcome, { job: string }>, 'outcome' | 'code'>;

const entrySchema = z.strictObject({ branchId: idSchema, outboxId: idSchema });
const CLAIM_LEASE_MS = 60_000;
const UNHANDLED_DELAY_MS = 60_000;

/** Takes one queue entry to its end: claim the row, run the handler in its branch, record what came of it. */
export class JobRunner {
  private readonly logger = new Logger(JobRunner.name);

  constructor(
    private readonly rows: OutboxRows,
    private readonly scope: TenantScope,
    private readonly jobs: ReadonlyMap<string, HandledJob>,
    private readonly observe: JobObserver,
  ) {}

  /** Never rejects: the row in the database, not the queue, remembers what is still to be done. */
  async process(entry: { job: string; data: unknown }): Promise<void> {
    try {
      const outcome = await this.take(entry);
      this.log(outcome);
      this.observe(outcome);
    } catch (error) {
      this.logger.warn(`An entry of ${entry.job} was put back (${errorCode(error)}); it will be announced again.`);
    }
  }

  private async take(entry: { job: string; data: unknown }): Promise<EntryOutcome> {
    const parsed = entrySchema.safeParse(entry.data);
    if (!parsed.success) return { outcome: 'refused', reason: 'malformed' };
    const leaseMs = this.jobs.get(entry.job)?.definition.leaseMs ?? CLAIM_LEASE_MS;
    const row = await this.rows.claim(parsed.data, leaseMs);
    if (row === 'unknown') await untilAnswered(() => this.rows.noteForeign(parsed.data));
    if (typeof row === 'string') return { outcome: 'refused', reason: row, ...parsed.data };
    const { job, branchId, outboxId, fence, attempt } = row;
    return { ...(await this.run(row)), job, branchId, outboxId, fence, attempt };
  }

  private async run(row: ClaimedRow): Promise<Ending> {
    const handled = this.jobs.get(row.job);
    if (handled === undefined) return this.unhandled(row);
    const { definition, handler } = handled;
    const failures = row.attempt - row.deferrals;
    // Only workers that died in the middle get here: an error of the last attempt has failed the row already.
    if (failures > definition.retry.attempts) return this.fail(row, 'outbox.attempts-exhausted');
    const payload = definition.payload.safeParse(row.payload);
    if (!payload.success) return this.fail(row, 'outbox.payload-invalid');

    const lease = keepLease(this.rows, row, definition.leaseMs);
    try {
      const { branchId, outboxId, fence, attempt, job } = row;
      const claim = { branchId, outboxId, fence, attempt, job, signal: lease.signal };
      await this.scope.run({ branchId, entry: { kind: 'job', outboxId, fence } }, () =>
        handler.run(payload.data, claim),
      );
      const finished = await untilAnswered(() => this.rows.finish(row));
      return { outcome: finished ? 'done' : 'lost' };
    } catch (error) {
      return await this.afterError(row, definition, failures, error);
    } finally {
      lease.stop();
    }
  }

  private afterError(row: ClaimedRow, definition: JobDefinition, failures: number, error: unknown): Promise<Ending> {
    const code = errorCode(error);
    if (error instanceof GiveUp) return this.fail(row, code);
    if (error instanceof RetryLater) return this.retry(row, error.when, code, { deferral: true });
    if (failures >= definition.retry.attempts) return this.fail(row, code);
    return this.retry(row, delayAfter(failures, definition.retry), code, { deferral: false });
  }

  /** A newer program wrote it, or the entry was moved to another queue: leave it to a worker that knows the job. */
  private unhandled(row: ClaimedRow): Promise<Ending> {
    return this.retry(row, UNHANDLED_DELAY_MS, 'outbox.handler-missing', { deferral: true });
  }

  private async retry(row: ClaimedRow, when: Date | number, code: string, options: { deferral: boolean }) {
    const kept = await untilAnswered(() => this.rows.retry(row, when, code, options));
    return { outcome: kept ? 'retried' : 'lost', code } as const;
  }

  private async fail(row: ClaimedRow, code: string) {
    const kept = await untilAnswered(() => this.rows.fail(row, code));
    return { outcome: kept ? 'failed' : 'lost', code } as const;
  }

  private log(outcome: EntryOutcome): void {
    const line = JSON.stringify(outcome);
    const alarming =
      outcome.outcome === 'refused'
        ? outcome.reason === 'unknown' || outcome.reason === 'malformed'
        : outcome.outcome === 'failed' || outcome.outcome === 'lost';
    if (alarming) this.logger.warn(line);
    else this.logger.debug(line);
  }
}
