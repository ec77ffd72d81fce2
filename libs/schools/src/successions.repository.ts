import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { newId } from '#kernel';
import type { AuthorityStatus } from './authority-fields.contract.ts';
import type { RecordSuccession, Succession } from './successions.contract.ts';

export interface SuccessionRow {
  readonly id: string;
  readonly predecessorId: string;
  readonly successorId: string;
  readonly successorName: string;
  readonly successorStatus: AuthorityStatus;
  readonly kind: Succession['kind'];
  readonly effectiveOn: string;
  readonly source: string;
  readonly branchId: string;
  readonly branchName: string;
  readonly createdAt: Date;
}

@Injectable()
export class SuccessionsRepository {
  constructor(private readonly db: Database) {}

  /** Two steps recorded at once could close a circle that neither sees, so they wait for each other. */
  async lockAll(): Promise<void> {
    await this.db.manager.query(`SELECT pg_advisory_xact_lock(hashtext('otzyv directory'), hashtext('successions'))`);
  }

  /** Every step onwards from the entries, nearest first, each once: UNION ends a walk that comes round again. */
  async findChain(authorityIds: readonly string[]): Promise<SuccessionRow[]> {
    return this.db.manager.query<SuccessionRow[]>(
      `WITH RECURSIVE reached AS (
         SELECT unnest($1::uuid[]) AS id
         UNION SELECT s.successor_id FROM authority_successions s JOIN reached r ON s.predecessor_id = r.id)
       SELECT s.id, s.predecessor_id AS "predecessorId", s.successor_id AS "successorId",
           a.short_name AS "successorName", a.status AS "successorStatus", s.kind, s.effective_on::text AS "effectiveOn",
           s.source, s.branch_id AS "branchId", s.branch_name AS "branchName", s.created_at AS "createdAt"
         FROM reached r JOIN authority_successions s ON s.predecessor_id = r.id
           JOIN authorities a ON a.id = s.successor_id
         ORDER BY s.effective_on, s.id`,
      [authorityIds],
    );
  }

  /** False when the pair is recorded already. */
  async insert(predecessorId: string, { successorId, kind, effectiveOn, source }: RecordSuccession): Promise<boolean> {
    const rows = await this.db.manager.query<unknown[]>(
      `INSERT INTO authority_successions (id, predecessor_id, successor_id, kind, effective_on, source)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (predecessor_id, successor_id) DO NOTHING RETURNING id`,
      [newId(), predecessorId, successorId, kind, effectiveOn, source],
    );
    return rows.length === 1;
  }

  /** False when there is no such step of the entry that the branch may take away. */
  async delete(predecessorId: string, id: string): Promise<boolean> {
    const [, count] = await this.db.manager.query<[unknown[], number]>(
      'DELETE FROM authority_successions WHERE predecessor_id = $1 AND id = $2',
      [predecessorId, id],
    );
    return count === 1;
  }
}
