import { Injectable } from '@nestjs/common';
import { Database } from '#database';

export interface RememberedRow {
  readonly table: 'guardians' | 'children';
  readonly id: string;
  readonly familyId: string;
  readonly formsIndex: Buffer;
  readonly personalSealed: Buffer;
}

@Injectable()
export class RememberedFormsRepository {
  constructor(private readonly db: Database) {}

  /** The newest row of each index, of what this person may see. */
  async find(indexes: readonly Buffer[]): Promise<RememberedRow[]> {
    if (indexes.length === 0) return [];
    return this.db.manager.query<RememberedRow[]>(
      `SELECT DISTINCT ON (forms_index) * FROM (
         SELECT 'guardians' AS "table", id, family_id AS "familyId", forms_index, forms_index AS "formsIndex",
           personal_sealed AS "personalSealed", created_at FROM guardians WHERE forms_index = ANY ($1)
         UNION ALL
         SELECT 'children', id, family_id, forms_index, forms_index, personal_sealed, created_at
           FROM children WHERE forms_index = ANY ($1)
       ) remembered ORDER BY forms_index, created_at DESC, id DESC`,
      [indexes],
    );
  }
}
