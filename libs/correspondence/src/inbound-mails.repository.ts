import { Injectable } from '@nestjs/common';
import { Database } from '#database';

export interface InboundMailRow {
  readonly threadId: string;
  readonly familyId: string;
  readonly rawSealed: Buffer;
  readonly receivedAt: Date;
}

@Injectable()
export class InboundMailsRepository {
  constructor(private readonly db: Database) {}

  /** Outside tenants: whether a thread has this reply address. */
  async isKnown(tokenHash: Buffer): Promise<boolean> {
    const rows = await this.db.outsideTenants((tx) =>
      tx.query<unknown[]>('SELECT 1 FROM resolve_reply_address($1)', [tokenHash]),
    );
    return rows.length > 0;
  }

  /** Outside tenants, all or none. The job that records each is asked for in the same step. */
  async accept(mails: readonly { readonly id: string; readonly tokenHash: Buffer; readonly sealed: Buffer }[]) {
    await this.db.outsideTenants(async (tx) => {
      for (const { id, tokenHash, sealed } of mails) {
        await tx.query('SELECT accept_inbound_mail($1, $2, $3)', [id, tokenHash, sealed]);
      }
    });
  }

  async find(id: string): Promise<InboundMailRow | null> {
    const rows = await this.db.manager.query<InboundMailRow[]>(
      `SELECT m.thread_id AS "threadId", t.family_id AS "familyId", m.raw_sealed AS "rawSealed",
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
