import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { type Actor, notFound } from '#kernel';
import type { DeadlineRule, TermEvent } from '#law';
import { deadlineRow, extensionOf, inPlaceOf } from './clocks/deadline-row.ts';
import { LawInForce } from './clocks/law-in-force.service.ts';
import type { DeadlineEntity } from './deadline.entity.ts';
import { deadlineViewOf } from './deadline-view.ts';
import { DeadlinesRepository } from './deadlines.repository.ts';
import type { DeadlineView } from './deadlines.contract.ts';

export interface ClockStart {
  readonly familyId: string | null;
  readonly subject: { readonly type: DeadlineEntity['subjectType']; readonly id: string };
  /** What happened (`server_accepted`, `incoming_number` ...) and how well it is proven, in the marks of the law data. */
  readonly event: string;
  readonly confidence: 'V' | 'V2' | 'K' | 'U';
  readonly at: TermEvent;
  /** The addressee's IANA zone: every day of the term is a day there. */
  readonly timeZone: string;
  /** The addressee's region, whose holidays the calendar may count. */
  readonly regionCode: string | null;
  readonly evidenceMessageId: string | null;
}

export interface Clock {
  readonly demandId: string | null;
  readonly rule: DeadlineRule;
}

/** Statutory clocks: armed, met, passed, or superseded by a row that was computed from better inputs. */
@Injectable()
export class Deadlines {
  constructor(
    private readonly deadlines: DeadlinesRepository,
    private readonly law: LawInForce,
    private readonly audit: Audit,
  ) {}

  /**
   * Arms one clock per entry; clocks of the subject that still run are superseded, because their input changed. An
   * extension that was granted stays granted: the notice does not lapse because the start is proven better.
   */
  async restart(by: Actor, start: ClockStart, clocks: readonly Clock[]): Promise<void> {
    const law = await this.law.now();
    const running = await this.deadlines.supersedeArmed(start.subject.id);
    const rows = clocks.map(({ demandId, rule }) => {
      const before = running.find((row) => row.demandId === demandId && row.ruleId === rule.id);
      return deadlineRow(
        {
          origin: {
            ...{ familyId: start.familyId, subjectType: start.subject.type, subjectId: start.subject.id, demandId },
            ...{ timeZone: start.timeZone, regionCode: start.regionCode },
            ...{ startEvent: start.event, startConfidence: start.confidence },
            evidenceMessageId: start.evidenceMessageId,
          },
          ...{ rule, at: start.at },
          extension: before === undefined || rule.extension === null ? null : extensionOf(before),
          replaced: before === undefined ? null : inPlaceOf(before, 'better_start'),
        },
        law,
      );
    });
    if (rows.length > 0) await this.deadlines.insert(rows);
    if (running.length === 0) return;
    this.audit.record({
      ...{ action: 'deadlines.restart', by, subject: start.subject, familyId: start.familyId ?? undefined },
      details: { from: start.event, superseded: running.length, armed: rows.length },
    });
  }

  /** The demands were answered: their clocks stop. */
  settle(subjectId: string, demandIds?: readonly string[]): Promise<number> {
    return this.deadlines.settleArmed(subjectId, 'met', demandIds);
  }

  /** The subject is no longer pursued: its clocks stop without a verdict. */
  abandon(subjectId: string): Promise<number> {
    return this.deadlines.settleArmed(subjectId, 'superseded');
  }

  async listOf(subjectId: string): Promise<DeadlineView[]> {
    const { rules } = await this.law.now();
    return (await this.deadlines.listOf(subjectId)).map((row) => deadlineViewOf(row, rules));
  }

  /** @throws Problem not-found. */
  async get(deadlineId: string): Promise<DeadlineEntity> {
    const deadline = await this.deadlines.find(deadlineId);
    if (deadline === null) throw notFound();
    return deadline;
  }

  /** A deadline that has passed, or null when it was met, superseded or is not due by the database's clock. */
  async pass(deadlineId: string): Promise<DeadlineEntity | null> {
    return this.deadlines.pass(deadlineId);
  }
}
