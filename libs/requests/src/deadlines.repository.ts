import { Injectable } from '@nestjs/common';
import { In, Not } from 'typeorm';
import { Database } from '#database';
import { DeadlineEntity } from './deadline.entity.ts';

export type NewDeadline = Omit<DeadlineEntity, 'status' | 'announcedAt' | 'settledAt' | 'lateSeconds' | 'createdAt'>;

@Injectable()
export class DeadlinesRepository {
  constructor(private readonly database: Database) {}

  async insert(deadlines: readonly NewDeadline[]): Promise<void> {
    await this.database.manager.insert(DeadlineEntity, [...deadlines] as never[]);
  }

  /** Ends every running clock of a subject, because its inputs changed; resolves to them as they were. */
  async supersedeArmed(subjectId: string): Promise<DeadlineEntity[]> {
    const running = await this.database.manager.find(DeadlineEntity, {
      where: { subjectId, status: 'armed' },
      lock: { mode: 'pessimistic_write' },
    });
    if (running.length > 0) await this.settleArmed(subjectId, 'superseded');
    return running;
  }

  /** Ends one clock whose place is taken; a passed one too, when its extension came in time. */
  async supersede(ids: readonly string[]): Promise<void> {
    await this.database.manager.query(
      `UPDATE deadlines SET status = 'superseded', settled_at = app_now()
        WHERE branch_id = current_branch() AND id = ANY($1) AND status IN ('armed', 'passed')`,
      [ids],
    );
  }

  /** Held until the transaction ends. Whoever needs its request holds that first. */
  async lock(id: string): Promise<DeadlineEntity | null> {
    return this.database.manager.findOne(DeadlineEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /** Ends the running clocks of a subject, all or those of some demands, as `status`. Resolves to how many. */
  async settleArmed(subjectId: string, status: 'met' | 'superseded', demandIds?: readonly string[]): Promise<number> {
    const rows = await this.database.manager.query<[unknown[], number]>(
      `UPDATE deadlines SET status = $2, settled_at = app_now()
        WHERE branch_id = current_branch() AND subject_id = $1 AND status = 'armed'
          AND ($3::uuid[] IS NULL OR demand_id = ANY($3))`,
      [subjectId, status, demandIds ?? null],
    );
    return rows[1];
  }

  /** Marks an armed deadline as passed if the database's clock says so; null when it is not armed or not yet due. */
  async pass(id: string): Promise<DeadlineEntity | null> {
    // The request first, then its clock: everything else locks in this order too.
    await this.database.manager.query(
      `SELECT FROM requests r JOIN deadlines d ON d.branch_id = r.branch_id AND d.subject_id = r.id
        WHERE r.branch_id = current_branch() AND d.id = $1 FOR UPDATE OF r`,
      [id],
    );
    const [rows] = await this.database.manager.query<[{ id: string }[], number]>(
      `UPDATE deadlines SET status = 'passed', settled_at = app_now(),
          late_seconds = floor(extract(epoch FROM app_now() - due_at))
        WHERE branch_id = current_branch() AND id = $1 AND status = 'armed' AND due_at <= app_now() RETURNING id`,
      [id],
    );
    return rows[0] === undefined ? null : this.find(id);
  }

  find(id: string): Promise<DeadlineEntity | null> {
    return this.database.manager.findOneBy(DeadlineEntity, { id });
  }

  /** The last row of each subject that was not replaced. */
  currentOf(subjectIds: readonly string[]): Promise<DeadlineEntity[]> {
    return this.database.manager.find(DeadlineEntity, {
      where: { subjectId: In([...subjectIds]), status: Not('superseded') },
      order: { createdAt: 'ASC' },
    });
  }

  listOf(subjectId: string): Promise<DeadlineEntity[]> {
    return this.database.manager.find(DeadlineEntity, { where: { subjectId }, order: { createdAt: 'ASC', id: 'ASC' } });
  }
}
