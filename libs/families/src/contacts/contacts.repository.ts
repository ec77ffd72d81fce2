import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { notFound } from '#kernel';
import type { ContactKind, ContactPurpose, ContactQuality } from './contacts.contract.ts';

export interface ContactRow {
  readonly id: string;
  readonly familyId: string;
  readonly guardianId: string;
  readonly kind: ContactKind;
  readonly valueSealed: Buffer;
  readonly valueIndex: Buffer | null;
  readonly purpose: ContactPurpose;
  readonly quality: ContactQuality;
  readonly qualityOn: string | null;
}

const COLUMNS = `id, family_id AS "familyId", guardian_id AS "guardianId", kind, value_sealed AS "valueSealed",
  value_index AS "valueIndex", purpose, quality, quality_on::text AS "qualityOn"`;

@Injectable()
export class ContactsRepository {
  constructor(private readonly db: Database) {}

  async findOf(familyId: string): Promise<ContactRow[]> {
    return this.db.manager.query<ContactRow[]>(
      `SELECT ${COLUMNS} FROM guardian_contacts WHERE family_id = $1 ORDER BY created_at, id`,
      [familyId],
    );
  }

  /** @throws Problem not-found. */
  async get(familyId: string, id: string): Promise<ContactRow> {
    const [row] = await this.db.manager.query<ContactRow[]>(
      `SELECT ${COLUMNS} FROM guardian_contacts WHERE family_id = $1 AND id = $2`,
      [familyId, id],
    );
    if (row === undefined) throw notFound();
    return row;
  }

  async insert(rows: readonly ContactRow[]): Promise<void> {
    for (const row of rows) {
      await this.db.manager.query(
        `INSERT INTO guardian_contacts
           (id, family_id, guardian_id, kind, value_sealed, value_index, purpose, quality, quality_on)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          ...[row.id, row.familyId, row.guardianId, row.kind, row.valueSealed, row.valueIndex],
          ...[row.purpose, row.quality, row.qualityOn],
        ],
      );
    }
  }

  async update({ id, familyId, valueSealed, valueIndex, purpose, quality, qualityOn }: ContactRow): Promise<void> {
    await this.db.manager.query(
      `UPDATE guardian_contacts SET value_sealed = $3, value_index = $4, purpose = $5, quality = $6, quality_on = $7,
         version = version + 1 WHERE family_id = $1 AND id = $2`,
      [familyId, id, valueSealed, valueIndex, purpose, quality, qualityOn],
    );
  }

  /** False when there is none. */
  async delete(familyId: string, id: string): Promise<boolean> {
    const [, count] = await this.db.manager.query<[unknown[], number]>(
      'DELETE FROM guardian_contacts WHERE family_id = $1 AND id = $2',
      [familyId, id],
    );
    return count === 1;
  }
}
