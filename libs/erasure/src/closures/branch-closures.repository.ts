import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { notFound } from '#kernel';

export interface ClosureRow {
  readonly id: string;
  readonly state: 'exporting' | 'exported' | 'erasing' | 'erased' | 'cancelled';
  readonly exportedUpTo: string | null;
  readonly families: number;
  readonly familiesDone: number;
  /** The branch's, not the closure's own. */
  readonly eraseAfter: Date | null;
  readonly closedBy: string | null;
}

/** Closures of the entered branch, for its jobs. */
@Injectable()
export class BranchClosuresRepository {
  constructor(private readonly db: Database) {}

  /** Locked until the transaction ends. @throws Problem not-found. */
  async lock(id: string): Promise<ClosureRow> {
    const [row] = await this.db.manager.query<ClosureRow[]>(
      `SELECT c.id, c.state, c.exported_up_to AS "exportedUpTo", c.families, c.families_done AS "familiesDone",
         b.erase_after AS "eraseAfter", b.closed_by AS "closedBy"
       FROM branch_closures c JOIN branches b ON b.id = c.branch_id WHERE c.id = $1 FOR UPDATE OF c`,
      [id],
    );
    if (row === undefined) throw notFound();
    return row;
  }

  async lastPart(id: string): Promise<number> {
    const [row] = await this.db.manager.query<{ number: number }[]>(
      'SELECT coalesce(max(number), 0) AS number FROM branch_export_parts WHERE closure_id = $1',
      [id],
    );
    return row?.number ?? 0;
  }

  async addPart(part: { id: string; closureId: string; number: number; kind: string; fileId: string }): Promise<void> {
    await this.db.manager.query(
      'INSERT INTO branch_export_parts (id, closure_id, number, kind, file_id) VALUES ($1, $2, $3, $4, $5)',
      [part.id, part.closureId, part.number, part.kind, part.fileId],
    );
  }

  /** What the manifest says of each part. */
  async listParts(
    id: string,
  ): Promise<{ number: number; kind: string; sha256: string; size: number; fileId: string }[]> {
    return this.db.manager.query(
      `SELECT p.number, p.kind, p.file_id AS "fileId", encode(f.sha256, 'hex') AS sha256, f.size::float8 AS size
       FROM branch_export_parts p JOIN files f ON f.id = p.file_id WHERE p.closure_id = $1 ORDER BY p.number`,
      [id],
    );
  }

  async count(id: string): Promise<void> {
    await this.db.manager.query(
      `UPDATE branch_closures SET families = (SELECT count(*) FROM families WHERE erased_at IS NULL) WHERE id = $1`,
      [id],
    );
  }

  /** Families that still hold something, in the order of their ids. */
  async nextFamilies(after: string | null, limit: number): Promise<string[]> {
    const rows = await this.db.manager.query<{ id: string }[]>(
      `SELECT id FROM families WHERE erased_at IS NULL AND ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT $2`,
      [after, limit],
    );
    return rows.map(({ id }) => id);
  }

  async advance(id: string, familyId: string): Promise<void> {
    await this.db.manager.query(
      'UPDATE branch_closures SET exported_up_to = $2, families_done = families_done + 1 WHERE id = $1',
      [id, familyId],
    );
  }

  async markExported(id: string): Promise<void> {
    await this.db.manager.query(
      `UPDATE branch_closures SET state = 'exported', exported_at = app_now() WHERE id = $1 AND state = 'exporting'`,
      [id],
    );
  }

  /** What stands beside the families: who served, and the addressees that cases refer to. */
  async records(): Promise<Record<string, unknown>> {
    const [row] = await this.db.manager.query<{ records: Record<string, unknown> }[]>(
      `SELECT jsonb_build_object(
         'members', (SELECT coalesce(jsonb_agg(jsonb_build_object('personId', person_id, 'role', role,
            'grantedAt', granted_at, 'revokedAt', revoked_at) ORDER BY granted_at, id), '[]') FROM memberships),
         'authorities', (SELECT coalesce(jsonb_agg(to_jsonb(a) ORDER BY a.id), '[]') FROM authorities a
            WHERE id IN (SELECT authority_id FROM requests UNION SELECT authority_id FROM enrolments
              UNION SELECT authority_id FROM consents)),
         'processingOrders', (SELECT coalesce(jsonb_agg(to_jsonb(o) ORDER BY o.recorded_at), '[]') FROM processing_orders o)
       ) AS records`,
    );
    return row?.records ?? {};
  }

  /** Not erased, not ordered to be, and nothing forbids it. */
  async erasable(limit: number): Promise<string[]> {
    const rows = await this.db.manager.query<{ id: string }[]>(
      `SELECT f.id FROM families f WHERE f.erased_at IS NULL
         AND NOT EXISTS (SELECT FROM erasures e WHERE e.family_id = f.id)
         AND NOT EXISTS (SELECT FROM legal_holds h WHERE h.family_id = f.id AND h.lifted_at IS NULL)
         AND NOT EXISTS (SELECT FROM messages m WHERE m.family_id = f.id AND m.state IN ('queued', 'sending'))
       ORDER BY f.id LIMIT $1`,
      [limit],
    );
    return rows.map(({ id }) => id);
  }

  /** How many families an erasure has not reached yet, and how many acts it has left. */
  async remaining(): Promise<{ families: number; underWay: number; acts: number }> {
    const [row] = await this.db.manager.query<{ families: number; underWay: number; acts: number }[]>(
      `SELECT (SELECT count(*)::int FROM families f WHERE f.erased_at IS NULL) AS families,
         count(*) FILTER (WHERE stage <> 'completed')::int AS "underWay",
         count(*) FILTER (WHERE records_erased_at IS NULL)::int AS acts FROM erasures`,
    );
    return row ?? { families: 0, underWay: 0, acts: 0 };
  }

  async empty(): Promise<void> {
    await this.db.manager.query('SELECT empty_erased_branch()');
  }

  async markErased(id: string, counts: object): Promise<void> {
    await this.db.manager.query(
      `UPDATE branch_closures SET state = 'erased', erased_at = app_now(), counts = $2 WHERE id = $1`,
      [id, JSON.stringify(counts)],
    );
  }

  /** Locks it: of two that end the last acts at once, the later one must see what the earlier did. */
  async lockErased(): Promise<boolean> {
    const rows = await this.db.manager.query<unknown[]>(
      `SELECT FROM branch_closures WHERE state = 'erased' FOR UPDATE`,
    );
    return rows.length > 0;
  }
}
