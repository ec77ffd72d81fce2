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

/** By which secret of ours a mail came in, or to which branch's mailbox. */
export type KnownBy =
  | { readonly arrivedAt: 'reply' | 'bounce'; readonly key: Buffer }
  | { readonly arrivedAt: 'inbox'; readonly key: string };

const RESOLVING = { reply: 'resolve_reply_address', bounce: 'resolve_return_path', inbox: 'resolve_branch_inbox' };
const ACCEPTING = { reply: 'accept_inbound_mail', bounce: 'accept_returned_mail', inbox: 'accept_branch_mail' };

@Injectable()
export class InboundMailsRepository {
  constructor(private readonly db: Database) {}

  /** Outside tenants: whether a thread has this reply address, a message this return path, or a branch this mailbox. */
  async isKnown({ arrivedAt, key }: KnownBy): Promise<boolean> {
    const sql = `SELECT 1 FROM ${RESOLVING[arrivedAt]}($1)`;
    const rows = await this.db.outsideTenants((tx) => tx.query<unknown[]>(sql, [key]));
    return rows.length > 0;
  }

  /** Outside tenants, all or none. The job that records each is asked for in the same step. */
  async accept(mails: readonly (KnownBy & { readonly id: string; readonly sealed: Buffer })[]): Promise<void> {
    await this.db.outsideTenants(async (tx) => {
      for (const { id, arrivedAt, key, sealed } of mails) {
        await tx.query(`SELECT ${ACCEPTING[arrivedAt]}($1, $2, $3)`, [id, key, sealed]);
      }
    });
  }

  /** What came for a thread; null when there is no such mail or no thread is known. */
  async find(id: string): Promise<InboundMailRow | null> {
    const rows = await this.db.manager.query<InboundMailRow[]>(
      `SELECT m.thread_id AS "threadId", m.message_id AS "returnedMessageId", t.family_id AS "familyId", m.raw_sealed AS "rawSealed",
         m.received_at AS "receivedAt"
       FROM inbound_mails m JOIN threads t ON t.id = m.thread_id WHERE m.id = $1`,
      [id],
    );
    return rows[0] ?? null;
  }

  /** What came to the mailbox of the branch and is not sorted yet. */
  async findUnsorted(id: string): Promise<{ readonly rawSealed: Buffer; readonly receivedAt: Date } | null> {
    const rows = await this.db.manager.query<{ rawSealed: Buffer; receivedAt: Date }[]>(
      `SELECT raw_sealed AS "rawSealed", received_at AS "receivedAt" FROM inbound_mails
       WHERE id = $1 AND thread_id IS NULL`,
      [id],
    );
    return rows[0] ?? null;
  }

  /** Within a branch: for a thread, or to be sorted again. False when that very mail waits there already. */
  async put(mail: {
    readonly id: string;
    readonly threadId: string | null;
    readonly rawSealed: Buffer;
    readonly receivedAt: Date;
  }): Promise<boolean> {
    const rows = await this.db.manager.query<unknown[]>(
      `INSERT INTO inbound_mails (id, thread_id, raw_sealed, received_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING RETURNING id`,
      [mail.id, mail.threadId, mail.rawSealed, mail.receivedAt],
    );
    return rows.length > 0;
  }

  /** True for the one transaction that takes it out. */
  async remove(id: string): Promise<boolean> {
    const [, count] = await this.db.manager.query<[unknown[], number]>('DELETE FROM inbound_mails WHERE id = $1', [id]);
    return count === 1;
  }
}
