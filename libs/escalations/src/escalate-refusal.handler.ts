import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { HandlesJob, type JobClaim, type JobHandler, Outbox, type PayloadOf } from '#outbox';
import { refusedWithoutReasons } from '#requests';
import { Rungs } from './rungs.service.ts';

/** A person has called an answer a refusal without reasons (152-ФЗ ст. 20 ч. 2 asks for reasons). */
@Injectable()
@HandlesJob(refusedWithoutReasons)
export class EscalateRefusalHandler implements JobHandler<typeof refusedWithoutReasons> {
  constructor(
    private readonly database: Database,
    private readonly rungs: Rungs,
    private readonly outbox: Outbox,
  ) {}

  async run({ requestId }: PayloadOf<typeof refusedWithoutReasons>, claim: JobClaim): Promise<void> {
    await this.database.transaction(async () => {
      const by = { kind: 'job', job: claim.job, outboxId: claim.outboxId } as const;
      await this.rungs.open(by, requestId, 'refused_unreasoned');
      await this.outbox.finish(claim);
    });
  }
}
