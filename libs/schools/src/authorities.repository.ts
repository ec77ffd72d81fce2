import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '#database';
import { sortOf } from '#http';
import { decodeCursor, newId, notFound } from '#kernel';
import { AuthorityEmailEntity } from './authority-email.entity.ts';
import { AuthorityEntity } from './authority.entity.ts';
import type { Authority, AuthorityKind, ListAuthorities } from './schools.contract.ts';

export type AuthorityColumns = Omit<AuthorityEntity, 'id' | 'version' | 'createdAt' | 'updatedAt'>;

/** A row with the key that its page is cut by. */
export interface ListedAuthority {
  readonly entity: AuthorityEntity;
  readonly key: string;
}

const SORT_KEYS = { name: 'lower(a.shortName)', createdAt: 'a.createdAt' } as const;

@Injectable()
export class AuthoritiesRepository {
  constructor(private readonly db: Database) {}

  async get(id: string): Promise<AuthorityEntity> {
    const found = await this.db.manager.findOneBy(AuthorityEntity, { id });
    if (found === null) throw notFound();
    return found;
  }

  async findMany(ids: readonly string[]): Promise<AuthorityEntity[]> {
    return ids.length === 0 ? [] : this.db.manager.findBy(AuthorityEntity, { id: In([...ids]) });
  }

  async findIn(regionCodes: readonly string[], kind: AuthorityKind): Promise<AuthorityEntity[]> {
    return this.db.manager.find(AuthorityEntity, {
      where: { kind, regionCode: In([...regionCodes]) },
      order: { regionCode: 'ASC', id: 'ASC' },
    });
  }

  async findPage({ kind, region, name, sort, cursor, limit }: ListAuthorities): Promise<ListedAuthority[]> {
    const { field, descending } = sortOf(sort);
    const [key, direction] = [SORT_KEYS[field], descending ? 'DESC' : 'ASC'] as const;
    const query = this.db.manager
      .createQueryBuilder(AuthorityEntity, 'a')
      .addSelect(`CAST(${key} AS text)`, 'page_key')
      .orderBy(key, direction)
      .addOrderBy('a.id', direction)
      .limit(limit + 1);
    if (kind !== undefined) query.andWhere('a.kind = ANY (:kind)', { kind });
    if (region !== undefined) query.andWhere('a.regionCode = ANY (:region)', { region });
    if (name !== undefined) {
      const pattern = `%${name.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
      query.andWhere('(lower(a.shortName) LIKE :pattern OR lower(a.fullName) LIKE :pattern)', { pattern });
    }
    const after = decodeCursor(cursor, sort);
    if (after !== null) {
      const type = field === 'name' ? 'text' : 'timestamptz';
      query.andWhere(`(${key}, a.id) ${descending ? '<' : '>'} (CAST(:key AS ${type}), CAST(:id AS uuid))`, after);
    }
    const { entities, raw } = await query.getRawAndEntities<{ page_key: string }>();
    return entities.map((entity, index) => ({ entity, key: raw[index]?.page_key ?? '' }));
  }

  async findEmails(authorityIds: readonly string[]): Promise<AuthorityEmailEntity[]> {
    if (authorityIds.length === 0) return [];
    const where = { authorityId: In([...authorityIds]) };
    return this.db.manager.find(AuthorityEmailEntity, { where, order: { address: 'ASC' } });
  }

  async insert(columns: AuthorityColumns): Promise<string> {
    const id = newId();
    await this.db.manager.insert(AuthorityEntity, { id, ...columns });
    return id;
  }

  /** False when no row has this version, or when the policy keeps the row from this branch. */
  async update(id: string, version: number, columns: Partial<AuthorityColumns>): Promise<boolean> {
    const { affected } = await this.db.manager
      .createQueryBuilder()
      .update(AuthorityEntity)
      .set({ ...columns, version: () => 'version + 1', updatedAt: () => 'app_now()' })
      .where('id = :id AND version = :version', { id, version })
      .execute();
    return affected === 1;
  }

  async replaceEmails(authorityId: string, emails: Authority['emails']): Promise<void> {
    await this.db.manager.delete(AuthorityEmailEntity, { authorityId });
    if (emails.length === 0) return;
    await this.db.manager.insert(
      AuthorityEmailEntity,
      emails.map((email) => ({ id: newId(), authorityId, ...email })),
    );
  }
}
