import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { sortOf, versionMismatch } from '#http';
import { cutPage, decodeCursor, notFound, type Page } from '#kernel';
import type { ListTriageQuery, TriageState } from './triage.contract.ts';

export interface TriageMailRow {
  readonly id: string;
  readonly state: TriageState;
  readonly machine: string | null;
  readonly receivedAt: Date;
  readonly settledAt: Date | null;
  readonly version: number;
}

export interface WholeTriageMailRow extends TriageMailRow {
  readonly senderIndex: Buffer | null;
  readonly contentSealed: Buffer;
  readonly rawSealed: Buffer;
}

export interface TriageLink {
  readonly mailId: string;
  readonly threadId: string;
  readonly messageId: string;
}

const LISTED = `id, state, machine, received_at AS "receivedAt", settled_at AS "settledAt", version`;
const WHOLE = `${LISTED}, sender_index AS "senderIndex", content_sealed AS "contentSealed", raw_sealed AS "rawSealed"`;

@Injectable()
export class TriageMailsRepository {
  constructor(private readonly db: Database) {}

  /** Sorted anew, also after a person put it back; one that a person has settled stays as it is. */
  async put(
    mail: Pick<WholeTriageMailRow, 'id' | 'machine' | 'senderIndex' | 'contentSealed' | 'rawSealed' | 'receivedAt'>,
  ): Promise<void> {
    await this.db.manager.query(
      `INSERT INTO triage_mails AS m (id, machine, sender_index, content_sealed, raw_sealed, received_at)
         VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (branch_id, id) DO UPDATE SET machine = EXCLUDED.machine, sender_index = EXCLUDED.sender_index,
         content_sealed = EXCLUDED.content_sealed, raw_sealed = EXCLUDED.raw_sealed, version = m.version + 1
         WHERE m.state = 'waiting' AND m.content_sealed = ''`,
      [mail.id, mail.machine, mail.senderIndex, mail.contentSealed, mail.rawSealed, mail.receivedAt],
    );
  }

  /** @throws Problem page.cursor-malformed. */
  async list({
    state,
    machine,
    sort,
    cursor,
    limit,
  }: InstanceType<typeof ListTriageQuery>): Promise<Page<TriageMailRow>> {
    const [than, order] = sortOf(sort).descending ? ['<', 'DESC'] : ['>', 'ASC'];
    const after = decodeCursor(cursor, sort);
    const rows = await this.db.manager.query<(TriageMailRow & { key: string })[]>(
      `SELECT ${LISTED}, received_at::text AS key FROM triage_mails
       WHERE branch_id = current_branch() AND state = $1 AND ($2::boolean IS NULL OR (machine IS NOT NULL) = $2)
         AND ($3::timestamptz IS NULL OR (received_at, id) ${than} ($3::timestamptz, $4::uuid))
       ORDER BY received_at ${order}, id ${order} LIMIT $5`,
      [state, machine ?? null, after?.key ?? null, after?.id ?? null, limit + 1],
    );
    return cutPage(rows, limit, sort, ({ key, id }) => ({ key, id }));
  }

  /** @throws Problem not-found. */
  async get(id: string): Promise<WholeTriageMailRow> {
    return this.one(id, '');
  }

  /** @throws Problem not-found, http.version-mismatch. */
  async lock(id: string, version: number): Promise<WholeTriageMailRow> {
    const row = await this.one(id, 'FOR UPDATE');
    if (row.version !== version) throw versionMismatch();
    return row;
  }

  /** What it says goes away with it when it is attached: from then on it belongs to the families. */
  async settle(id: string, state: Exclude<TriageState, 'waiting'>, personId: string): Promise<void> {
    const emptied = state === 'attached' ? `, content_sealed = '', raw_sealed = '', sender_index = NULL` : '';
    await this.db.manager.query(
      `UPDATE triage_mails SET state = $2, settled_at = app_now(), settled_by = $3, version = version + 1${emptied}
       WHERE id = $1`,
      [id, state, personId],
    );
  }

  async reopen(id: string): Promise<void> {
    await this.db.manager.query(
      `UPDATE triage_mails SET state = 'waiting', settled_at = NULL, settled_by = NULL, version = version + 1 WHERE id = $1`,
      [id],
    );
  }

  async addLink({ mailId, threadId, messageId }: TriageLink): Promise<void> {
    await this.db.manager.query(
      'INSERT INTO triage_links (mail_id, thread_id, message_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [mailId, threadId, messageId],
    );
  }

  /** Those that the caller may see. */
  async linksOf(mailId: string): Promise<TriageLink[]> {
    return this.db.manager.query<TriageLink[]>(
      `SELECT l.mail_id AS "mailId", l.thread_id AS "threadId", l.message_id AS "messageId"
       FROM triage_links l JOIN threads t ON t.id = l.thread_id WHERE l.mail_id = $1 ORDER BY l.thread_id`,
      [mailId],
    );
  }

  async removeLinks(mailId: string): Promise<void> {
    await this.db.manager.query(
      'DELETE FROM triage_links WHERE mail_id = $1 AND thread_id IN (SELECT id FROM threads)',
      [mailId],
    );
  }

  private async one(id: string, lock: '' | 'FOR UPDATE'): Promise<WholeTriageMailRow> {
    const rows = await this.db.manager.query<WholeTriageMailRow[]>(
      `SELECT ${WHOLE} FROM triage_mails WHERE id = $1 ${lock}`,
      [id],
    );
    const [row] = rows;
    if (row === undefined) throw notFound();
    return row;
  }
}
