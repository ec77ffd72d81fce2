import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { FamilySearch, type FoundFamily } from '#families';
import { cutPage, decodeCursor, type Page, type Position } from '#kernel';
import { AuthoritySearch } from '#schools';
import { summaryOf } from '../request-view.ts';
import { RequestsRepository } from '../requests.repository.ts';
import { caseNumberQuery } from './case-number-query.ts';
import { RequestSearchRepository } from './request-search.repository.ts';
import type { FoundRequest, RequestMatch } from './search.contract.ts';

/** Where a page of the search was cut. */
const ORDER = 'search-requests';
const FAMILIES_AT_ONCE = 200;
/** Whoever types so little that thousands of families match had better type more. */
const LONGEST_LOOK = 10;
const MOST_ADDRESSEES = 200;

interface Found {
  readonly id: string;
  readonly match: RequestMatch;
  /** The way by which it was found, and for a family which: `family 4 0199…`. */
  readonly key: string;
}

/** Finds requests by their case number, then by their family, then by their addressee. */
@Injectable()
export class RequestSearch {
  constructor(
    private readonly db: Database,
    private readonly families: FamilySearch,
    private readonly authorities: AuthoritySearch,
    private readonly requests: RequestsRepository,
    private readonly found: RequestSearchRepository,
  ) {}

  async find(
    text: string,
    { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
  ): Promise<Page<FoundRequest>> {
    return this.db.transaction(async () => {
      const found = await this.collect(text, decodeCursor(cursor, ORDER), limit + 1);
      const page = cutPage(found, limit, ORDER, ({ key, id }) => ({ key, id }));
      const rows = await this.requests.findRows(page.items.map(({ id }) => id));
      const byId = new Map(rows.map((row) => [row.id, summaryOf(row)]));
      const items = page.items.flatMap(({ id, match }) => {
        const summary = byId.get(id);
        return summary === undefined ? [] : [{ ...summary, match }];
      });
      return { ...page, items };
    });
  }

  private async collect(text: string, after: Position | null, limit: number): Promise<Found[]> {
    const found = new Map<string, Found>();
    const add = (match: RequestMatch, rows: readonly { id: string; key: string }[]) => {
      for (const { id, key } of rows) if (!found.has(id)) found.set(id, { id, key, match });
    };
    const [way = 'number'] = after?.key.split(' ') ?? [];
    if (way === 'number') add('case-number', await this.byNumber(text, after, limit));
    if (way !== 'addressee' && found.size < limit) {
      add('family', await this.byFamily(text, way === 'family' ? after : null, limit));
    }
    if (found.size < limit) {
      add('addressee', await this.byAddressee(text, way === 'addressee' ? after : null, limit));
    }
    return [...found.values()].slice(0, limit);
  }

  private async byNumber(text: string, after: Position | null, limit: number) {
    const query = caseNumberQuery(text);
    if (query === null) return [];
    const ids = await this.found.findByNumber(query, after?.id ?? null, limit);
    return ids.map((id) => ({ id, key: 'number' }));
  }

  private async byFamily(text: string, after: Position | null, limit: number) {
    const rows: { id: string; key: string }[] = [];
    let last = after === null ? null : familyIn(after.key);
    let before = after === null || last === null ? null : { familyId: last.id, id: after.id };
    // The family at which the page was cut may have more.
    let families: FoundFamily[] = last === null ? [] : [last];
    for (let look = 0; look < LONGEST_LOOK && rows.length < limit; look += 1) {
      const more = await this.families.findIds(text, last, FAMILIES_AT_ONCE);
      families = [...families, ...more];
      const ranks = new Map(families.map(({ id, rank }) => [id, rank]));
      const found = await this.found.findOfFamilies([...ranks.keys()], before, limit - rows.length);
      rows.push(...found.map(({ id, familyId }) => ({ id, key: `family ${ranks.get(familyId) ?? 0} ${familyId}` })));
      if (more.length < FAMILIES_AT_ONCE) break;
      [last, before, families] = [more.at(-1) ?? null, null, []];
    }
    return rows;
  }

  private async byAddressee(text: string, after: Position | null, limit: number) {
    const authorities = await this.authorities.findIds(text, MOST_ADDRESSEES);
    if (authorities.length === 0) return [];
    const ids = await this.found.findToAuthorities(authorities, after?.id ?? null, limit);
    return ids.map((id) => ({ id, key: 'addressee' }));
  }
}

function familyIn(key: string): FoundFamily {
  const [, rank = '0', id = ''] = key.split(' ');
  return { id, rank: Number(rank) };
}
