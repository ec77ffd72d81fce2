import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database } from '#database';
import { HandlesJob, type JobClaim, type JobHandler, type PayloadOf } from '#outbox';
import { remind } from '../requests.jobs.ts';
import { RemindersRepository } from './reminders.repository.ts';

/** Tells who works the case, once for all reminders that have passed. What needs no word any more gets none. */
@Injectable()
@HandlesJob(remind)
export class RemindHandler implements JobHandler<typeof remind> {
  constructor(
    private readonly database: Database,
    private readonly reminders: RemindersRepository,
    private readonly audit: Audit,
  ) {}

  async run({ deadlineId }: PayloadOf<typeof remind>, { job, outboxId }: JobClaim): Promise<void> {
    await this.database.transaction(async () => {
      const passed = await this.reminders.advance(deadlineId);
      if (passed === null || !passed.wanted || passed.days === null) return;
      const { days, collapsed, familyId, subjectType, subjectId } = passed;
      const told = await this.reminders.tell(deadlineId, days, collapsed);
      if (told === 0) return;
      this.audit.record({
        action: 'deadlines.remind',
        by: { kind: 'job', job, outboxId },
        subject: { type: subjectType, id: subjectId },
        familyId: familyId ?? undefined,
        details: { deadline: deadlineId, days, collapsed, people: told },
      });
    });
  }
}
