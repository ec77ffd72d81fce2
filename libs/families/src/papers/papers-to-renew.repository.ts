import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { PaperToRenew } from './papers-to-renew.contract.ts';

export interface PaperToRenewRow extends Omit<PaperToRenew, 'givenOn' | 'number' | 'initials'> {
  readonly givenOn: string;
  readonly number: string;
  readonly initialsSealed: Buffer;
}

@Injectable()
export class PapersToRenewRepository {
  constructor(private readonly db: Database) {}

  /** Of families that are worked on here, by family, after (family, paper). */
  async find(after: { key: string; id: string } | null, limit: number): Promise<PaperToRenewRow[]> {
    return this.db.manager.query<PaperToRenewRow[]>(
      `SELECT p.kind, p.id, p.what, p.given_on::text AS "givenOn", p.guardian_id AS "guardianId",
         jsonb_build_object('id', a.id, 'name', a.name) AS operator,
         p.family_id AS "familyId", f.number, f.initials_sealed AS "initialsSealed"
       FROM papers_to_renew p JOIN associations a ON a.id = p.operator_id
         JOIN families f ON f.branch_id = p.branch_id AND f.id = p.family_id
       WHERE f.erased_at IS NULL AND f.status <> 'handed_over'
         AND ($1::uuid IS NULL OR (p.family_id, p.id) > ($1::uuid, $2::uuid))
       ORDER BY p.family_id, p.id LIMIT $3`,
      [after?.key ?? null, after?.id ?? null, limit],
    );
  }
}
