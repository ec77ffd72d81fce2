import { Injectable } from '@nestjs/common';
import { localDate, localDateIn, type LocalDate } from '#kernel';
import { Authorities } from '#schools';
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
    private readonly authorities: Authorities,
  ) {}

  async startFromServerAcceptance(request: RequestEntity, acceptedAt: Date, messageId: string): Promise<void> {
    const { timeZone } = await this.authorities.get(request.authorityId);
    const day = localDateIn(timeZone, acceptedAt);
    await this.start(request, { event: 'server_accepted', confidence: 'U' }, day, timeZone, messageId);
  }

  async startFromIncomingNumber(request: RequestEntity, day: LocalDate, messageId: string): Promise<void> {
    const { timeZone } = await this.authorities.get(request.authorityId);
    await this.start(request, { event: 'incoming_number', confidence: 'V' }, day, timeZone, messageId);
  }

  /** In person and through a portal the day of filing is proven by a number or mark; post proves delivery later. */
  async startFromFiling(
    request: RequestEntity,
    filing: { readonly channel: string; readonly filedOn: string; readonly registrationNumber?: string | undefined },
    messageId: string,
  ): Promise<void> {
    if (filing.channel === 'registered_post') return;
    const { timeZone } = await this.authorities.get(request.authorityId);
    const confidence = filing.registrationNumber === undefined ? 'K' : 'V';
    await this.start(request, { event: 'filed', confidence }, localDate(filing.filedOn), timeZone, messageId);
  }

  private async start(
    request: RequestEntity,
    evidence: StartEvidence,
    day: LocalDate,
    timeZone: string,
    messageId: string,
  ): Promise<void> {
    const open = (await this.requests.demandsOf(request.id)).filter(({ outcome }) => outcome === null);
    await this.deadlines.restart(
      {
        familyId: request.familyId,
        subject: { type: 'request', id: request.id },
        ...evidence,
        at: { day },
        timeZone,
        evidenceMessageId: messageId,
      },
      clocksOf(open, day),
    );
  }
}
