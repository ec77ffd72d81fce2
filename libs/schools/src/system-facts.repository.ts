import { Injectable } from '@nestjs/common';
import { Brackets, IsNull } from 'typeorm';
import { Database } from '#database';
import { sortOf } from '#http';
import { decodeCursor, newId, notFound } from '#kernel';
import { SystemFactEntity } from './system-fact.entity.ts';
import type { ChangeSystemFact, ListSystemFacts, RecordSystemFact } from './system-facts.contract.ts';

@Injectable()
export class SystemFactsRepository {
  constructor(private readonly db: Database) {}

  async get(id: string): Promise<SystemFactEntity> {
    const found = await this.db.manager.findOneBy(SystemFactEntity, { id });
    if (found === null) throw notFound();
    return found;
  }

  async findPage({ system, region, authorityId, sort, cursor, limit }: ListSystemFacts): Promise<SystemFactEntity[]> {
    const { descending } = sortOf(sort);
    const direction = descending ? 'DESC' : 'ASC';
    const query = this.db.manager
      .createQueryBuilder(SystemFactEntity, 'f')
      .orderBy('f.id', direction)
      .limit(limit + 1);
    if (system !== undefined) query.andWhere('f.systemCode = ANY (:system)', { system });
    if (region !== undefined) query.andWhere('f.regionCode = ANY (:region)', { region });
    if (authorityId !== undefined) query.andWhere('f.authorityId = :authorityId', { authorityId });
    const after = decodeCursor(cursor, sort);
    if (after !== null) query.andWhere(`f.id ${descending ? '<' : '>'} CAST(:id AS uuid)`, { id: after.id });
    return query.getMany();
  }

  /** What holds for the region, and for the school within it. */
  async findFor(regionCode: string, authorityId: string | null): Promise<SystemFactEntity[]> {
    return this.db.manager
      .createQueryBuilder(SystemFactEntity, 'f')
      .where('f.regionCode = :regionCode', { regionCode })
      .andWhere(
        new Brackets((either) => {
          either.where('f.authorityId IS NULL');
          if (authorityId !== null) either.orWhere('f.authorityId = :authorityId', { authorityId });
        }),
      )
      .getMany();
  }

  async isRecorded({ systemCode, regionCode, authorityId }: RecordSystemFact): Promise<boolean> {
    const where = { systemCode, regionCode, authorityId: authorityId ?? IsNull() };
    return this.db.manager.existsBy(SystemFactEntity, where);
  }

  async insert(fact: RecordSystemFact): Promise<string> {
    const id = newId();
    await this.db.manager.insert(SystemFactEntity, { id, ...fact });
    return id;
  }

  /** False when no row has this version. */
  async update(id: string, version: number, facts: ChangeSystemFact): Promise<boolean> {
    const { affected } = await this.db.manager
      .createQueryBuilder()
      .update(SystemFactEntity)
      .set({ ...facts, version: () => 'version + 1', updatedAt: () => 'app_now()' })
      .where('id = :id AND version = :version', { id, version })
      .execute();
    return affected === 1;
  }

  async delete(id: string, version: number): Promise<boolean> {
    return (await this.db.manager.delete(SystemFactEntity, { id, version })).affected === 1;
  }
}
