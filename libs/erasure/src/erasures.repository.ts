import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { notFound } from '#kernel';
import type { Requester } from './erasure.contract.ts';

export interface ErasureRow {
  readonly id: string;
  readonly familyId: string;
  readonly requestedBy: Requester;
  readonly reasonSealed: Buffer;
  readonly stage: 'requested' | 'destroyed' | 'completed';
  readonly orderedBy: string;
  readonly destroyedAt: Date | null;
  readonly actFileId: string | null;
  readonly logFileId: string | null;
  readonly keepUntil: string | null;
}

const COLUMNS = `id, family_id AS "familyId", requested_by AS "requestedBy", reason_sealed AS "reasonSealed", stage,
  ordered_by AS "orderedBy", destroyed_at AS "destroyedAt", act_file_id AS "actFileId", log_file_id AS "logFileId",
  keep_until::text AS "keepUntil"`;

@Injectable()
export class ErasuresRepository {
  constructor(private readonly db: Database) {}

  async insert(row: Pick<ErasureRow, 'id' | 'familyId' | 'requestedBy' | 'reasonSealed' | 'orderedBy'>): Promise<void> {
    await this.db.manager.query(
      `INSERT INTO erasures (id, family_id, requested_by, reason_sealed, ordered_by) VALUES ($1, $2, $3, $4, $5)`,
      [row.id, row.familyId, row.requestedBy, row.reasonSealed, row.orderedBy],
    );
  }

  async find(familyId: string): Promise<ErasureRow | null> {
    const rows = await this.db.manager.query<ErasureRow[]>(`SELECT ${COLUMNS} FROM erasures WHERE family_id = $1`, [
      familyId,
    ]);
    return rows[0] ?? null;
  }

  /** Locked until the transaction ends. @throws Problem not-found. */
  async lock(id: string): Promise<ErasureRow> {
    const rows = await this.db.manager.query<ErasureRow[]>(`SELECT ${COLUMNS} FROM erasures WHERE id = $1 FOR UPDATE`, [
      id,
    ]);
    if (rows[0] === undefined) throw notFound();
    return rows[0];
  }

  /** Act and log are kept for three years (Order 179, item 8). */
  async markDestroyed(id: string, actFileId: string, logFileId: string, counts: object): Promise<void> {
    await this.db.manager.query(
      `UPDATE erasures SET stage = 'destroyed', destroyed_at = app_now(), act_file_id = $2, log_file_id = $3, counts = $4,
         keep_until = (app_now() + interval '3 years')::date + 1 WHERE id = $1`,
      [id, actFileId, logFileId, JSON.stringify(counts)],
    );
  }

  /** False when act and log have been forgotten before. */
  async endRecords(id: string): Promise<boolean> {
    const [, count] = await this.db.manager.query<[unknown, number]>(
      `UPDATE erasures SET records_erased_at = app_now(), reason_sealed = '' WHERE id = $1 AND records_erased_at IS NULL`,
      [id],
    );
    return count === 1;
  }

  async markCompleted(id: string): Promise<void> {
    await this.db.manager.query(`UPDATE erasures SET stage = 'completed', completed_at = app_now() WHERE id = $1`, [
      id,
    ]);
  }
}
