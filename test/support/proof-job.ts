import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { Database } from '#database';
import { defineJob, GiveUp, HandlesJob, type JobClaim, type JobHandler, Outbox, RetryLater } from '#outbox';

/** A job that behaves as its payload tells it, and notes each run in its branch's table `proof_runs`. */
export const proofJob = defineJob({
  name: 'proof.run',
  payload: z.object({
    behave: z.enum(['well', 'slow', 'long', 'fail', 'defer-once', 'give-up', 'finish-inside']),
    number: z.number().int().default(0),
  }),
  retry: { attempts: 3, firstDelayMs: 150, factor: 3 },
  leaseMs: 2_000,
});

export class WorkRefused extends Error {
  override name = 'WorkRefused';
}

@Injectable()
@HandlesJob(proofJob)
export class RunProofHandler implements JobHandler<typeof proofJob> {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  async run(payload: z.infer<typeof proofJob.payload>, claim: JobClaim): Promise<void> {
    if (payload.behave === 'slow') await sleep(20);
    if (payload.behave === 'long') await sleep(proofJob.leaseMs * 1.5);
    await this.database.transaction(async (tx) => {
      await tx.query('INSERT INTO proof_runs (outbox_id, fence, attempt) VALUES ($1, $2, $3)', [
        claim.outboxId,
        claim.fence,
        claim.attempt,
      ]);
      if (payload.behave === 'finish-inside') await this.outbox.finish(claim);
    });
    if (payload.behave === 'fail') throw new WorkRefused('Иванова Мария, ivanova@example.test');
    if (payload.behave === 'defer-once' && claim.attempt === 1) throw new RetryLater(300, 'proof.not-yet');
    if (payload.behave === 'give-up') throw new GiveUp('proof.hopeless');
  }
}

export const PROOF_TABLE = `
  CREATE TABLE proof_runs (branch_id uuid NOT NULL DEFAULT current_branch(), outbox_id uuid NOT NULL, fence bigint NOT NULL,
    attempt int NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp());
  GRANT INSERT ON proof_runs TO otzyv_app;
`;
