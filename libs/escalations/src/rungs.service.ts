import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import type { Actor } from '#kernel';
import { Outbox } from '#outbox';
import { RequestsService } from '#requests';
import { Authorities, Routing } from '#schools';
import type { EscalationReason } from './escalation.entity.ts';
import { draftComplaint } from './escalations.jobs.ts';
import { EscalationsRepository } from './escalations.repository.ts';

/**
 * The rung that is opened by itself. The law lays down no order of complaint (152-ФЗ ст. 17), and Roskomnadzor is the
 * body that supervises operators (152-ФЗ ст. 23).
 */
const FIRST_STEP = 'roskomnadzor';

/** Stages in which a request can still be complained about. */
const PURSUED = new Set(['submitted', 'received', 'answered']);

/** Opens rungs of the ladder; joins the transaction of the job that says why. */
@Injectable()
export class Rungs {
  constructor(
    private readonly escalations: EscalationsRepository,
    private readonly requests: RequestsService,
    private readonly authorities: Authorities,
    private readonly routing: Routing,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
  ) {}

  /** Opens the first rung once and asks for its draft; a rung not yet approved is drafted anew with what has changed. */
  async open(by: Actor, requestId: string, reason: EscalationReason): Promise<void> {
    const request = await this.requests.view(requestId);
    const submittedBy = await this.requests.submitterOf(requestId);
    if (!PURSUED.has(request.stage) || submittedBy === null) return;
    const opened = await this.escalations.open({
      requestId,
      familyId: request.familyId,
      step: FIRST_STEP,
      reason,
      authorityId: await this.officeFor(request.authorityId),
      preparedBy: submittedBy,
    });
    if (opened !== null) {
      this.audit.record({
        action: 'escalations.open',
        by,
        subject: { type: 'escalation', id: opened },
        familyId: request.familyId,
        details: { request: requestId, step: FIRST_STEP, reason },
      });
    }
    const rung = await this.escalations.findStep(requestId, FIRST_STEP);
    if (rung === null || (rung.stage !== 'opened' && rung.stage !== 'drafted')) return;
    await this.outbox.enqueue(draftComplaint, { escalationId: rung.id });
  }

  /** Null when the directory is not certain: a complaint is never routed on a guess, a person chooses. */
  private async officeFor(operatorId: string): Promise<string | null> {
    const { regionCode } = await this.authorities.get(operatorId);
    const { office } = await this.routing.routeFor(regionCode, 'regulator');
    return office?.id ?? null;
  }
}
