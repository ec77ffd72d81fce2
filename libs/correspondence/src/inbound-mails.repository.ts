import { Injectable } from '@nestjs/common';
import { Database } from '#database';

export interface InboundMailRow {
  readonly threadId: string;
  readonly familyId: string;
  /** The message whose return path it came to; null for what came to a reply address. */
  readonly returnedMessageId: string | null;
  readonly rawSealed: Buffer;
  readonly receivedAt: Date;
}

/** By which secret of ours a mail came in. */
export interface KnownBy {
  readonly arrivedAt: 'reply' | 'bounce';
  readonly hash: Buffer;
}

@Injectable()
export class InboundMailsRepository {
  constructor(private readonly db: Database) {}

  /** Outside tenants: whether a thread has this reply address, or a message this return path. */
  async isKnown({ arrivedAt, hash }: KnownBy): Promise<boolean> {
    const resolving = arrivedAt === 'reply' ? 'resolve_reply_address' : 'resolve_return_path';
    const rows = await this.db.outsideTenants((tx) => tx.query<unknown[]>(`SELECT 1 FROM ${resolving}($1)`, [hash]));
    return rows.length > 0;
  }

  /** Outside tenants, all or none. The job that records each is asked for in the same step. */
  async accept(mails: readonly (KnownBy & { readonly id: string; readonly sealed: Buffer })[]): Promise<void> {
    await this.db.outsideTenants(async (tx) => {
      for (const { id, arrivedAt, hash, sealed } of mails) {
        const accepting = arrivedAt === 'reply' ? 'accept_inbound_mail' : 'accept_returned_mail';
        await tx.query(`SELECT ${accepting}($1, $2, $3)`, [id, hash, sealed]);
      }
    });
  }

  async find(id: string): Promise<InboundMailRow | null> {
    const rows = await this.db.manager.query<InboundMailRow[]>(
      `SELECT m.thread_id AS "threadId", m.message_id AS "returnedMessageId", t.family_id AS "familyId", m.raw_sealed AS "rawSealed",
         m.received_at AS "receivedAt"
       FROM inbound_mails m JOIN threads t ON t.id = m.thread_id WHERE m.id = $1`,
      [id],
    );
    return rows[0] ?? null;
  }

  /** True for the one transaction that takes it out. */
  async remove(id: string): Promise<boolean> {
    const [, count] = await this.db.manager.query<[unknown[], number]>('DELETE FROM inbound_mails WHERE id = $1', [id]);
    return count === 1;
  }
}
