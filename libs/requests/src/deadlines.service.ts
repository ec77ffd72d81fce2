import { Injectable } from '@nestjs/common';
import { localDate, newId, notFound } from '#kernel';
import {
  bundledCalendar,
  computeDeadline,
  type DeadlineRule,
  type Explainable,
  explainDeadline,
  type TermEvent,
} from '#law';
import type { DeadlineEntity } from './deadline.entity.ts';
import { DeadlinesRepository } from './deadlines.repository.ts';
import type { DeadlineView } from './requests.contract.ts';

export interface ClockStart {
  readonly familyId: string;
  readonly subject: { readonly type: 'request' | 'escalation'; readonly id: string };
  /** What happened (`server_accepted`, `incoming_number` ...) and how well it is proven, in the marks of the law data. */
  readonly event: string;
  readonly confidence: 'V' | 'V2' | 'K' | 'U';
  readonly at: TermEvent;
  /** The addressee's IANA zone: every day of the term is a day there. */
  readonly timeZone: string;
  readonly evidenceMessageId: string | null;
}

export interface Clock {
  readonly demandId: string | null;
  readonly rule: DeadlineRule;
}

/** Statutory clocks of requests and escalations: armed, met, passed, or superseded by a better-proven start. */
@Injectable()
export class Deadlines {
  constructor(private readonly deadlines: DeadlinesRepository) {}

  /** Arms one clock per entry; clocks of the subject that still run are superseded, because their input changed. */
  async restart(start: ClockStart, clocks: readonly Clock[]): Promise<void> {
    await this.deadlines.settleArmed(start.subject.id, 'superseded');
    if (clocks.length === 0) return;
    await this.deadlines.insert(clocks.map((clock) => computeRow(start, clock)));
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
    return (await this.deadlines.listOf(subjectId)).map(viewOf);
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

function computeRow(start: ClockStart, { demandId, rule }: Clock) {
  const deadline = computeDeadline({ rule, event: start.at, timeZone: start.timeZone, calendar: bundledCalendar });
  return {
    id: newId(),
    familyId: start.familyId,
    subjectType: start.subject.type,
    subjectId: start.subject.id,
    demandId,
    ruleId: deadline.ruleId,
    ruleVersion: deadline.ruleVersion,
    calendarVersion: deadline.calendarVersion,
    timeZone: deadline.timeZone,
    startEvent: start.event,
    startConfidence: start.confidence,
    startedOn: deadline.startedOn,
    evidenceMessageId: start.evidenceMessageId,
    extended: false,
    dueOn: deadline.dueOn,
    dueAt: deadline.dueAt,
    provisional: deadline.provisional,
    steps: {
      kind: deadline.kind,
      basis: deadline.basis,
      timeZone: deadline.timeZone,
      dueOn: deadline.dueOn,
      provisionalYears: deadline.provisionalYears,
      steps: deadline.steps,
    } satisfies Explainable,
  };
}

export function viewOf(row: DeadlineEntity): DeadlineView {
  const explainable = row.steps as Explainable;
  return {
    id: row.id,
    demandId: row.demandId,
    ruleId: row.ruleId,
    ruleVersion: row.ruleVersion,
    calendarVersion: row.calendarVersion,
    timeZone: row.timeZone,
    startEvent: row.startEvent,
    startConfidence: row.startConfidence,
    startedOn: localDate(row.startedOn),
    evidenceMessageId: row.evidenceMessageId,
    extended: row.extended,
    dueOn: localDate(row.dueOn),
    dueAt: row.dueAt.toISOString(),
    provisional: row.provisional,
    status: row.status,
    lateSeconds: row.lateSeconds === null ? null : Number(row.lateSeconds),
    explanation: { ru: [...explainDeadline(explainable, 'ru')], en: [...explainDeadline(explainable, 'en')] },
  };
}
