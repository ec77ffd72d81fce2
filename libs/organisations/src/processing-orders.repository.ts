import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { localDate } from '#kernel';
import type { ProcessingOrder } from './branch-settings.contract.ts';

interface Row extends Omit<ProcessingOrder, 'signedOn' | 'recordedAt'> {
  readonly signedOn: string;
  readonly recordedAt: Date;
}

const COLUMNS = `id, version, signed_on::text AS "signedOn", file_id AS "fileId", recorded_by AS "recordedBy",
  recorded_at AS "recordedAt"`;

@Injectable()
export class ProcessingOrdersRepository {
  constructor(private readonly db: Database) {}

  /** The newest by the day of signing first. */
  async findAll(): Promise<ProcessingOrder[]> {
    const rows = await this.db.manager.query<Row[]>(
      `SELECT ${COLUMNS} FROM processing_orders ORDER BY signed_on DESC, recorded_at DESC LIMIT 200`,
    );
    return rows.map(toOrder);
  }

  /** What an association signed that had the branch before is not in force any more. */
  async findInForce(): Promise<Pick<ProcessingOrder, 'version' | 'signedOn' | 'fileId'> | null> {
    const [row] = await this.db.manager.query<Row[]>(
      `SELECT ${COLUMNS} FROM processing_orders WHERE operator_id = (SELECT current_association())
       ORDER BY signed_on DESC, recorded_at DESC LIMIT 1`,
    );
    return row === undefined ? null : { version: row.version, signedOn: localDate(row.signedOn), fileId: row.fileId };
  }

  /** @throws Problem database.conflict when this version was recorded before. */
  async insert(order: Omit<ProcessingOrder, 'recordedAt'>): Promise<ProcessingOrder> {
    const [row] = await this.db.manager.query<Row[]>(
      `INSERT INTO processing_orders (id, version, signed_on, file_id, recorded_by)
       VALUES ($1, $2, $3, $4, $5) RETURNING ${COLUMNS}`,
      [order.id, order.version, order.signedOn, order.fileId, order.recordedBy],
    );
    if (row === undefined) throw new Error('The database returned no processing order.');
    return toOrder(row);
  }
}

function toOrder({ signedOn, recordedAt, ...row }: Row): ProcessingOrder {
  return { ...row, signedOn: localDate(signedOn), recordedAt: recordedAt.toISOString() };
}
