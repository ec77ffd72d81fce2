import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { notFound } from '#kernel';
import { ThreadEntity } from './thread.entity.ts';

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

  private get rows() {
    return this.db.manager.getRepository(ThreadEntity);
  }
}
