import { Injectable } from '@nestjs/common';
import { In, IsNull, MoreThan } from 'typeorm';
import { Database } from '#database';
import { DeadlineEntity } from '../deadline.entity.ts';
import { OPEN_TERM_KEYS, OPEN_TERMS, type OpenTerm, type OpenTermRow, openTermOf } from './open-term.ts';

export interface EditionRow {
  readonly version: string;
  readonly data: unknown;
  readonly loadedAt: Date;
  readonly appliedAt: Date | null;
}

const OPEN = { status: 'armed' as const, announcedAt: IsNull() };

/** Deadlines that still run and were not told to anybody as passed: the ones that another law may move. */
@Injectable()
export class OpenDeadlinesRepository {
  constructor(private readonly database: Database) {}

  /** Alike ones together: what they were computed from, and how many there are. */
  async terms(): Promise<OpenTerm[]> {
    const rows = await this.database.manager.query<OpenTermRow[]>(
      `SELECT ${OPEN_TERMS} AND branch_id = current_branch() GROUP BY ${OPEN_TERM_KEYS}`,
    );
    return rows.map(openTermOf);
  }

  /** In the order of their ids; `after` is the last one that was seen. */
  page(after: string | null, limit: number): Promise<DeadlineEntity[]> {
    return this.database.manager.find(DeadlineEntity, {
      where: { ...OPEN, ...(after !== null && { id: MoreThan(after) }) },
      order: { id: 'ASC' },
      take: limit,
    });
  }

  /** Those of `rows` that are open still, held until the transaction ends; their requests are held first, as everywhere. */
  async hold(rows: readonly DeadlineEntity[]): Promise<DeadlineEntity[]> {
    await this.database.manager.query(
      'SELECT FROM requests WHERE branch_id = current_branch() AND id = ANY($1) ORDER BY id FOR UPDATE',
      [rows.map(({ subjectId }) => subjectId)],
    );
    return this.database.manager.find(DeadlineEntity, {
      where: { ...OPEN, id: In(rows.map(({ id }) => id)) },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  editions(): Promise<EditionRow[]> {
    return this.database.manager.query<EditionRow[]>(
      `SELECT version, data, loaded_at AS "loadedAt", applied_at AS "appliedAt" FROM calendar_editions
        ORDER BY loaded_at, version`,
    );
  }
}
