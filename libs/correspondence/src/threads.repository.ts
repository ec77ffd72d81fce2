import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '#database';
import { notFound } from '#kernel';
import { MessageEntity } from './message.entity.ts';
import { ThreadEntity, type ThreadSubject } from './thread.entity.ts';

@Injectable()
export class ThreadsRepository {
  constructor(private readonly db: Database) {}

  async insert(thread: Omit<ThreadEntity, 'createdAt'>): Promise<void> {
    await this.rows.insert(thread);
  }

  /** @throws Problem not-found. */
  async get(id: string): Promise<ThreadEntity> {
    const thread = await this.rows.findOneBy({ id });
    if (thread === null) throw notFound();
    return thread;
  }

  async findByTokens(hashes: readonly Buffer[]): Promise<ThreadEntity[]> {
    return hashes.length === 0 ? [] : this.rows.find({ where: { replyTokenHash: In([...hashes]) } });
  }

  /** Those in which one of these mails of ours went out. */
  async findByMessageIds(messageIds: readonly string[]): Promise<ThreadEntity[]> {
    if (messageIds.length === 0) return [];
    const sent = await this.db.manager.find(MessageEntity, {
      where: { direction: 'outbound', messageIdHeader: In([...messageIds]) },
    });
    return sent.length === 0 ? [] : this.rows.find({ where: { id: In(sent.map(({ threadId }) => threadId)) } });
  }

  /** The newest first. */
  async findByAuthorities(authorityIds: readonly string[], limit: number): Promise<ThreadEntity[]> {
    if (authorityIds.length === 0) return [];
    const where = { authorityId: In([...authorityIds]) };
    return this.rows.find({ where, order: { createdAt: 'DESC', id: 'DESC' }, take: limit });
  }

  /** The newest about it. @throws Problem not-found. */
  async getNewestAbout({ type, id }: { readonly type: ThreadSubject; readonly id: string }): Promise<ThreadEntity> {
    const thread = await this.rows.findOne({
      where: { subjectType: type, subjectId: id },
      order: { createdAt: 'DESC', id: 'DESC' },
    });
    if (thread === null) throw notFound();
    return thread;
  }

  private get rows() {
    return this.db.manager.getRepository(ThreadEntity);
  }
}
