import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Papers, processingConsentWithdrawnJob } from '#families';
import { HandlesJob, type JobClaim, type JobHandler, type PayloadOf } from '#outbox';
import { Duties } from './duties.service.ts';

/** A family took back its consent to our own processing: within thirty days we stop and destroy. */
@Injectable()
@HandlesJob(processingConsentWithdrawnJob)
export class OpenConsentDutyHandler implements JobHandler<typeof processingConsentWithdrawnJob> {
  constructor(
    private readonly database: Database,
    private readonly papers: Papers,
    private readonly duties: Duties,
  ) {}

  async run(payload: PayloadOf<typeof processingConsentWithdrawnJob>, { job, outboxId }: JobClaim): Promise<void> {
    const { consentId } = payload;
    await this.database.transaction(async () => {
      const withdrawal = await this.papers.processingWithdrawal(consentId);
      if (withdrawal === null) return;
      const { familyId, withdrawnOn } = withdrawal;
      const duty = { kind: 'consent_withdrawn', familyId, incidentId: null, consentId } as const;
      await this.duties.open({ kind: 'job', job, outboxId }, duty, { day: withdrawnOn }, 'consent_withdrawn');
    });
  }
}
