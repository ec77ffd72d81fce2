import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { decodeCursor, notFound } from '#kernel';
import type { ListBreakGlass } from './break-glass.contract.ts';

export interface BreakGlassRow {
  readonly id: string;
  readonly familyId: string;
  readonly personId: string;
  readonly reasonSealed: Buffer;
  readonly openedAt: Date;
  readonly endsAt: Date;
  readonly reviewedAt: Date | null;
  readonly reviewedBy: string | null;
  /** `openedAt` to the microsecond: it cuts the page. */
  readonly key: string;
}

const COLUMNS = `id, family_id AS "familyId", person_id AS "personId", reason_sealed AS "reasonSealed",
  opened_at AS "openedAt", ends_at AS "endsAt", reviewed_at AS "reviewedAt", reviewed_by AS "reviewedBy",
  opened_at::text AS key`;

@Injectable()
export class BreakGlassRepository {
  constructor(private readonly db: Database) {}

  async open(event: {
    readonly id: string;
    readonly assignmentId: string;
    readonly familyId: string;
    readonly reasonSealed: Buffer;
    readonly assignmentReasonSealed: Buffer;
    readonly minutes: number;
  }): Promise<'opened' | 'absent' | 'visible'> {
    const [row] = await this.db.manager.query<{ verdict: 'opened' | 'absent' | 'visible' }[]>(
      'SELECT break_glass($1, $2, $3, $4, $5, $6) AS verdict',
      [
        ...[event.id, event.assignmentId, event.familyId],
        ...[event.reasonSealed, event.assignmentReasonSealed, event.minutes],
      ],
    );
    return row?.verdict ?? 'absent';
  }

  /** Whom it is told: who may review it, and every other administrator of the branch, the one who opened it included. */
  async hearers(openerId: string): Promise<string[]> {
    const rows = await this.db.manager.query<{ personId: string }[]>(
      `SELECT person_id AS "personId" FROM break_glass_reviewers($1)
       UNION SELECT person_id FROM memberships WHERE role = 'branch_admin' AND revoked_at IS NULL`,
      [openerId],
    );
    return rows.map(({ personId }) => personId);
  }

  /** Whether the person is one of the branch's own; otherwise they administer its association. */
  async isOfBranch(personId: string): Promise<boolean> {
    const rows = await this.db.manager.query<unknown[]>(
      `SELECT 1 FROM memberships WHERE person_id = $1 AND revoked_at IS NULL AND role <> 'association_admin'`,
      [personId],
    );
    return rows.length > 0;
  }

  async caseNumberOf(familyId: string): Promise<number> {
    const [row] = await this.db.manager.query<{ number: number }[]>('SELECT number::int FROM families WHERE id = $1', [
      familyId,
    ]);
    if (row === undefined) throw notFound();
    return row.number;
  }

  /** Those that the person may see: all for reviewers, their own for others. */
  async findPage({ reviewed, sort, cursor, limit }: ListBreakGlass): Promise<BreakGlassRow[]> {
    const after = decodeCursor(cursor, sort);
    return this.db.manager.query<BreakGlassRow[]>(
      `SELECT ${COLUMNS} FROM break_glass_events
       WHERE ($1::boolean IS NULL OR (reviewed_at IS NOT NULL) = $1)
         AND ($2::timestamptz IS NULL OR (opened_at, id) < ($2, $3::uuid))
       ORDER BY opened_at DESC, id DESC LIMIT $4`,
      [reviewed ?? null, after?.key ?? null, after?.id ?? null, limit + 1],
    );
  }

  async get(id: string): Promise<BreakGlassRow> {
    const [row] = await this.db.manager.query<BreakGlassRow[]>(
      `SELECT ${COLUMNS} FROM break_glass_events WHERE id = $1`,
      [id],
    );
    if (row === undefined) throw notFound();
    return row;
  }

  /** False when it was reviewed before, or is the reviewer's own: that the database refuses. */
  async review(id: string, personId: string): Promise<boolean> {
    const [, count] = await this.db.manager.query<[unknown[], number]>(
      `UPDATE break_glass_events SET reviewed_at = app_now(), reviewed_by = $2 WHERE id = $1 AND reviewed_at IS NULL`,
      [id, personId],
    );
    return count === 1;
  }
}
