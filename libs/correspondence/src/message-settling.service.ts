import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { Problem } from '#kernel';
import { Outbox } from '#outbox';
import type { Message } from './correspondence.contract.ts';
import { deliverMessageJob, messageSettledJob } from './correspondence.jobs.ts';
import { correspondenceProblems } from './correspondence.problems.ts';
import { stateAfter } from './message-state.ts';
import { messageView } from './message-view.ts';
import { MessagesRepository } from './messages.repository.ts';

export interface MessageDecision {
  readonly as: 'sent' | 'not-sent';
  /** How it is known, without names: it goes to the log. */
  readonly reason: string;
}

/** A person's word on what no machine can decide: an undecided hand-over, a mail that came back. */
@Injectable()
export class MessageSettling {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly messages: MessagesRepository,
  ) {}

  /** Somebody has taken care of it. Doing it twice is doing it once. @throws Problem not-found. */
  async acknowledge(by: Principal, messageId: string): Promise<Message> {
    return this.db.transaction(async () => {
      const { familyId, attentionSince } = await this.messages.lock(messageId);
      if (attentionSince !== null) {
        await this.messages.dismissPerson(messageId);
        const subject = { type: 'message', id: messageId };
        this.audit.record({ action: 'correspondence.acknowledge-message', by, subject, familyId });
      }
      return messageView(await this.messages.get(messageId));
    });
  }

  /** @throws Problem correspondence.not-undecided, not-found. */
  async settle(by: Principal, messageId: string, { as, reason }: MessageDecision): Promise<Message> {
    return this.db.transaction(async () => {
      const { state, familyId } = await this.messages.lock(messageId);
      if (stateAfter(state, as === 'sent' ? 'settleAsSent' : 'settleAsNotSent') === null) {
        throw new Problem(correspondenceProblems.notUndecided, { parameters: { state } });
      }
      if (as === 'sent') {
        await this.messages.settleAsSent(messageId);
        await this.outbox.enqueue(messageSettledJob, { messageId });
      } else {
        await this.messages.settleAsNotSent(messageId);
        await this.outbox.enqueue(deliverMessageJob, { messageId });
      }
      const subject = { type: 'message', id: messageId };
      this.audit.record({ action: 'correspondence.settle-message', by, subject, familyId, reason, details: { as } });
      return messageView(await this.messages.get(messageId));
    });
  }
}
