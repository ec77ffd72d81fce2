import type { SelectQueryBuilder } from 'typeorm';
import type { AuthorityEntity } from './authority.entity.ts';
import type { ListAuthorities } from './schools.contract.ts';

/** Narrows a query over `a`, the entries of the directory, to what the filters of the list ask for. */
export function narrowAuthorities(query: SelectQueryBuilder<AuthorityEntity>, list: ListAuthorities): void {
  const { kind, region, municipality, status, quality, hasEmail, email, founderId, changedSince, name } = list;
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
}

function hasAddress(condition: string): string {
  return `EXISTS (SELECT FROM authority_emails e WHERE e.authority_id = a.id AND ${condition})`;
}
