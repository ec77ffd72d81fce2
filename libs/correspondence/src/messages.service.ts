import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { notFound } from '#kernel';
import type { FilingChannel } from './correspondence.contract.ts';
import type { DeliveryAttemptEntity } from './delivery-attempt.entity.ts';
import type { MessageState } from './message-state.ts';
import type { MessageEntity } from './message.entity.ts';
import { MessagesRepository } from './messages.repository.ts';
import type { ThreadSubject } from './thread.entity.ts';
import { ThreadsRepository } from './threads.repository.ts';

/** A message as other rooms see it: what became of it and what it is about, never what it says. */
export interface MessageFacts {
  readonly id: string;
  readonly threadId: string;
  readonly familyId: string;
  readonly letterId: string | null;
  readonly subject: { readonly type: ThreadSubject; readonly id: string };
  readonly direction: 'outbound' | 'inbound';
  readonly channel: FilingChannel | 'email';
  readonly state: MessageState;
  /** Set for mail of a machine and for what cannot be read: neither is an answer. */
  readonly machine: string | null;
  readonly messageIdHeader: string | null;
  readonly serverResponse: string | null;
  readonly rawFileId: string | null;
  /** When the other server took it, by the application's clock. */
  readonly sentAt: Date | null;
  readonly receivedAt: Date | null;
}

/** One try to hand a message over, as the other server answered it. */
export type DeliveryAttempt = Pick<
  DeliveryAttemptEntity,
  'id' | 'messageId' | 'startedAt' | 'outcome' | 'phase' | 'response'
>;

/** Tells later rooms how a message stands, without opening anything sealed and without a log entry. */
@Injectable()
export class Messages {
  constructor(
    private readonly db: Database,
    private readonly threads: ThreadsRepository,
    private readonly messages: MessagesRepository,
  ) {}

  /** Null when the branch has no such message. */
  async find(messageId: string): Promise<MessageFacts | null> {
    return this.db.transaction(async () => {
      const row = await this.messages.find(messageId);
      return row === null ? null : factsOf(row, await this.subjectOf(row.threadId));
    });
  }

  /** @throws Problem not-found. */
  async get(messageId: string): Promise<MessageFacts> {
    const message = await this.find(messageId);
    if (message === null) throw notFound();
    return message;
  }

  /** Of one thread, oldest first. @throws Problem not-found. */
  async ofThread(threadId: string): Promise<MessageFacts[]> {
    return this.db.transaction(async () => {
      const subject = await this.subjectOf(threadId);
      return (await this.messages.ofThread(threadId)).map((row) => factsOf(row, subject));
    });
  }

  /** Of several threads of one case, oldest first. @throws Problem not-found. */
  async ofThreads(threadIds: readonly string[]): Promise<MessageFacts[]> {
    const messages: MessageFacts[] = [];
    for (const threadId of threadIds) messages.push(...(await this.ofThread(threadId)));
    return messages;
  }

  /** Of all these messages, in the order in which they were made. */
  async attemptsOf(messageIds: readonly string[]): Promise<DeliveryAttempt[]> {
    return this.db.transaction(() => this.messages.attemptsOfAll(messageIds));
  }

  private async subjectOf(threadId: string): Promise<MessageFacts['subject']> {
    const { subjectType, subjectId } = await this.threads.get(threadId);
    return { type: subjectType, id: subjectId };
  }
}

function factsOf(row: MessageEntity, subject: MessageFacts['subject']): MessageFacts {
  const { id, threadId, familyId, letterId, direction, state, machine } = row;
  const { messageIdHeader, serverResponse, rawFileId, sentAt, receivedAt } = row;
  return {
    ...{ id, threadId, familyId, letterId, subject, direction, state, machine },
    ...{ messageIdHeader, serverResponse, rawFileId, sentAt, receivedAt },
    channel: row.channel as MessageFacts['channel'],
  };
}
