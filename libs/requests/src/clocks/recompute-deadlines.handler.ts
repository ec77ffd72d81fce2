import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database } from '#database';
import { type Actor, Problem } from '#kernel';
import { HandlesJob, type JobClaim, type JobHandler, type PayloadOf } from '#outbox';
import { type Explainable, ruleInForce } from '#law';
import type { DeadlineEntity } from '../deadline.entity.ts';
import { DeadlinesRepository, type NewDeadline } from '../deadlines.repository.ts';
import { recomputeDeadlines } from '../requests.jobs.ts';
import { againBy, startDayOf } from './deadline-row.ts';
import { type Law, LawInForce } from './law-in-force.service.ts';
import { OpenDeadlinesRepository } from './open-deadlines.repository.ts';

const BATCH = 200;

/**
 * Puts a new row in the place of each open deadline that the law in force counts otherwise. A batch is a transaction;
 * killed in between, the next run finds those that are done to be as they should and goes on.
 */
@Injectable()
@HandlesJob(recomputeDeadlines)
export class RecomputeDeadlinesHandler implements JobHandler<typeof recomputeDeadlines> {
  constructor(
    private readonly database: Database,
    private readonly law: LawInForce,
    private readonly open: OpenDeadlinesRepository,
    private readonly deadlines: DeadlinesRepository,
    private readonly audit: Audit,
  ) {}

  async run({ because }: PayloadOf<typeof recomputeDeadlines>, { job, outboxId }: JobClaim): Promise<void> {
    const by = { kind: 'job', job, outboxId } as const;
    let after: string | null = null;
    do after = await this.batch(by, because, after);
    while (after !== null);
  }

  /** Resolves to the id to go on from, or null after the last batch. */
  private async batch(by: Actor, because: string, after: string | null): Promise<string | null> {
    return this.database.transaction(async () => {
      const law = await this.law.now();
      const page = await this.open.page(after, BATCH);
      const stale = page.filter((row) => computedAnew(row, law) !== null);
      if (stale.length > 0) await this.replace(by, because, await this.open.hold(stale), law);
      return page.length < BATCH ? null : (page.at(-1)?.id ?? null);
    });
  }

  private async replace(by: Actor, because: string, rows: readonly DeadlineEntity[], law: Law): Promise<void> {
    const pairs = rows.flatMap((row) => {
      const becomes = computedAnew(row, law);
      return becomes === null ? [] : [{ row, becomes }];
    });
    await this.deadlines.supersede(pairs.map(({ row }) => row.id));
    if (pairs.length > 0) await this.deadlines.insert(pairs.map(({ becomes }) => becomes));
    for (const { row, becomes } of pairs) {
      this.audit.record({
        ...{ action: 'deadlines.recompute', by, subject: { type: row.subjectType, id: row.subjectId } },
        ...{ familyId: row.familyId ?? undefined },
        details: {
          ...{ deadline: row.id, becomes: becomes.id, because, calendar: becomes.calendarVersion },
          ...{ rule: row.ruleId, ruleVersion: becomes.ruleVersion, dueOn: row.dueOn, newDueOn: becomes.dueOn },
        },
      });
    }
  }
}

/** Null where the law in force gives the very same deadline, or none at all: then the old one stays. */
function computedAnew(row: DeadlineEntity, law: Law): NewDeadline | null {
  try {
    const rule = ruleInForce(row.ruleId, startDayOf(row), law.rules);
    const becomes = againBy(row, rule, rule.version === row.ruleVersion ? 'calendar' : 'rule', law);
    return isSame(row, becomes) ? null : becomes;
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}

function isSame(row: DeadlineEntity, becomes: NewDeadline): boolean {
  const [before, after] = [row.steps as Explainable, asStored(becomes.steps as Explainable)];
  return (
    row.ruleVersion === becomes.ruleVersion &&
    row.dueAt.getTime() === becomes.dueAt.getTime() &&
    row.provisional === becomes.provisional &&
    isDeepStrictEqual(before.steps, after.steps)
  );
}

function asStored(steps: Explainable): Explainable {
  return JSON.parse(JSON.stringify(steps)) as Explainable;
}
