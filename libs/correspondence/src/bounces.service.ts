import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database } from '#database';
import type { Actor } from '#kernel';
import type { ParsedMessage } from '#mail';
import { RetryLater } from '#outbox';
import { AddressBounces } from '#schools';
import { Vault } from '#vault';
import { bounceKind } from './bounce-kind.ts';
import { failedRecipients } from './failed-recipients.ts';
import { familyKey, openContent } from './message-content.ts';
import { stateAfter } from './message-state.ts';
import { MessagesRepository } from './messages.repository.ts';
import type { ReceivedMail } from './received-mail.ts';
import { Threads } from './threads.service.ts';

const HAND_OVER_OPEN_MS = 30_000;

/**
 * What a mail says that came to the return path of one message. The return path alone names the message: what the report
 * encloses or claims about another is not looked at. It never moves the stage of a request, a person does.
 */
@Injectable()
export class Bounces {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly threads: Threads,
    private readonly messages: MessagesRepository,
    private readonly addresses: AddressBounces,
  ) {}

  /** Joins the open transaction. @throws RetryLater while the hand-over of that message is not recorded yet. */
  async record(by: Actor, messageId: string, mail: ReceivedMail, parsed: ParsedMessage | null): Promise<void> {
    const message = await this.messages.lock(messageId);
    if (message.state === 'sending') throw new RetryLater(HAND_OVER_OPEN_MS, 'correspondence.hand-over-open');
    const ring = await this.vault.keyring([familyKey(message)]);
    const { to } = openContent(ring, message);
    const failed = failedRecipients(mail, parsed, to);
    const { id, familyId, threadId } = message;
    // Word from a mail server about one mail is rare, and mostly means that it has to go another way.
    if (failed.length > 0 || (parsed?.deliveryStatus ?? null) === null) await this.messages.callForPerson(id);
    const bounced = failed.length === to.length && stateAfter(message.state, 'bounce') !== null;
    if (bounced) await this.messages.markBounced(id);
    this.audit.record({
      action: 'correspondence.record-bounce',
      by,
      subject: { type: 'message', id },
      familyId,
      details: { failed: failed.length, of: to.length, state: bounced ? 'bounced' : message.state },
    });
    const { authorityId } = await this.threads.get(threadId);
    const now = await this.db.now();
    for (const { address, response } of failed) {
      const kind = bounceKind({ address, permanent: true, response });
      if (kind !== null) await this.addresses.recordBounceOf(by, authorityId, address, kind, now);
    }
  }
}
