import { Injectable } from '@nestjs/common';
import { PeopleService, type PersonCard, PublicLinks } from '#access';
import { Database } from '#database';
import { Problem } from '#kernel';
import { GiveUp, HandlesJob, type JobClaim, type JobHandler, Outbox, type PayloadOf } from '#outbox';
import { BranchMail, mailLanguage, Organisations } from '#organisations';
import { breakGlassMail } from './break-glass-mail.ts';
import { sendBreakGlassNoticeJob } from './break-glass.jobs.ts';
import { BreakGlassRepository } from './break-glass.repository.ts';

/** Tells one administrator of one broken glass, with nothing in the mail that would have to stay inside. */
@Injectable()
@HandlesJob(sendBreakGlassNoticeJob)
export class SendBreakGlassNoticeHandler implements JobHandler<typeof sendBreakGlassNoticeJob> {
  constructor(
    private readonly db: Database,
    private readonly outbox: Outbox,
    private readonly mail: BranchMail,
    private readonly links: PublicLinks,
    private readonly people: PeopleService,
    private readonly organisations: Organisations,
    private readonly events: BreakGlassRepository,
  ) {}

  async run({ eventId, personId }: PayloadOf<typeof sendBreakGlassNoticeJob>, claim: JobClaim): Promise<void> {
    const { email, language: usual } = await this.cardOf(personId);
    const draft = await this.db.transaction(async () => {
      const branch = await this.organisations.branch();
      const { familyId, openedAt, endsAt } = await this.events.get(eventId);
      const caseNumber = `${branch.casePrefix}-${await this.events.caseNumberOf(familyId)}`;
      const path = (await this.events.isOfBranch(personId))
        ? `/v1/branches/${branch.id}/break-glass-events?reviewed=false`
        : `/v1/associations/${branch.association.id}/break-glass-events?reviewed=false`;
      const facts = { caseNumber, openedAt, endsAt, timeZone: branch.timeZone, link: this.links.to(path) };
      const [key, language] = [`break-glass-${eventId}.${personId}`, mailLanguage(branch.languages, usual)];
      return this.mail.draft(branch, { key, to: email, language, ...breakGlassMail(language, facts) });
    });
    await this.mail.send(draft, claim, 'families.break-glass-notice');
    await this.db.transaction(() => this.outbox.finish(claim));
  }

  private async cardOf(personId: string): Promise<PersonCard> {
    try {
      return await this.people.getCard(personId);
    } catch (error) {
      // Disabled since: there is nobody left to tell.
      if (error instanceof Problem && error.status === 404) throw new GiveUp('families.break-glass-notice-nobody');
      throw error;
    }
  }
}
