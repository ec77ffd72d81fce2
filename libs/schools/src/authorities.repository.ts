import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '#database';
import { sortOf } from '#http';
import { decodeCursor, newId, notFound } from '#kernel';
import { AuthorityEntity } from './authority.entity.ts';
import type { AuthorityKind } from './authority-fields.contract.ts';
import { narrowAuthorities } from './narrow-authorities.repository.ts';
import type { ListAuthorities } from './schools.contract.ts';

export type AuthorityColumns = Omit<AuthorityEntity, 'id' | 'version' | 'createdAt' | 'updatedAt'>;

/** A row with the key that its page is cut by. */
export interface ListedAuthority {
  readonly entity: AuthorityEntity;
  readonly key: string;
}

const SORT_KEYS = { name: 'lower(a.shortName)', createdAt: 'a.createdAt', updatedAt: 'a.updatedAt' } as const;

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

  async findPage(list: ListAuthorities): Promise<ListedAuthority[]> {
    const { sort, cursor, limit } = list;
    const { field, descending } = sortOf(sort);
    const [key, direction] = [SORT_KEYS[field], descending ? 'DESC' : 'ASC'] as const;
    const query = this.db.manager
      .createQueryBuilder(AuthorityEntity, 'a')
      .addSelect(`CAST(${key} AS text)`, 'page_key')
      .orderBy(key, direction)
      .addOrderBy('a.id', direction)
      .limit(limit + 1);
    narrowAuthorities(query, list);
    const after = decodeCursor(cursor, sort);
    if (after !== null) {
      const type = field === 'name' ? 'text' : 'timestamptz';
      query.andWhere(`(${key}, a.id) ${descending ? '<' : '>'} (CAST(:key AS ${type}), CAST(:id AS uuid))`, after);
    }
    const { entities, raw } = await query.getRawAndEntities<{ page_key: string }>();
    return entities.map((entity, index) => ({ entity, key: raw[index]?.page_key ?? '' }));
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

  /** Which of the regions this branch, or the administrator of its association, may not write. */
  async regionsNotKept(regionCodes: readonly string[]): Promise<string[]> {
    const rows = await this.db.manager.query<{ code: string }[]>(
      `SELECT code FROM unnest($1::text[]) AS code
         WHERE code <> current_region() AND (my_role() IS DISTINCT FROM 'association_admin'
           OR code IN (SELECT regions_of_other_associations()))`,
      [regionCodes],
    );
    return rows.map(({ code }) => code);
  }
}
