import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Messages } from '#correspondence';
import { Database } from '#database';
import { versionMismatch } from '#http';
import { Problem } from '#kernel';
import { retentionBases } from '#law';
import { Outbox } from '#outbox';
import { Deadlines } from './deadlines.service.ts';
import type { RequestEntity } from './request.entity.ts';
import { RequestStages } from './request-stages.service.ts';
import type { ClassifyReplyBody } from './requests.contract.ts';
import { refusedWithoutReasons } from './requests.jobs.ts';
import { requestsProblems } from './requests.problems.ts';
import { RequestsRepository } from './requests.repository.ts';
import { Receipts } from './receipts.service.ts';

const knownBases = new Set(retentionBases.map(({ code }) => code));

/** A person says what a reply is; until then no clock and no stage moves. */
@Injectable()
export class Classification {
  constructor(
    private readonly database: Database,
    private readonly requests: RequestsRepository,
    private readonly stages: RequestStages,
    private readonly receipts: Receipts,
    private readonly deadlines: Deadlines,
    private readonly messages: Messages,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
  ) {}

  /**
   * Records the addressee's incoming number and day (the clocks start anew from it) and what each named demand came
   * to (its clock stops). Either part may come alone; a reply that says neither only stops waiting for a person.
   */
  async classify(by: Principal, id: string, version: number, body: ClassifyReplyBody): Promise<void> {
    await this.database.transaction(async () => {
      const request = await this.requests.lock(id);
      if (request.version !== version) throw versionMismatch();
      this.stages.check(request, 'answer');
      await this.refuseForeignMessage(request, body.messageId);
      // The receipt first: a clock that an outcome stops should have run from the best-proven day.
      const receipt = await this.receipts.record(by, request, body);
      const remaining = await this.recordOutcomes(by, request, body);
      const changes = { ...receipt, replyWaitingSince: null };
      const details = { message: body.messageId, outcomes: body.outcomes.length };
      if (remaining === 0) await this.stages.advance(by, request, 'answer', changes, details);
      else if (receipt !== null && request.stage !== 'answered') {
        await this.stages.advance(by, request, 'acknowledge', changes, details);
      } else await this.noteOnly(by, request, changes, details);
      if (body.outcomes.some(({ outcome }) => outcome === 'refused_unreasoned')) {
        await this.outbox.enqueue(refusedWithoutReasons, { requestId: id });
      }
    });
  }

  /** Resolves to the number of demands that still have no outcome. */
  private async recordOutcomes(by: Principal, request: RequestEntity, body: ClassifyReplyBody): Promise<number> {
    const demands = await this.requests.demandsOf(request.id);
    const at = await this.database.now();
    for (const [index, { demandId, outcome, retentionBasis }] of body.outcomes.entries()) {
      if (!demands.some((demand) => demand.id === demandId)) {
        throw new Problem(requestsProblems.demandUnknown, { pointer: `/outcomes/${index}/demandId` });
      }
      if (retentionBasis !== undefined && !knownBases.has(retentionBasis)) {
        throw new Problem(requestsProblems.retentionBasisUnknown, { pointer: `/outcomes/${index}/retentionBasis` });
      }
      await this.requests.recordOutcome(demandId, {
        outcome,
        retentionBasis: retentionBasis ?? null,
        messageId: body.messageId,
        by: by.personId,
        at,
      });
    }
    const answered = new Set(body.outcomes.map(({ demandId }) => demandId));
    // A notice of an extension answers nothing: the clock runs on, to a later day once the extension is recorded.
    const settled = body.outcomes.filter(({ outcome }) => outcome !== 'extended').map(({ demandId }) => demandId);
    if (settled.length > 0) await this.deadlines.settle(request.id, settled);
    return demands.filter(({ id, outcome }) => outcome === null && !answered.has(id)).length;
  }

  private async noteOnly(
    by: Principal,
    request: RequestEntity,
    changes: Partial<RequestEntity>,
    details: Readonly<Record<string, string | number>>,
  ): Promise<void> {
    await this.requests.update(request.id, request.version, changes);
    const subject = { type: 'request', id: request.id };
    this.audit.record({ action: 'requests.classify', by, subject, familyId: request.familyId, details });
  }

  private async refuseForeignMessage(request: RequestEntity, messageId: string): Promise<void> {
    const message = await this.messages.find(messageId);
    if (message?.threadId !== request.threadId || message.direction !== 'inbound') {
      throw new Problem(requestsProblems.messageUnknown, { pointer: '/messageId' });
    }
  }
}
