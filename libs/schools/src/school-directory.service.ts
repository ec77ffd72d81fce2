import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database } from '#database';
import { fieldErrors } from '#http';
import type { Actor } from '#kernel';
import { AuthoritiesRepository } from './authorities.repository.ts';
import { Authorities } from './authorities.service.ts';
import { CorrectionsRepository } from './corrections.repository.ts';
import {
  type DirectoryRow,
  type DirectoryRowResult,
  directoryRowSchema,
  type DirectorySource,
  directorySourceSchema,
} from './directory-row.contract.ts';
import { DirectoryPage } from './directory-page.ts';
import { DirectoryRowsRepository, type NumberedRow } from './directory-rows.repository.ts';
import { rowReason } from './directory-row-reasons.ts';
import { EntriesByKey } from './entries-by-key.ts';
import type { Authority } from './schools.contract.ts';
import { DirectoryWriting } from './directory-writing.service.ts';

/** The most rows of one call: what one transaction writes without keeping others waiting. */
const MOST_ROWS = 1000;

/** Takes institutions in bulk, as registers and tables list them. */
@Injectable()
export class SchoolDirectory {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly authorities: Authorities,
    private readonly entries: AuthoritiesRepository,
    private readonly corrections: CorrectionsRepository,
    private readonly rows: DirectoryRowsRepository,
    private readonly writing: DirectoryWriting,
  ) {}

  /**
   * Brings up to 1,000 rows into the directory in some ten round trips and one transaction, or joins the open one. Each
   * row is recognised by ОГРН, ИНН with КПП, or its name in the region; what it states is filled in, what it leaves out
   * stays, and what a person corrected by hand is never overwritten: such a row is a `conflict`, as is one that the branch
   * may not write, that fits several entries, or that is no `DirectoryRow`. A conflict changes nothing and stops nothing.
   * The results stand in the order of the rows. Given the same rows again all are `unchanged`.
   * @throws RangeError for more rows; ZodError for a source that is none.
   */
  async upsertMany(by: Actor, rows: readonly DirectoryRow[], source: DirectorySource): Promise<DirectoryRowResult[]> {
    if (rows.length > MOST_ROWS) throw new RangeError(`At most ${MOST_ROWS} rows at once, not ${rows.length}.`);
    const from = directorySourceSchema.parse(source);
    const page = new DirectoryPage();
    const read = readRows(rows, page);
    return this.db.transaction(async () => {
      const ours = await this.keptRows(read, page);
      await this.rows.lockRegions([...new Set(ours.map(({ row }) => row.regionCode))]);
      const ids = await this.rows.findCandidates(ours.map(({ row }) => row));
      const known = new EntriesByKey<Authority>();
      for (const entry of await this.authorities.getMany(ids)) known.add(entry);
      const byHand = await this.corrections.fieldsSetByHand(ids);
      for (const { index, row } of ours) page.decide(index, row, known.candidatesFor(row), byHand, from);
      await this.writing.write(page, from);
      const results = page.results();
      this.audit.record({
        action: 'schools.import',
        by,
        subject: { type: 'import', id: from.reference },
        details: { rows: rows.length, ...page.counts() },
      });
      return results;
    });
  }

  private async keptRows(read: readonly NumberedRow[], page: DirectoryPage): Promise<NumberedRow[]> {
    const regions = [...new Set(read.map(({ row }) => row.regionCode))];
    const foreign = new Set(regions.length === 0 ? [] : await this.entries.regionsNotKept(regions));
    for (const { index, row } of read) {
      if (foreign.has(row.regionCode)) page.refuse(index, [rowReason('foreign-region', '/regionCode')]);
    }
    return read.filter(({ row }) => !foreign.has(row.regionCode));
  }
}

function readRows(rows: readonly DirectoryRow[], page: DirectoryPage): NumberedRow[] {
  return rows.flatMap((given, index) => {
    const read = directoryRowSchema.safeParse(given);
    if (read.success) return [{ index, row: read.data }];
    const errors = fieldErrors(directoryRowSchema, given, 'body');
    page.refuse(
      index,
      errors.map(({ pointer, message }) => ({ code: 'invalid', pointer, message })),
    );
    return [];
  });
}
