import { Injectable } from '@nestjs/common';
import { PeopleService } from '#access';
import { Database } from '#database';
import { type Locale, Problem } from '#kernel';
import { HandlesJob, type JobClaim, type JobHandler, Outbox, type PayloadOf } from '#outbox';
import { BranchMail } from '../branch-mail.ts';
import { mailLanguage } from '../mail-language.ts';
import { Organisations } from '../organisations.service.ts';
import { branchOfferMail } from './branch-offer-mail.ts';
import { tellOfBranchOfferJob } from './branch-offers.jobs.ts';
import { BranchOffersRepository } from './branch-offers.repository.ts';

type Payload = PayloadOf<typeof tellOfBranchOfferJob>;

/** Tells one person how the offer of a branch stands. What has been overtaken is not told any more. */
@Injectable()
@HandlesJob(tellOfBranchOfferJob)
export class TellOfBranchOfferHandler implements JobHandler<typeof tellOfBranchOfferJob> {
  constructor(
    private readonly db: Database,
    private readonly outbox: Outbox,
    private readonly mail: BranchMail,
    private readonly people: PeopleService,
    private readonly organisations: Organisations,
    private readonly offers: BranchOffersRepository,
  ) {}

  async run(payload: Payload, claim: JobClaim): Promise<void> {
    const person = payload.personId === null ? null : await this.cardOf(payload.personId);
    const draft = await this.db.transaction(() => this.draftOf(payload, person));
    if (draft !== null) await this.mail.send(draft, claim, 'organisations.branch-offer');
    await this.db.transaction(() => this.outbox.finish(claim));
  }

  private async draftOf({ offerId, event, personId }: Payload, person: Recipient | null) {
    const offer = await this.offers.findForNotice(offerId);
    const branch = await this.organisations.branch();
    const to = personId === null ? branch.responsible?.email : person?.email;
    if (offer?.status !== event || to === null || to === undefined) return null;
    const language = mailLanguage(branch.languages, person?.language ?? null);
    const { from, expiresAt } = offer;
    const facts = { branch: branch.name, from, to: offer.to, expiresAt, timeZone: branch.timeZone };
    const key = `branch-offer-${offerId}.${event}.${personId ?? 'responsible'}`;
    return this.mail.draft(branch, { key, to, language, ...branchOfferMail(language, event, facts) });
  }

  /** Null for who was disabled since: there is nobody left to tell. */
  private async cardOf(personId: string): Promise<Recipient | null> {
    try {
      return await this.people.getCard(personId);
    } catch (error) {
      if (error instanceof Problem && error.status === 404) return null;
      throw error;
    }
  }
}

interface Recipient {
  readonly email: string;
  readonly language: Locale | null;
}
