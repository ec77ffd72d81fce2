import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Letters, Messages } from '#correspondence';
import { Database } from '#database';
import { actionsNow } from './request-actions.ts';
import type { RequestEntity } from './request.entity.ts';
import type { RequestFacts } from './request-guards.ts';
import { RequestsRepository } from './requests.repository.ts';

/** Answers what may be done with a request now, by the same table and guards that the verbs obey. */
@Injectable()
export class RequestActions {
  constructor(
    private readonly database: Database,
    private readonly requests: RequestsRepository,
    private readonly letters: Letters,
    private readonly messages: Messages,
  ) {}

  async list(by: Principal, id: string) {
    return this.database.transaction(async () => {
      const request = await this.requests.get(id);
      const facts = await this.factsOf(request);
      const items = actionsNow(request.stage, facts, by.permissions).map(({ route, ...action }) => ({
        ...action,
        method: 'POST' as const,
        path: `/v1/branches/${by.branchId}/requests/${id}${route}`,
      }));
      return { version: request.version, items };
    });
  }

  private async factsOf({ id, letterId, threadId }: RequestEntity): Promise<RequestFacts> {
    const demands = await this.requests.demandsOf(id);
    const messages = threadId === null ? [] : await this.messages.ofThread(threadId);
    return {
      letterPrepared: letterId !== null,
      letterSigned: letterId !== null && (await this.letters.get(letterId)).signed !== null,
      outcomesMissing: demands.filter(({ outcome }) => outcome === null).length,
      replies: messages.filter(({ direction, machine }) => direction === 'inbound' && machine === null).length,
    };
  }
}
