import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database, TenantScope } from '#database';
import { Files, type StoredFile } from '#files';
import { cutPage, decodeCursor, notFound, type PageQuery } from '#kernel';

/** Who administers from outside of the branches, which branch is meant, and the request that carried the wish. */
export interface ClosureReader {
  readonly personId: string;
  readonly associationId: string;
  readonly branchId: string;
  readonly requestId: string;
}

interface Closure {
  readonly id: string;
  readonly state: 'exporting' | 'exported' | 'erasing' | 'erased' | 'cancelled';
  readonly closedAt: Date;
  readonly eraseAfter: Date | null;
  readonly families: number;
  readonly familiesDone: number;
  readonly readyAt: Date | null;
  readonly doneAt: Date | null;
  readonly parts: number;
  readonly toErase: number;
  readonly held: number;
  readonly erased: number;
}

interface PartRow {
  readonly id: string;
  readonly number: number;
  readonly kind: 'branch' | 'family' | 'audit' | 'manifest';
  readonly fileId: string;
  readonly bytes: number;
  readonly sha256: string;
}

const SORT = 'number';

/** A closed branch as the administrators of its association see it: how far its export is, the parts, what will go. */
@Injectable()
export class BranchClosures {
  constructor(
    private readonly db: Database,
    private readonly scope: TenantScope,
    private readonly audit: Audit,
    private readonly files: Files,
  ) {}

  /** The latest closing. @throws Problem not-found, also where nothing was closed. */
  async get({ personId, associationId, branchId }: ClosureReader) {
    const [row] = await this.call<Closure>(
      `SELECT id, state, closed_at AS "closedAt", erase_after AS "eraseAfter", families, families_done AS "familiesDone",
         exported_at AS "readyAt", erased_at AS "doneAt", parts, to_erase AS "toErase", held, erased
       FROM branch_closure($1, $2, $3)`,
      [personId, associationId, branchId],
    );
    if (row === undefined) throw notFound();
    const { id, state, families, familiesDone, parts, toErase, held, erased } = row;
    return {
      ...{ id, state, closedAt: row.closedAt.toISOString(), eraseAfter: row.eraseAfter?.toISOString() ?? null },
      export: { families, familiesDone, parts, readyAt: row.readyAt?.toISOString() ?? null },
      erasure: { toErase, held, erased, doneAt: row.doneAt?.toISOString() ?? null },
    };
  }

  async parts(by: ClosureReader, { cursor, limit }: PageQuery) {
    const after = Number(decodeCursor(cursor, SORT)?.key ?? 0);
    const page = cutPage(await this.partsAfter(by, after, limit + 1), limit, SORT, (part) => ({
      key: String(part.number),
      id: part.id,
    }));
    const items = page.items.map(({ number, kind, bytes, sha256 }) => ({ number, kind, bytes, sha256 }));
    return { ...page, items };
  }

  /**
   * One part, opened; each taking stands in the branch's log. @throws Problem not-found, also when the time is over.
   */
  async take(by: ClosureReader, number: number): Promise<{ file: StoredFile; content: Buffer }> {
    const [part] = await this.partsAfter(by, number - 1, 1);
    if (part?.number !== number) throw notFound();
    const { personId, branchId, requestId } = by;
    return this.scope.run({ branchId, entry: { kind: 'closed-branch', personId } }, async () => {
      await this.db.transaction(() => {
        this.audit.record({
          action: 'branches.take-export',
          by: { kind: 'person', personId, role: 'association_admin', requestId },
          subject: { type: 'file', id: part.fileId },
          details: { part: number, kind: part.kind, sha256: part.sha256 },
        });
        return Promise.resolve();
      });
      return this.files.read(part.fileId);
    });
  }

  /** @throws Problem not-found. */
  async liftHolds({ personId, associationId, branchId, requestId }: ClosureReader, reason: string) {
    const [row] = await this.call<{ lifted: number | null }>(
      'SELECT lift_holds_of_closed_branch($1, $2, $3, $4, $5) AS lifted',
      [personId, associationId, requestId, branchId, reason],
    );
    if (row?.lifted === undefined || row.lifted === null) throw notFound();
    return { lifted: row.lifted };
  }

  private partsAfter({ personId, associationId, branchId }: ClosureReader, after: number, limit: number) {
    return this.call<PartRow>(
      `SELECT id, number, kind, file_id AS "fileId", size AS bytes, sha256 FROM branch_closure_parts($1, $2, $3, $4, $5)`,
      [personId, associationId, branchId, after, limit],
    );
  }

  private call<Row>(sql: string, parameters: unknown[]): Promise<Row[]> {
    return this.db.outsideTenants((tx) => tx.query<Row[]>(sql, parameters));
  }
}
