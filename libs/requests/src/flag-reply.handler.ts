import { Injectable } from '@nestjs/common';
import { Messages, replyRecordedJob } from '#correspondence';
import { Audit } from '#audit';
import { Database } from '#database';
import { HandlesJob, type JobClaim, type JobHandler, type PayloadOf } from '#outbox';
import { RequestsRepository } from './requests.repository.ts';

/** A reply waits for a person. Machine mail (auto-replies, receipts, delivery reports) is kept but asks for nobody. */
@Injectable()
@HandlesJob(replyRecordedJob)
export class FlagReplyHandler implements JobHandler<typeof replyRecordedJob> {
  constructor(
    private readonly database: Database,
    private readonly messages: Messages,
    private readonly requests: RequestsRepository,
    private readonly audit: Audit,
  ) {}

  async run({ messageId }: PayloadOf<typeof replyRecordedJob>, claim: JobClaim): Promise<void> {
    await this.database.transaction(async () => {
      const message = await this.messages.get(messageId);
      if (message.subject.type === 'request' && message.machine === null) {
        await this.requests.markReplyWaiting(message.subject.id);
        this.audit.record({
          action: 'requests.reply-waiting',
          by: { kind: 'job', job: claim.job, outboxId: claim.outboxId },
          subject: message.subject,
          familyId: message.familyId,
          details: { message: messageId },
        });
      }
    });
  }
}
