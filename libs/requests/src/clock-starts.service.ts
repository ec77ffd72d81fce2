import { Injectable } from '@nestjs/common';
import { type Actor, localDate, localDateIn, type LocalDate } from '#kernel';
import { Authorities } from '#schools';
import { LawInForce } from './clocks/law-in-force.service.ts';
import { clocksOf } from './demand-clocks.ts';
import { Deadlines } from './deadlines.service.ts';
import type { RequestEntity } from './request.entity.ts';
import { RequestsRepository } from './requests.repository.ts';

type StartEvidence =
  | { readonly event: 'server_accepted'; readonly confidence: 'U' }
  | { readonly event: 'incoming_number'; readonly confidence: 'V' }
  | { readonly event: 'filed'; readonly confidence: 'V' | 'K' };

/**
 * Decides which event starts the clocks of a request. That a mail server took the letter proves receipt only weakly
 * (152-ФЗ names no such rule), so the addressee's own incoming number replaces it as soon as it is known.
 */
@Injectable()
export class ClockStarts {
  constructor(
    private readonly requests: RequestsRepository,
    private readonly deadlines: Deadlines,
    private readonly law: LawInForce,
    private readonly authorities: Authorities,
  ) {}

  async startFromServerAcceptance(
    by: Actor,
    request: RequestEntity,
    acceptedAt: Date,
    messageId: string,
  ): Promise<void> {
    const { timeZone } = await this.authorities.get(request.authorityId);
    const day = localDateIn(timeZone, acceptedAt);
    await this.start(by, request, { event: 'server_accepted', confidence: 'U' }, day, messageId);
  }

  async startFromIncomingNumber(by: Actor, request: RequestEntity, day: LocalDate, messageId: string): Promise<void> {
    await this.start(by, request, { event: 'incoming_number', confidence: 'V' }, day, messageId);
  }

  /** In person and through a portal the day of filing is proven by a number or mark; post proves delivery later. */
  async startFromFiling(
    by: Actor,
    request: RequestEntity,
    filing: { readonly channel: string; readonly filedOn: string; readonly registrationNumber?: string | undefined },
    messageId: string,
  ): Promise<void> {
    if (filing.channel === 'registered_post') return;
    const confidence = filing.registrationNumber === undefined ? 'K' : 'V';
    await this.start(by, request, { event: 'filed', confidence }, localDate(filing.filedOn), messageId);
  }

  private async start(
    by: Actor,
    request: RequestEntity,
    evidence: StartEvidence,
    day: LocalDate,
    messageId: string,
  ): Promise<void> {
    const { timeZone, regionCode } = await this.authorities.get(request.authorityId);
    const open = (await this.requests.demandsOf(request.id)).filter(({ outcome }) => outcome === null);
    const { rules } = await this.law.now();
    await this.deadlines.restart(
      by,
      {
        familyId: request.familyId,
        subject: { type: 'request', id: request.id },
        ...evidence,
        at: { day },
        timeZone,
        regionCode,
        evidenceMessageId: messageId,
      },
      clocksOf(open, day, rules),
    );
  }
}
