import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { cutPage, decodeCursor, notFound, type Page, Problem } from '#kernel';
import type { AssociationBreakGlass as Event, ListBreakGlass } from './break-glass.contract.ts';
import { familiesProblems } from './families.problems.ts';

export interface AssociationReviewer {
  readonly personId: string;
  readonly associationId: string;
  readonly requestId: string;
}

interface EventRow {
  readonly id: string;
  readonly branchId: string;
  readonly branchName: string;
  readonly personId: string;
  readonly openedAt: Date;
  readonly endsAt: Date;
  readonly reviewedAt: Date | null;
  readonly reviewedBy: string | null;
  /** `openedAt` to the microsecond: it cuts the page. */
  readonly key: string;
}

/** Broken glass as the administrators of an association see it: the second pair of eyes of a branch that has one only. */
@Injectable()
export class AssociationBreakGlass {
  constructor(private readonly db: Database) {}

  /** @throws Problem not-found for who does not administer the association. */
  async list({ personId, associationId }: AssociationReviewer, query: ListBreakGlass): Promise<Page<Event>> {
    const { reviewed, sort, cursor, limit } = query;
    const after = decodeCursor(cursor, sort);
    const rows = await this.call<EventRow>(
      `SELECT id, branch_id AS "branchId", branch_name AS "branchName", person_id AS "personId",
         opened_at AS "openedAt", ends_at AS "endsAt", reviewed_at AS "reviewedAt", reviewed_by AS "reviewedBy", key
       FROM association_break_glass($1, $2, $3, $4, $5, $6)`,
      [personId, associationId, reviewed ?? null, after?.key ?? null, after?.id ?? null, limit + 1],
    );
    const page = cutPage(rows, limit, sort, ({ key, id }) => ({ key, id }));
    return { ...page, items: page.items.map(toEvent) };
  }

  /** @throws Problem not-found, families.review-own, families.review-inside; reviewing twice changes nothing. */
  async review({ personId, associationId, requestId }: AssociationReviewer, eventId: string): Promise<void> {
    const [row] = await this.call<{ verdict: 'reviewed' | 'absent' | 'own' | 'inside' }>(
      'SELECT review_association_break_glass($1, $2, $3, $4) AS verdict',
      [personId, associationId, requestId, eventId],
    );
    if (row?.verdict === 'own') throw new Problem(familiesProblems.reviewOwn);
    if (row?.verdict === 'inside') throw new Problem(familiesProblems.reviewInside);
    if (row?.verdict !== 'reviewed') throw notFound();
  }

  private call<Row>(sql: string, parameters: unknown[]): Promise<Row[]> {
    return this.db.outsideTenants((tx) => tx.query<Row[]>(sql, parameters));
  }
}

function toEvent({ id, branchId, branchName, personId, reviewedBy, ...row }: EventRow): Event {
  return {
    ...{ id, personId, reviewedBy, branch: { id: branchId, name: branchName } },
    openedAt: row.openedAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    reviewedAt: row.reviewedAt?.toISOString() ?? null,
  };
}
