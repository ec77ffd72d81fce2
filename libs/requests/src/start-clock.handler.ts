import { Injectable } from '@nestjs/common';
import { Messages, messageSettledJob } from '#correspondence';
import { Audit } from '#audit';
import { Database } from '#database';
import { HandlesJob, type JobClaim, type JobHandler, type PayloadOf } from '#outbox';
import { ClockStarts } from './clock-starts.service.ts';
import { RequestsRepository } from './requests.repository.ts';

/** When the addressee's mail server has taken a request, its clocks start provisionally. */
@Injectable()
@HandlesJob(messageSettledJob)
export class StartClockHandler implements JobHandler<typeof messageSettledJob> {
  constructor(
    private readonly database: Database,
    private readonly messages: Messages,
    private readonly requests: RequestsRepository,
    private readonly clocks: ClockStarts,
    private readonly audit: Audit,
  ) {}

  async run({ messageId }: PayloadOf<typeof messageSettledJob>, claim: JobClaim): Promise<void> {
    await this.database.transaction(async () => {
      const message = await this.messages.get(messageId);
      if (message.subject.type !== 'request' || message.state !== 'sent' || message.sentAt === null) return;
      const request = await this.requests.lock(message.subject.id);
      // The addressee's own number may have come first: it is the better proof and stays.
      if (request.stage !== 'submitted') return;
      const by = { kind: 'job', job: claim.job, outboxId: claim.outboxId } as const;
      await this.clocks.startFromServerAcceptance(by, request, message.sentAt, messageId);
      this.audit.record({
        action: 'deadlines.start',
        by,
        subject: { type: 'request', id: request.id },
        familyId: request.familyId,
        details: { from: 'server_accepted', message: messageId },
      });
    });
  }
}
