import { Injectable } from '@nestjs/common';
import { Messages, replyRecordedJob } from '#correspondence';
import { Database } from '#database';
import { HandlesJob, type JobHandler, type PayloadOf } from '#outbox';
import { RequestsRepository } from './requests.repository.ts';

/** A reply waits for a person. Machine mail (auto-replies, receipts, delivery reports) is kept but asks for nobody. */
@Injectable()
@HandlesJob(replyRecordedJob)
export class FlagReplyHandler implements JobHandler<typeof replyRecordedJob> {
  constructor(
    private readonly database: Database,
    private readonly messages: Messages,
    private readonly requests: RequestsRepository,
  ) {}

  async run({ messageId }: PayloadOf<typeof replyRecordedJob>): Promise<void> {
    await this.database.transaction(async () => {
      const message = await this.messages.get(messageId);
      if (message.subject.type === 'request' && message.machine === null) {
        await this.requests.markReplyWaiting(message.subject.id);
      }
    });
  }
}
