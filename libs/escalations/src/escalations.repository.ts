import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { sortOf, versionMismatch } from '#http';
import { cutPage, decodeCursor, newId, notFound, type Page } from '#kernel';
import { EscalationEntity } from './escalation.entity.ts';
import type { ListEscalationsQuery } from './escalations.contract.ts';

@Injectable()
export class EscalationsRepository {
  constructor(private readonly database: Database) {}

  /** Opens a rung once: null when this step of this request is open already. */
  async open(
    rung: Pick<EscalationEntity, 'requestId' | 'familyId' | 'step' | 'reason' | 'authorityId' | 'preparedBy'>,
  ): Promise<string | null> {
    const id = newId();
    const rows = await this.database.manager.query<{ id: string }[]>(
      `INSERT INTO escalations (id, request_id, family_id, step, reason, authority_id, prepared_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (branch_id, request_id, step) DO NOTHING RETURNING id`,
      [id, rung.requestId, rung.familyId, rung.step, rung.reason, rung.authorityId, rung.preparedBy],
    );
    return rows[0]?.id ?? null;
  }

  findStep(requestId: string, step: string): Promise<EscalationEntity | null> {
    return this.database.manager.findOneBy(EscalationEntity, { requestId, step });
  }

  /** The rungs of one request, in the order in which they were opened. */
  ofRequest(requestId: string): Promise<EscalationEntity[]> {
    return this.database.manager.find(EscalationEntity, {
      where: { requestId },
      order: { createdAt: 'ASC', id: 'ASC' },
    });
  }

  async get(id: string): Promise<EscalationEntity> {
    const escalation = await this.database.manager.findOneBy(EscalationEntity, { id });
    if (escalation === null) throw notFound();
    return escalation;
  }

  /** Holds the row until the transaction ends, so that two verbs at once take turns. */
  async lock(id: string): Promise<EscalationEntity> {
    const escalation = await this.database.manager.findOne(EscalationEntity, {
      where: { id },
      lock: { mode: 'pessimistic_write' },
    });
    if (escalation === null) throw notFound();
    return escalation;
  }

  /** Writes the changed columns and counts the version up. @throws Problem http.version-mismatch. */
  async update(id: string, version: number, changes: Partial<EscalationEntity>): Promise<void> {
    const { affected } = await this.database.manager.update(
      EscalationEntity,
      { id, version },
      { ...changes, version: version + 1 },
    );
    if (affected !== 1) throw versionMismatch();
  }

  async list(query: InstanceType<typeof ListEscalationsQuery>): Promise<Page<EscalationEntity>> {
    const { descending } = sortOf(query.sort);
    const after = decodeCursor(query.cursor, query.sort);
    const direction = descending ? 'DESC' : 'ASC';
    const rows = this.database.manager
      .createQueryBuilder(EscalationEntity, 'e')
      // Microseconds, as PostgreSQL keeps them: a cursor cut to milliseconds would repeat rows.
      .addSelect(`to_char(e.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`, 'key')
      .orderBy('e.created_at', direction)
      .addOrderBy('e.id', direction)
      .limit(query.limit + 1);
    if (query.stage !== undefined) rows.andWhere('e.stage IN (:...stages)', { stages: query.stage });
    if (query.requestId !== undefined) rows.andWhere('e.request_id = :requestId', { requestId: query.requestId });
    if (query.familyId !== undefined) rows.andWhere('e.family_id = :familyId', { familyId: query.familyId });
    if (after !== null) rows.andWhere(`(e.created_at, e.id) ${descending ? '<' : '>'} (:key, :id)`, after);
    const { entities, raw } = await rows.getRawAndEntities<{ key: string }>();
    const keyed = entities.map((entity, index) => ({ entity, key: raw[index]?.key ?? '' }));
    const page = cutPage(keyed, query.limit, query.sort, ({ entity, key }) => ({ key, id: entity.id }));
    return { ...page, items: page.items.map(({ entity }) => entity) };
  }
}
