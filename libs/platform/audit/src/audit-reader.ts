import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { cutPage, decodeCursor, kernelProblems, type Page, type PageQuery, Problem } from '#kernel';
import type { AuditEntry, AuditFilter } from './audit-entry.ts';
import { AuditEntriesRepository } from './audit-entries.repository.ts';

const SORT = 'audit.number-desc';

/** Reads the log of the current branch. Who may read it is the caller's business. */
@Injectable()
export class AuditReader {
  constructor(
    private readonly db: Database,
    private readonly entries: AuditEntriesRepository,
  ) {}

  /** The last entry of the current branch's log: its number, and its hash in lower-case hex. */
  async head(): Promise<{ readonly number: number; readonly hash: string }> {
    const { lastNumber, lastHash } = await this.db.transaction(() => this.entries.getHead());
    return { number: lastNumber, hash: lastHash };
  }

  /** What was done about these subjects, newest first, at most 5,000 entries: the story of one case. */
  async story(subjectIds: readonly string[], actions: readonly string[]): Promise<AuditEntry[]> {
    return this.db.transaction(() => this.entries.find({ subjectIds, actions }, null, 5_000));
  }

  /** Newest first. @throws Problem page.cursor-malformed. */
  async list(filter: AuditFilter, page: PageQuery): Promise<Page<AuditEntry>> {
    const position = decodeCursor(page.cursor, SORT);
    const before = position === null ? null : Number(position.key);
    if (before !== null && !Number.isSafeInteger(before)) {
      throw new Problem(kernelProblems.malformedCursor, { pointer: '?cursor' });
    }
    const rows = await this.db.transaction(() => this.entries.find(filter, before, page.limit + 1));
    return cutPage(rows, page.limit, SORT, (entry) => ({ key: String(entry.number), id: entry.id }));
  }
}
