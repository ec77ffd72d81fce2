import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { ComingChange, ComingCode } from './coming-changes.contract.ts';

export interface ComingRow {
  readonly code: ComingCode;
  readonly on: string;
  readonly subjectType: ComingChange['subject']['type'];
  readonly subjectId: string;
  readonly familyId: string;
}

export interface BornThen {
  readonly id: string;
  readonly familyId: string;
  readonly personalSealed: Buffer;
}

export interface FamilyLabel {
  readonly id: string;
  readonly number: string;
  readonly initialsSealed: Buffer;
}

const LIVING = `f.status = 'open' AND f.erased_at IS NULL`;

@Injectable()
export class ComingChangesRepository {
  constructor(private readonly db: Database) {}

  /** What expires or falls due from `first` to `last`, both included, in open families. */
  async findDays(first: string, last: string): Promise<ComingRow[]> {
    return this.db.manager.query<ComingRow[]>(
      `SELECT due.code, due.day::text AS "on", due.type AS "subjectType", due.id AS "subjectId", f.id AS "familyId" FROM (
         SELECT 'basis-expires' AS code, basis_expires_on AS day, 'guardian' AS type, id, family_id FROM guardians
           WHERE basis_expires_on BETWEEN $1 AND $2
         UNION ALL SELECT 'mandate-expires', expires_on, 'mandate', id, family_id FROM mandates
           WHERE expires_on BETWEEN $1 AND $2 AND revoked_on IS NULL
         UNION ALL SELECT 'processing-consent-expires', expires_on, 'processing-consent', id, family_id
           FROM processing_consents WHERE expires_on BETWEEN $1 AND $2 AND withdrawn_on IS NULL
         UNION ALL SELECT 'destruction-due', destroy_by, 'processing-consent', id, family_id
           FROM processing_consents WHERE destroy_by BETWEEN $1 AND $2
       ) due JOIN families f ON f.id = due.family_id AND ${LIVING}`,
      [first, last],
    );
  }

  /** Children of open families who were born in these months, and those whose month is not known. */
  async findBornIn(months: readonly string[]): Promise<BornThen[]> {
    return this.db.manager.query<BornThen[]>(
      `SELECT c.id, c.family_id AS "familyId", c.personal_sealed AS "personalSealed"
       FROM children c JOIN families f ON f.id = c.family_id AND ${LIVING}
       WHERE c.birth_month IS NULL OR c.birth_month = ANY ($1::date[])`,
      [months],
    );
  }

  async labels(ids: readonly string[]): Promise<FamilyLabel[]> {
    return this.db.manager.query<FamilyLabel[]>(
      'SELECT id, number, initials_sealed AS "initialsSealed" FROM families WHERE id = ANY ($1::uuid[])',
      [ids],
    );
  }
}
