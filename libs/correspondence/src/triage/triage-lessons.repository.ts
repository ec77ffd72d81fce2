import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { Signal, SignalRecord } from './suggestion-score.ts';

/** What a branch's people taught: how often a sign was right, and whose mail belonged to which addressee. */
@Injectable()
export class TriageLessonsRepository {
  constructor(private readonly db: Database) {}

  async records(): Promise<ReadonlyMap<string, SignalRecord>> {
    const rows = await this.db.manager.query<(SignalRecord & { signal: string })[]>(
      'SELECT signal, offered, accepted FROM triage_signals WHERE branch_id = current_branch()',
    );
    return new Map(rows.map(({ signal, ...record }) => [signal, record]));
  }

  async note(signal: Signal, right: boolean): Promise<void> {
    await this.db.manager.query(
      `INSERT INTO triage_signals AS s (signal, offered, accepted) VALUES ($1, 1, $2)
       ON CONFLICT (branch_id, signal) DO UPDATE SET offered = s.offered + 1, accepted = s.accepted + $2`,
      [signal, right ? 1 : 0],
    );
  }

  /** Most often first. */
  async authoritiesOf(senderIndex: Buffer): Promise<string[]> {
    const rows = await this.db.manager.query<{ id: string }[]>(
      `SELECT authority_id AS id FROM triage_senders WHERE sender_index = $1 AND accepted > 0
       ORDER BY accepted DESC, authority_id LIMIT 10`,
      [senderIndex],
    );
    return rows.map(({ id }) => id);
  }

  async noteSender(senderIndex: Buffer, authorityId: string): Promise<void> {
    await this.db.manager.query(
      `INSERT INTO triage_senders AS s (sender_index, authority_id, accepted) VALUES ($1, $2, 1)
       ON CONFLICT (branch_id, sender_index, authority_id) DO UPDATE SET accepted = s.accepted + 1`,
      [senderIndex, authorityId],
    );
  }
}
