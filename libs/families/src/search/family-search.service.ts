import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { cutPage, decodeCursor, type Page } from '#kernel';
import { AuthoritySearch } from '#schools';
import { foldWords, normaliseDocument, normaliseEmail, normalisePhone, soughtNames, Vault } from '#vault';
import type { FamilySummary } from '../families.contract.ts';
import { Families } from '../families.service.ts';
import {
  FAMILY_MATCHES,
  type FamilyMatch,
  FamilySearchRepository,
  type FamilySought,
  type FoundFamily,
} from './family-search.repository.ts';
import { type NameAndSchool, nameAndSchool } from './name-and-school.ts';

/** Where a page of the search was cut. */
const ORDER = 'search-families';
/** A number of a family has fewer figures than a telephone number. */
const LONGEST_NUMBER = 9;
const SHORTEST_DOCUMENT = 6;
/** A number and a town are one school, a number alone is one in every town. */
const MOST_SCHOOLS = 200;

/** Finds families by what people type: names in any spelling, their beginnings, a number, a telephone, an address, a name at a school. */
@Injectable()
export class FamilySearch {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly families: Families,
    private readonly authorities: AuthoritySearch,
    private readonly tokens: FamilySearchRepository,
  ) {}

  /** Numbers and initials, the best match first; names are compared without being read. */
  async find(
    text: string,
    { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
  ): Promise<Page<FamilySummary & { readonly match: FamilyMatch }>> {
    const after = decodeCursor(cursor, ORDER);
    const rows = await this.findIds(text, after && { id: after.id, rank: Number(after.key) }, limit + 1);
    const page = cutPage(rows, limit, ORDER, ({ rank, id }) => ({ key: String(rank), id }));
    const found = await this.families.summaries(page.items.map(({ id }) => id));
    const byId = new Map(found.map((summary) => [summary.id, summary]));
    const items = page.items.flatMap(({ id, rank }) => {
      const summary = byId.get(id);
      return summary === undefined ? [] : [{ ...summary, match: FAMILY_MATCHES[rank] ?? 'name' }];
    });
    return { ...page, items };
  }

  /**
   * The ids alone, for rooms that look up what hangs from these families. Joins the open transaction; without one, names
   * take a single round trip.
   */
  async findIds(text: string, after: FoundFamily | null, limit: number): Promise<FoundFamily[]> {
    const both = nameAndSchool(text);
    if (both !== null) return this.findAtSchool(both, after, limit);
    const sought = this.sought(text);
    return sought.words.length > 0
      ? this.tokens.find(sought, after, limit)
      : this.db.transaction(() => this.tokens.find(sought, after, limit));
  }

  private async findAtSchool(
    { names, school }: NameAndSchool,
    after: FoundFamily | null,
    limit: number,
  ): Promise<FoundFamily[]> {
    return this.db.transaction(async () => {
      const authorityIds = await this.authorities.findIds(school, MOST_SCHOOLS);
      if (authorityIds.length === 0) return [];
      return this.tokens.find({ ...this.sought(names), authorityIds }, after, limit);
    });
  }

  private sought(text: string): FamilySought {
    const words = foldWords(text);
    const digits = words.join('');
    const document = normaliseDocument(text);
    const phone = /^[+\d\s().–-]+$/.test(text.trim()) ? normalisePhone(text) : null;
    const isEmail = text.includes('@');
    const isNames = !isEmail && words.every((word) => !/^\d/.test(word));
    return {
      number: words.length === 1 && /^\d+$/.test(digits) && digits.length <= LONGEST_NUMBER ? Number(digits) : null,
      phone: phone === null ? null : this.vault.blindIndex('phone', phone),
      email: isEmail ? this.vault.blindIndex('email', normaliseEmail(text)) : null,
      document:
        !isEmail && document.replace(/\D/g, '').length >= SHORTEST_DOCUMENT
          ? this.vault.blindIndex('document', document)
          : null,
      words: isNames ? soughtNames(text).map((word) => this.tokensOf(word)) : [],
      authorityIds: null,
    };
  }

  private tokensOf({ whole, beginning }: { readonly whole: string; readonly beginning: string }) {
    const [wholeToken = '', beginningToken = ''] = this.vault.searchTokens([whole, beginning]);
    return { whole: wholeToken, beginning: beginningToken };
  }
}
