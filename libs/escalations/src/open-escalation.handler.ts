import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { HandlesJob, type JobClaim, type JobHandler, Outbox, type PayloadOf } from '#outbox';
import { deadlinePassed, Deadlines } from '#requests';
import { Rungs } from './rungs.service.ts';

/** A term of a request ran out unanswered. */
@Injectable()
@HandlesJob(deadlinePassed)
export class OpenEscalationHandler implements JobHandler<typeof deadlinePassed> {
  constructor(
    private readonly database: Database,
    private readonly deadlines: Deadlines,
    private readonly rungs: Rungs,
    private readonly outbox: Outbox,
  ) {}

  async run({ deadlineId }: PayloadOf<typeof deadlinePassed>, claim: JobClaim): Promise<void> {
    await this.database.transaction(async () => {
      const { subjectType, subjectId } = await this.deadlines.get(deadlineId);
      const by = { kind: 'job', job: claim.job, outboxId: claim.outboxId } as const;
      if (subjectType === 'request') await this.rungs.open(by, subjectId, 'deadline_passed');
      await this.outbox.finish(claim);
    });
  }
}
