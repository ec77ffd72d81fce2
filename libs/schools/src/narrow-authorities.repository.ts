import type { SelectQueryBuilder } from 'typeorm';
import type { AuthorityEntity } from './authority.entity.ts';
import { authorityQuery } from './authority-query.ts';
import type { ListAuthorities } from './schools.contract.ts';

/** Narrows a query over `a`, the entries of the directory, to what the filters of the list ask for. */
export function narrowAuthorities(query: SelectQueryBuilder<AuthorityEntity>, list: ListAuthorities): void {
  const { kind, region, municipality, status, quality, hasEmail, email, founderId, changedSince, name, q } = list;
  if (kind !== undefined) query.andWhere('a.kind = ANY (:kind)', { kind });
  if (region !== undefined) query.andWhere('a.regionCode = ANY (:region)', { region });
  if (municipality !== undefined) query.andWhere('a.municipality = ANY (:municipality)', { municipality });
  if (status !== undefined) query.andWhere('a.status = ANY (:status)', { status });
  if (quality !== undefined) query.andWhere(hasAddress('e.quality = ANY (:quality)'), { quality });
  if (hasEmail !== undefined) query.andWhere(`${hasEmail ? '' : 'NOT '}${hasAddress("e.quality <> 'bouncing'")}`);
  if (email !== undefined) query.andWhere(hasAddress('e.address = :email'), { email });
  if (founderId !== undefined) query.andWhere('a.founderId = :founderId', { founderId });
  if (changedSince !== undefined) query.andWhere('a.updatedAt >= :changedSince', { changedSince });
  if (name !== undefined) {
    const pattern = `%${name.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
    query.andWhere('(lower(a.shortName) LIKE :pattern OR lower(a.fullName) LIKE :pattern)', { pattern });
  }
  (q === undefined ? [] : authorityQuery(q).terms).forEach(({ from, to, regionCodes }, index) => {
    const words = `SELECT w.authority_id FROM authority_search_words w WHERE w.word BETWEEN :from${index} AND :to${index}`;
    query.andWhere(`(a.id IN (${words}) OR a.regionCode = ANY (:regions${index}))`, {
      ...{ [`from${index}`]: from, [`to${index}`]: to, [`regions${index}`]: regionCodes },
    });
  });
}

function hasAddress(condition: string): string {
  return `EXISTS (SELECT FROM authority_emails e WHERE e.authority_id = a.id AND ${condition})`;
}
