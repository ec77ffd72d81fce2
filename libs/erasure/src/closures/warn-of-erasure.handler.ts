import { Injectable } from '@nestjs/common';
import { PeopleService, type PersonCard, PublicLinks } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { Problem } from '#kernel';
import { BranchMail, mailLanguage, Organisations } from '#organisations';
import { GiveUp, HandlesJob, type JobClaim, type JobHandler, Outbox, type PayloadOf } from '#outbox';
import { BranchClosuresRepository } from './branch-closures.repository.ts';
import { warnOfErasureJob } from './closures.jobs.ts';
import { erasureWarning } from './erasure-warning.ts';

/** Tells one administrator of the association that a closed branch will be erased. */
@Injectable()
@HandlesJob(warnOfErasureJob)
export class WarnOfErasureHandler implements JobHandler<typeof warnOfErasureJob> {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly mail: BranchMail,
    private readonly links: PublicLinks,
    private readonly people: PeopleService,
    private readonly organisations: Organisations,
    private readonly closures: BranchClosuresRepository,
  ) {}

  async run({ closureId, personId, days }: PayloadOf<typeof warnOfErasureJob>, claim: JobClaim): Promise<void> {
    const { email: to, language: usual } = await this.cardOf(personId);
    const draft = await this.db.transaction(async () => {
      const { state, eraseAfter } = await this.closures.lock(closureId);
      if (eraseAfter === null || state === 'cancelled' || state === 'erased') return null;
      const branch = await this.organisations.branch();
      const link = this.links.to(`/v1/associations/${branch.association.id}/branches/${branch.id}/closure`);
      const facts = { branch: branch.name, days, eraseAfter, timeZone: branch.timeZone, link };
      const [key, language] = [`erasure-${closureId}.${days}.${personId}`, mailLanguage(branch.languages, usual)];
      return this.mail.draft(branch, { key, to, language, ...erasureWarning(language, facts) });
    });
    if (draft !== null) await this.mail.send(draft, claim, 'erasure.warning');
    await this.db.transaction(async () => {
      this.audit.record({
        action: 'branches.warn-of-erasure',
        by: { kind: 'job', job: claim.job, outboxId: claim.outboxId },
        subject: { type: 'person', id: personId },
        details: { days, sent: draft !== null },
      });
      await this.outbox.finish(claim);
    });
  }

  private async cardOf(personId: string): Promise<PersonCard> {
    try {
      return await this.people.getCard(personId);
    } catch (error) {
      // Disabled since: there is nobody left to tell.
      if (error instanceof Problem && error.status === 404) throw new GiveUp('erasure.warning-nobody');
      throw error;
    }
  }
}
