import { newId } from '#kernel';
import { type Changes, differenceOf } from './authority-difference.ts';
import type {
  DirectoryRowReason,
  DirectoryRowResult,
  DirectorySource,
  ReadDirectoryRow,
} from './directory-row.contract.ts';
import { rowReason } from './directory-row-reasons.ts';
import { EntriesByKey } from './entries-by-key.ts';
import { type Recognisable, recogniseRow } from './recognise-row.ts';
import { statedBy } from './row-facts.ts';
import type { Authority, AuthorityChanges } from './schools.contract.ts';

export interface EntryToCreate {
  readonly index: number;
  readonly id: string;
  readonly row: ReadDirectoryRow;
}

export interface EntryToChange {
  readonly index: number;
  readonly before: Authority;
  readonly stated: AuthorityChanges;
  readonly changes: Changes;
}

/** What is to become of the rows of one page; decides, and writes nothing. */
export class DirectoryPage {
  readonly toCreate: EntryToCreate[] = [];
  readonly toChange: EntryToChange[] = [];
  private readonly fresh = new EntriesByKey<Recognisable & { readonly id: string }>();
  private readonly touched = new Set<string>();
  private readonly outcomes = new Map<number, DirectoryRowResult>();

  refuse(index: number, reasons: readonly DirectoryRowReason[], authorityId: string | null = null): void {
    this.outcomes.set(index, { index, result: 'conflict', authorityId, correctionId: null, reasons });
  }

  settle(index: number, result: 'created' | 'updated' | 'unchanged', authorityId: string, correctionId: string | null) {
    this.outcomes.set(index, { index, result, authorityId, correctionId, reasons: [] });
  }

  /** One row against the entries that it may be about. */
  decide(
    index: number,
    row: ReadDirectoryRow,
    near: readonly Authority[],
    byHand: ReadonlyMap<string, ReadonlySet<string>>,
    source: DirectorySource,
  ): void {
    const recognised = recogniseRow(row, near);
    if (recognised.kind === 'conflict') {
      this.refuse(index, [rowReason(recognised.code)], recognised.entry?.id);
    } else if (recognised.kind === 'known') {
      this.decideKnown(index, row, recognised.entry, byHand.get(recognised.entry.id) ?? new Set(), source);
    } else this.decideNew(index, row);
  }

  /** In the order of the rows. */
  results(): DirectoryRowResult[] {
    return [...this.outcomes.values()].sort((a, b) => a.index - b.index);
  }

  counts(): Record<DirectoryRowResult['result'], number> {
    const counts = { created: 0, updated: 0, unchanged: 0, conflict: 0 };
    for (const { result } of this.outcomes.values()) counts[result] += 1;
    return counts;
  }

  private decideKnown(
    index: number,
    row: ReadDirectoryRow,
    entry: Authority,
    byHand: ReadonlySet<string>,
    source: DirectorySource,
  ): void {
    if (this.touched.has(entry.id)) {
      this.refuse(index, [rowReason('repeated')], entry.id);
      return;
    }
    this.touched.add(entry.id);
    const stated = statedBy(row, entry, source);
    const changes = differenceOf(entry, stated);
    const kept = Object.keys(changes).filter((field) => field !== 'emails' && byHand.has(field));
    if (kept.length > 0) {
      this.refuse(
        index,
        kept.map((field) => rowReason('set-by-hand', `/${field}`)),
        entry.id,
      );
    } else if (Object.keys(changes).length === 0) this.settle(index, 'unchanged', entry.id, null);
    else this.toChange.push({ index, before: entry, stated, changes });
  }

  private decideNew(index: number, row: ReadDirectoryRow): void {
    const repeated = recogniseRow(row, this.fresh.candidatesFor(row));
    if (repeated.kind !== 'new') {
      const id = repeated.entry?.id ?? null;
      this.refuse(index, [rowReason(repeated.kind === 'known' ? 'repeated' : repeated.code)], id);
    } else if (!row.postalAddress) this.refuse(index, [rowReason('address-missing', '/postalAddress')]);
    else {
      const id = newId();
      this.toCreate.push({ index, id, row });
      this.fresh.add(freshEntry(id, row));
    }
  }
}

/** What a later row of the page is compared with. */
function freshEntry(id: string, row: ReadDirectoryRow): Recognisable & { readonly id: string } {
  const { kind, regionCode, shortName, fullName, municipality = null, inn = null, ogrn = null, kpp = null } = row;
  return { id, kind, regionCode, shortName, fullName: fullName ?? shortName, municipality, inn, ogrn, kpp };
}
