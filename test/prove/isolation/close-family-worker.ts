import { Injectable, type INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { z } from 'zod';
import { Database, DatabaseModule } from '#database';
import { notFound } from '#kernel';
import { defineJob, type EntryOutcome, HandlesJob, type JobHandler, OutboxModule } from '#outbox';
import type { Branches } from '../../support/test-branches.ts';

export const closeFamily = defineJob({
  name: 'proof.close-family',
  payload: z.object({ familyId: z.uuid() }),
  retry: { attempts: 1, firstDelayMs: 50, factor: 1 },
  leaseMs: 5_000,
});

/** Writes to what its payload names, as a real handler does. */
@Injectable()
@HandlesJob(closeFamily)
class CloseFamilyHandler implements JobHandler<typeof closeFamily> {
  constructor(private readonly database: Database) {}

  async run({ familyId }: { familyId: string }): Promise<void> {
    await this.database.transaction(async (tx) => {
      const closed = await tx.query<[unknown[], number]>(`UPDATE families SET status = 'closed' WHERE id = $1`, [
        familyId,
      ]);
      if (closed[1] === 0) throw notFound();
    });
  }
}

/** A worker that knows this one job and tells what became of each queue entry. */
export async function startWorker({ database }: Branches, outcomes: EntryOutcome[]): Promise<INestApplicationContext> {
  const module = await Test.createTestingModule({
    imports: [
      DatabaseModule.connect({ url: database.appUrl, pool: 5, entities: [] }),
      OutboxModule.forWorker({
        ...{ relayUrl: database.relayUrl, redisUrl: undefined, definitions: [closeFamily], pollMs: 50 },
        observe: (outcome) => outcomes.push(outcome),
      }),
    ],
    providers: [CloseFamilyHandler],
  }).compile();
  module.useLogger(false);
  return module.init();
}
