import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { cutPage, decodeCursor, type Page } from '#kernel';
import { Authorities } from './authorities.service.ts';
import { authorityQuery } from './authority-query.ts';
import { AuthoritySearchRepository } from './authority-search.repository.ts';
import type { Authority } from './schools.contract.ts';

/** Where a page of the search was cut. */
const ORDER = 'search-authorities';

/** Finds addressees by what people type: «школа 14 казань». The directory is public; nothing of a branch is looked at. */
@Injectable()
export class AuthoritySearch {
  constructor(
    private readonly db: Database,
    private readonly found: AuthoritySearchRepository,
    private readonly authorities: Authorities,
  ) {}

  /** The best first. */
  async find(
    text: string,
    { cursor, limit }: { cursor?: string | undefined; limit: number },
  ): Promise<Page<Authority>> {
    return this.db.transaction(async () => {
      const rows = await this.found.find(authorityQuery(text), decodeCursor(cursor, ORDER), limit + 1, {
        streets: true,
      });
      const page = cutPage(rows, limit, ORDER, ({ rank, id }) => ({ key: String(rank), id }));
      const entries = new Map(
        (await this.authorities.getMany(page.items.map(({ id }) => id))).map((entry) => [entry.id, entry]),
      );
      return { ...page, items: page.items.flatMap(({ id }) => entries.get(id) ?? []) };
    });
  }

  /** The best, for rooms that look up what was addressed to them; street names do not count. Joins the open transaction. */
  async findIds(text: string, limit: number): Promise<string[]> {
    const rows = await this.found.find(authorityQuery(text), null, limit, { streets: false });
    return rows.map(({ id }) => id);
  }
}
