import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { versionMismatch } from '#http';
import { type Actor, localDateIn, newId, notFound, type Page, Problem } from '#kernel';
import { ruleInForce, type TermEvent } from '#law';
import { Organisations } from '#organisations';
import { LawInForce } from '../clocks/law-in-force.service.ts';
import { deadlineViewOf } from '../deadline-view.ts';
import { Deadlines } from '../deadlines.service.ts';
import { DeadlinesRepository } from '../deadlines.repository.ts';
import { dutiesProblems } from './duties.problems.ts';
import type { DutyKind, DutyView, ListDutiesQuery, RecordIncidentBody } from './duties.contract.ts';
import { DutiesRepository, type DutyRow } from './duties.repository.ts';

/** Which term of the law runs on a duty: 152-ФЗ ст. 21 ч. 3.1 for breaches, ст. 21 ч. 5 for withdrawn consents. */
const RULES: Readonly<Record<DutyKind, string>> = {
  breach_notice: 'breach24h',
  breach_investigation: 'breach72h',
  consent_withdrawn: 'withdraw30d',
};

type NewDuty = Pick<DutyRow, 'kind' | 'familyId' | 'incidentId' | 'consentId'>;

/** What the association owes as an operator itself: the same clocks run against us. */
@Injectable()
export class Duties {
  constructor(
    private readonly database: Database,
    private readonly duties: DutiesRepository,
    private readonly deadlines: Deadlines,
    private readonly rows: DeadlinesRepository,
    private readonly law: LawInForce,
    private readonly organisations: Organisations,
    private readonly audit: Audit,
  ) {}

  /** Starts both clocks of a breach, from the moment it was found. @throws Problem requests.incident-in-future. */
  async recordIncident(by: Principal, body: RecordIncidentBody) {
    return this.database.transaction(async () => {
      const at = { instant: new Date(body.detectedAt) };
      if (at.instant > (await this.database.now())) {
        throw new Problem(dutiesProblems.incidentInFuture, { pointer: '/detectedAt' });
      }
      const id = newId();
      await this.duties.insertIncident(id, by.personId, body);
      const { nature, subjects } = body;
      const subject = { type: 'incident', id };
      this.audit.record({ action: 'incidents.record', by, subject, details: { nature, subjects } });
      const opened: DutyView[] = [];
      for (const kind of ['breach_notice', 'breach_investigation'] as const) {
        const duty = await this.open(by, { kind, familyId: null, incidentId: id, consentId: null }, at, 'detected');
        if (duty !== null) opened.push(duty);
      }
      return { id, detectedAt: at.instant.toISOString(), duties: opened };
    });
  }

  /** Joins. Null: the duty exists already, as when a job comes a second time. */
  async open(by: Actor, duty: NewDuty, at: TermEvent, event: string): Promise<DutyView | null> {
    const id = newId();
    if (!(await this.duties.insert({ id, ...duty }))) return null;
    const { timeZone, region } = await this.organisations.branch();
    const day = 'day' in at ? at.day : localDateIn(timeZone, at.instant);
    const { rules } = await this.law.now();
    await this.deadlines.restart(
      by,
      {
        ...{ familyId: duty.familyId, subject: { type: 'duty', id }, event, confidence: 'V', at },
        ...{ timeZone, regionCode: region.code, evidenceMessageId: null },
      },
      [{ demandId: null, rule: ruleInForce(RULES[duty.kind], day, rules) }],
    );
    this.audit.record({
      ...{ action: 'duties.open', by, subject: { type: 'duty', id } },
      familyId: duty.familyId ?? undefined,
      details: { kind: duty.kind, rule: RULES[duty.kind] },
    });
    return this.viewOf(await this.duties.lock(id));
  }

  /** A person says that it was done; a clock that still runs is met. @throws Problem requests.duty-done. */
  async complete(by: Principal, id: string, version: number): Promise<DutyView> {
    return this.database.transaction(async () => {
      const duty = await this.duties.lock(id);
      if (duty.version !== version) throw versionMismatch();
      if (duty.doneAt !== null) throw new Problem(dutiesProblems.dutyDone);
      await this.duties.markDone(id, by.personId);
      const met = await this.deadlines.settle(id);
      this.audit.record({
        ...{ action: 'duties.complete', by, subject: { type: 'duty', id } },
        familyId: duty.familyId ?? undefined,
        details: { kind: duty.kind, inTime: met > 0 },
      });
      return this.viewOf(await this.duties.lock(id));
    });
  }

  async list(query: InstanceType<typeof ListDutiesQuery>): Promise<Page<DutyView>> {
    return this.database.transaction(async () => {
      const page = await this.duties.list(query);
      const { rules } = await this.law.now();
      const clocks = await this.rows.currentOf(page.items.map(({ id }) => id));
      const of = new Map(clocks.map((clock) => [clock.subjectId, deadlineViewOf(clock, rules)]));
      return { ...page, items: page.items.map((duty) => viewOf(duty, of.get(duty.id) ?? null)) };
    });
  }

  private async viewOf(duty: DutyRow): Promise<DutyView> {
    const [clock] = await this.rows.currentOf([duty.id]);
    if (clock === undefined) throw notFound();
    return viewOf(duty, deadlineViewOf(clock, (await this.law.now()).rules));
  }
}

function viewOf({ createdAt, doneAt, ...duty }: DutyRow, deadline: DutyView['deadline']): DutyView {
  const { id, version, kind, familyId, incidentId, consentId } = duty;
  return {
    ...{ id, version, kind, familyId, incidentId, consentId, deadline },
    ...{ createdAt: createdAt.toISOString(), doneAt: doneAt?.toISOString() ?? null },
  };
}
