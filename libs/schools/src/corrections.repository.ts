import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { sortOf } from '#http';
import { decodeCursor, newId, notFound } from '#kernel';
import type { Changes } from './authority-difference.ts';
import { AuthorityCorrectionEntity } from './authority-correction.entity.ts';
import type { CorrectionOrigin, ListCorrections } from './corrections.contract.ts';

export interface CorrectionToNote {
  readonly authorityId: string;
  readonly version: number;
  readonly origin: CorrectionOrigin;
  readonly changes: Changes;
  readonly source?: string | undefined;
  readonly reason?: string | undefined;
  readonly effectiveOn?: string | undefined;
  readonly reference?: string | undefined;
}

/** The history of entries. It is only ever added to. */
@Injectable()
export class CorrectionsRepository {
  constructor(private readonly db: Database) {}

  /** Ids in the order of what was noted. */
  async insert(corrections: readonly CorrectionToNote[]): Promise<string[]> {
    const rows = corrections.map((correction) => ({ id: newId(), ...correction }));
    if (rows.length === 0) return [];
    await this.db.manager.query(
      `INSERT INTO authority_corrections (id, authority_id, version, origin, changes, source, reason, effective_on,
           reference)
         SELECT id, "authorityId", version, origin, changes, source, reason, "effectiveOn", reference
           FROM jsonb_to_recordset($1) AS g(id uuid, "authorityId" uuid, version int, origin text, changes jsonb,
             source text, reason text, "effectiveOn" date, reference uuid)`,
      [JSON.stringify(rows)],
    );
    return rows.map(({ id }) => id);
  }

  /** @throws Problem not-found, also for a correction of another entry. */
  async get(authorityId: string, id: string): Promise<AuthorityCorrectionEntity> {
    const found = await this.db.manager.findOneBy(AuthorityCorrectionEntity, { id, authorityId });
    if (found === null) throw notFound();
    return found;
  }

  async findSince(authorityId: string, version: number): Promise<AuthorityCorrectionEntity[]> {
    return this.db.manager
      .createQueryBuilder(AuthorityCorrectionEntity, 'c')
      .where('c.authorityId = :authorityId AND c.version > :version', { authorityId, version })
      .orderBy('c.version', 'DESC')
      .limit(20)
      .getMany();
  }

  async findPage(authorityId: string, list: ListCorrections): Promise<AuthorityCorrectionEntity[]> {
    const { descending } = sortOf(list.sort);
    const query = this.db.manager
      .createQueryBuilder(AuthorityCorrectionEntity, 'c')
      .where('c.authorityId = :authorityId', { authorityId })
      .orderBy('c.version', descending ? 'DESC' : 'ASC')
      .limit(list.limit + 1);
    if (list.sinceVersion !== undefined) query.andWhere('c.version > :since', { since: list.sinceVersion });
    const after = decodeCursor(list.cursor, list.sort);
    if (after !== null) {
      query.andWhere(`c.version ${descending ? '<' : '>'} CAST(:key AS int)`, { key: after.key });
    }
    return query.getMany();
  }

  /** Fields of entries that a person set by hand, so that an import does not overwrite them. */
  async fieldsSetByHand(authorityIds: readonly string[]): Promise<Map<string, Set<string>>> {
    const found = new Map<string, Set<string>>();
    if (authorityIds.length === 0) return found;
    const rows = await this.db.manager.query<{ id: string; fields: string[] }[]>(
      `SELECT authority_id AS id, array_agg(DISTINCT field) AS fields
         FROM authority_corrections, jsonb_object_keys(changes) AS field
         WHERE authority_id = ANY ($1) AND origin IN ('correction', 'undo', 'proposal') GROUP BY authority_id`,
      [authorityIds],
    );
    for (const { id, fields } of rows) found.set(id, new Set(fields));
    return found;
  }
}
