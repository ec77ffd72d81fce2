import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { In, IsNull } from 'typeorm';
import { cutPage, decodeCursor, notFound, type Page, type PageQuery } from '#kernel';
import { DeliveryAttemptEntity } from './delivery-attempt.entity.ts';
import { MessageAttachmentEntity } from './message-attachment.entity.ts';
import type { MessageState } from './message-state.ts';
import { MessageEntity } from './message.entity.ts';

export type NewMessage = Pick<
  MessageEntity,
  'id' | 'threadId' | 'familyId' | 'direction' | 'channel' | 'state' | 'contentSealed'
> &
  Partial<MessageEntity>;

export interface MessageFilter {
  readonly threadId?: string;
  readonly states?: readonly MessageState[] | undefined;
  /** Whether a person has to look at it. */
  readonly attention?: boolean | undefined;
}

const SORT = 'messages.created-at';

@Injectable()
export class MessagesRepository {
  constructor(private readonly db: Database) {}

  /** @param fileIds attachments, in their order. */
  async insert(message: NewMessage, fileIds: readonly string[]): Promise<void> {
    await this.rows.insert(message);
    const { id: messageId, familyId } = message;
    const attached = fileIds.map((fileId, index) => ({ messageId, position: index + 1, familyId, fileId }));
    if (attached.length > 0) await this.db.manager.insert(MessageAttachmentEntity, attached);
  }

  async find(id: string): Promise<MessageEntity | null> {
    return this.rows.findOneBy({ id });
  }

  /** @throws Problem not-found. */
  async get(id: string): Promise<MessageEntity> {
    const message = await this.find(id);
    if (message === null) throw notFound();
    return message;
  }

  /** @throws Problem not-found. */
  async lock(id: string): Promise<MessageEntity> {
    const message = await this.rows.findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
    if (message === null) throw notFound();
    return message;
  }

  /** Oldest first. @throws Problem page.cursor-malformed. */
  async list(filter: MessageFilter, page: PageQuery): Promise<Page<MessageEntity>> {
    const position = decodeCursor(page.cursor, SORT);
    const query = this.rows
      .createQueryBuilder('message')
      // The driver cuts instants to milliseconds, and a cursor cut short would show a row twice.
      .addSelect('message.created_at::text', 'position')
      .orderBy('message.created_at')
      .addOrderBy('message.id')
      .limit(page.limit + 1)
      .where('message.detached_at IS NULL');
    if (filter.threadId !== undefined) query.andWhere('message.thread_id = :threadId', { threadId: filter.threadId });
    if (filter.states !== undefined) query.andWhere('message.state IN (:...states)', { states: filter.states });
    if (filter.attention !== undefined) {
      query.andWhere(`message.attention_since IS ${filter.attention ? 'NOT NULL' : 'NULL'}`);
    }
    if (position !== null) {
      query.andWhere('(message.created_at, message.id) > (:key::timestamptz, :id::uuid)', position);
    }
    const { entities, raw } = await query.getRawAndEntities<{ position: string }>();
    const rows = entities.map((message, index) => ({ message, key: raw[index]?.position ?? '' }));
    const cut = cutPage(rows, page.limit, SORT, ({ message, key }) => ({ key, id: message.id }));
    return { ...cut, items: cut.items.map(({ message }) => message) };
  }

  /** All of them, oldest first: an exchange with one addressee is short. */
  async ofThread(threadId: string): Promise<MessageEntity[]> {
    return this.rows.find({ where: { threadId, detachedAt: IsNull() }, order: { createdAt: 'ASC', id: 'ASC' } });
  }

  async findAll(ids: readonly string[]): Promise<MessageEntity[]> {
    return ids.length === 0 ? [] : this.rows.find({ where: { id: In([...ids]) } });
  }

  /** Takes mail that does not belong there out of sight, or puts it back. */
  async setDetached(ids: readonly string[], detached: boolean): Promise<void> {
    if (ids.length === 0) return;
    await this.rows.update({ id: In([...ids]) }, { detachedAt: detached ? () => 'app_now()' : null });
  }

  async attachmentsOf(messageId: string): Promise<MessageAttachmentEntity[]> {
    return this.db.manager.find(MessageAttachmentEntity, { where: { messageId }, order: { position: 'ASC' } });
  }

  async attemptsOf(messageId: string): Promise<DeliveryAttemptEntity[]> {
    return this.db.manager.find(DeliveryAttemptEntity, { where: { messageId }, order: { fence: 'ASC' } });
  }

  async attemptsOfAll(messageIds: readonly string[]): Promise<DeliveryAttemptEntity[]> {
    return this.db.manager.find(DeliveryAttemptEntity, {
      where: { messageId: In([...messageIds]) },
      order: { startedAt: 'ASC', id: 'ASC' },
    });
  }

  /** It came back. On a message that is locked. */
  async markBounced(id: string): Promise<void> {
    await this.rows.update({ id }, { state: 'bounced' });
  }

  /** Asks for a person, who sees since when. */
  async callForPerson(id: string): Promise<void> {
    await this.rows.update({ id }, { attentionSince: () => 'coalesce(attention_since, app_now())' });
  }

  async dismissPerson(id: string): Promise<void> {
    await this.rows.update({ id }, { attentionSince: null });
  }

  /** A person's decision on a message that is locked. */
  async settleAsSent(id: string): Promise<void> {
    await this.rows.update({ id }, { state: 'sent', sentAt: () => 'handed_over_at' });
  }

  /** Forgets the hand-over that came to nothing, so that the next worker does not look for it. */
  async settleAsNotSent(id: string): Promise<void> {
    await this.rows.update({ id }, { state: 'queued', handedOverAt: () => 'NULL' });
  }

  private get rows() {
    return this.db.manager.getRepository(MessageEntity);
  }
}
