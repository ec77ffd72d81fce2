import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database } from '#database';
import { HandlesJob, type JobClaim, type JobHandler, Outbox, type PayloadOf } from '#outbox';
import { Deadlines } from './deadlines.service.ts';
import { deadlinePassed, passDeadline } from './requests.jobs.ts';

/** Checks the clock once more under the row's lock: a deadline met or superseded meanwhile does nothing. */
@Injectable()
@HandlesJob(passDeadline)
export class PassDeadlineHandler implements JobHandler<typeof passDeadline> {
  constructor(
    private readonly database: Database,
    private readonly deadlines: Deadlines,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
  ) {}

  async run({ deadlineId }: PayloadOf<typeof passDeadline>, { job, outboxId }: JobClaim): Promise<void> {
    await this.database.transaction(async () => {
      const passed = await this.deadlines.pass(deadlineId);
      if (passed === null) return;
      this.audit.record({
        action: 'deadlines.pass',
        by: { kind: 'job', job, outboxId },
        subject: { type: passed.subjectType, id: passed.subjectId },
        familyId: passed.familyId ?? undefined,
        details: {
          deadline: deadlineId,
          rule: passed.ruleId,
          dueOn: passed.dueOn,
          lateSeconds: Number(passed.lateSeconds),
        },
      });
      await this.outbox.enqueue(deadlinePassed, { deadlineId });
    });
  }
}
