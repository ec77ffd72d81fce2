import { Injectable } from '@nestjs/common';
import { Database, TenantScope } from '#database';
import type { Actor } from '#kernel';
import { AuditEntriesRepository } from './audit-entries.repository.ts';
import type { AuditFilter } from './audit-entry.ts';
import { Audit } from './audit.ts';
import type { ChainHead } from './chain-check.ts';
import { ExportLines } from './export-line.ts';

const PAGE = 1000;

/** Writes the log of the current branch as lines of JSON that can be verified without the database. */
@Injectable()
export class AuditExport {
  constructor(
    private readonly db: Database,
    private readonly scope: TenantScope,
    private readonly audit: Audit,
    private readonly entries: AuditEntriesRepository,
  ) {}

  /**
   * Notes the export in the log, then gives the file piece by piece, oldest entry first, up to that note. Each piece is
   * read in a short transaction of its own when it is asked for; whoever loses the branch meanwhile gets no more.
   */
  async begin(by: Actor, filter: AuditFilter): Promise<AsyncGenerator<Buffer>> {
    const scope = this.scope.current();
    const filters = Object.entries(filter)
      .filter(([, value]) => value !== undefined)
      .map(([name]) => name)
      .sort();
    const subject = { type: 'branch', id: scope.branchId };
    await this.db.transaction(() => {
      this.audit.record({ action: 'audit.export', by, subject, details: { filters: filters.join(' ') } });
      return Promise.resolve();
    });
    const head = await this.db.transaction(() => this.entries.getHead());
    // What pulls the pieces runs outside of the request's own context.
    const inBranch = <T>(work: () => Promise<T>) => this.scope.run(scope, () => this.db.transaction(work));
    return this.pieces({ branchId: scope.branchId, filters, filter, head, inBranch });
  }

  private async *pieces({ branchId, filters, filter, head, inBranch }: Export): AsyncGenerator<Buffer> {
    const lines = new ExportLines();
    yield lines.write([{ kind: 'otzyv-audit-export', v: 1, branchId, filters }]);
    let entries = 0;
    for (let after = 0; after < head.lastNumber;) {
      const from = after;
      const page = await inBranch(() => this.entries.findLines(filter, from, head.lastNumber, PAGE));
      if (page.length > 0) yield lines.write(page);
      entries += page.length;
      after = page.length < PAGE ? head.lastNumber : (page.at(-1)?.number ?? head.lastNumber);
    }
    yield lines.end({ number: head.lastNumber, hash: head.lastHash, entries });
  }
}

interface Export {
  readonly branchId: string;
  readonly filters: readonly string[];
  readonly filter: AuditFilter;
  readonly head: ChainHead;
  readonly inBranch: <T>(work: () => Promise<T>) => Promise<T>;
}
