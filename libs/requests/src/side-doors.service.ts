import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Messages } from '#correspondence';
import { Database } from '#database';
import { versionMismatch } from '#http';
import { Problem } from '#kernel';
import type { DemandCode } from '#law';
import { Deadlines } from './deadlines.service.ts';
import type { RequestEntity } from './request.entity.ts';
import { requestsProblems } from './requests.problems.ts';
import { RequestStages } from './request-stages.service.ts';
import type { RequestView } from './requests.contract.ts';
import { RequestsRepository } from './requests.repository.ts';
import { RequestsService } from './requests.service.ts';
import type { ReturnRequestBody, TransferRequestBody } from './side-doors.contract.ts';

/** The ways beside the straight one: back unconsidered, passed on to another operator, open again. */
@Injectable()
export class SideDoors {
  constructor(
    private readonly database: Database,
    private readonly requests: RequestsRepository,
    private readonly service: RequestsService,
    private readonly stages: RequestStages,
    private readonly deadlines: Deadlines,
    private readonly messages: Messages,
  ) {}

  /** The clocks stop without a verdict: nothing was considered. @throws Problem requests.message-unknown. */
  async return(by: Principal, id: string, version: number, body: ReturnRequestBody): Promise<RequestView> {
    return this.database.transaction(async () => {
      const request = await this.locked(id, version);
      this.stages.check(request, 'return');
      await this.refuseForeignMessage(request, body.messageId);
      const changes = { departureReason: body.reason, departureMessageId: body.messageId ?? null };
      await this.stages.advance(by, request, 'return', changes, { reason: body.reason });
      await this.deadlines.abandon(id);
      return this.service.view(id);
    });
  }

  /**
   * An addressee that is not competent passes the appeal on within seven days and says so (59-ФЗ ст. 8 ч. 3). The demands
   * without an outcome go on in a draft to the new operator; what the first one did is kept where it happened.
   * @throws Problem requests.transfer-to-itself, requests.message-unknown.
   */
  async transfer(by: Principal, id: string, version: number, body: TransferRequestBody) {
    return this.database.transaction(async () => {
      const request = await this.locked(id, version);
      this.stages.check(request, 'transfer');
      const { authorityId } = body;
      if (authorityId === request.authorityId) {
        throw new Problem(requestsProblems.transferToItself, { pointer: '/authorityId' });
      }
      await this.refuseForeignMessage(request, body.messageId);
      const open = (await this.requests.demandsOf(id)).filter(({ outcome }) => outcome === null);
      if (open.length === 0) throw new Problem(requestsProblems.nothingToTransfer);
      const successor = await this.service.open(by, {
        ...{ familyId: request.familyId, guardianId: request.guardianId, authorityId, addresseeConfirmed: false },
        childIds: await this.requests.childIdsOf(id),
        demands: open.map(({ kind, systemCodes }) => ({ kind: kind as DemandCode, systemCodes: [...systemCodes] })),
      });
      await this.requests.update(successor.id, successor.version, { transferredFrom: id });
      const changes = { departureReason: 'transferred', departureMessageId: body.messageId ?? null };
      await this.stages.advance(by, request, 'transfer', changes, { authorityId, successor: successor.id });
      await this.deadlines.abandon(id);
      return { request: await this.service.view(id), successor: await this.service.view(successor.id) };
    });
  }

  async reopen(by: Principal, id: string, version: number): Promise<RequestView> {
    return this.database.transaction(async () => {
      await this.stages.advance(by, await this.locked(id, version), 'reopen');
      return this.service.view(id);
    });
  }

  private async locked(id: string, version: number): Promise<RequestEntity> {
    const request = await this.requests.lock(id);
    if (request.version !== version) throw versionMismatch();
    return request;
  }

  private async refuseForeignMessage(request: RequestEntity, messageId: string | undefined): Promise<void> {
    if (messageId === undefined) return;
    const message = await this.messages.find(messageId);
    if (message?.threadId !== request.threadId) {
      throw new Problem(requestsProblems.messageUnknown, { pointer: '/messageId' });
    }
  }
}
