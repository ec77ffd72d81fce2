import { Injectable } from '@nestjs/common';
import { Database } from '#database';

export interface SealingRow {
  readonly familyId: string;
  readonly reasonSealed: Buffer;
  readonly sealedBy: string;
  readonly sealedAt: Date;
}

@Injectable()
export class SealedFamiliesRepository {
  constructor(private readonly db: Database) {}

  async find(familyId: string): Promise<SealingRow | null> {
    const [row] = await this.db.manager.query<SealingRow[]>(
      `SELECT family_id AS "familyId", reason_sealed AS "reasonSealed", sealed_by AS "sealedBy", sealed_at AS "sealedAt"
       FROM sealed_families WHERE family_id = $1`,
      [familyId],
    );
    return row ?? null;
  }

  /** False when it was sealed before. */
  async insert({ familyId, reasonSealed, sealedBy }: Omit<SealingRow, 'sealedAt'>): Promise<boolean> {
    const rows = await this.db.manager.query<unknown[]>(
      `INSERT INTO sealed_families (family_id, reason_sealed, sealed_by) VALUES ($1, $2, $3)
       ON CONFLICT (branch_id, family_id) DO NOTHING RETURNING family_id`,
      [familyId, reasonSealed, sealedBy],
    );
    return rows.length === 1;
  }

  /** False when it was not sealed. */
  async delete(familyId: string): Promise<boolean> {
    const [, count] = await this.db.manager.query<[unknown[], number]>(
      'DELETE FROM sealed_families WHERE family_id = $1',
      [familyId],
    );
    return count === 1;
  }
}
