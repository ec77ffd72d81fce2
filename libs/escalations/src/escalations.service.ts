import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Letters } from '#correspondence';
import { Database } from '#database';
import { versionMismatch } from '#http';
import { type Actor, type Page, Problem } from '#kernel';
import { type AddresseeKind, type ChannelAdvice, channelsFor, escalationSteps } from '#law';
import { Outbox } from '#outbox';
import { type DeadlineView, Deadlines } from '#requests';
import { Authorities, type AuthorityKind } from '#schools';
import { escalationViewOf } from './escalation-view.ts';
import type { EscalationEntity } from './escalation.entity.ts';
import { type EscalationVerb, stageAfter } from './escalation-state.ts';
import type { EscalationView, ListEscalationsQuery } from './escalations.contract.ts';
import { draftComplaint } from './escalations.jobs.ts';
import { escalationsProblems } from './escalations.problems.ts';
import { EscalationsRepository } from './escalations.repository.ts';

/** Which kind of entry the directory has for an addressee; others have none, and any entry is taken. */
const KIND_OF_ADDRESSEE: Readonly<Partial<Record<AddresseeKind, AuthorityKind>>> = {
  founder: 'founder',
  roskomnadzor: 'regulator',
  prosecutor: 'prosecutor',
};

/** Reading, routing, approving and closing rungs; drafting and filing have services of their own. */
@Injectable()
export class EscalationsService {
  constructor(
    private readonly database: Database,
    private readonly escalations: EscalationsRepository,
    private readonly letters: Letters,
    private readonly authorities: Authorities,
    private readonly deadlines: Deadlines,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
  ) {}

  async list(_by: Principal, query: InstanceType<typeof ListEscalationsQuery>): Promise<Page<EscalationView>> {
    const page = await this.database.transaction(() => this.escalations.list(query));
    return { ...page, items: page.items.map(escalationViewOf) };
  }

  async get(_by: Principal, id: string): Promise<EscalationView> {
    return this.database.transaction(async () => escalationViewOf(await this.escalations.get(id)));
  }

  async listDeadlines(_by: Principal, id: string): Promise<{ items: DeadlineView[] }> {
    return this.database.transaction(async () => {
      await this.escalations.get(id);
      return { items: await this.deadlines.listOf(id) };
    });
  }

  /** Every channel that reaches the rung's body, the fittest first, with the reason. */
  async channels(_by: Principal, id: string): Promise<ChannelAdvice[]> {
    return this.database.transaction(async () => adviceFor((await this.escalations.get(id)).step));
  }

  /** A person chooses the office; whoever does so has prepared the complaint and can no longer approve it. */
  async route(by: Principal, id: string, version: number, authorityId: string): Promise<EscalationView> {
    return this.database.transaction(async () => {
      const rung = await this.lock(id, version, 'draft');
      await this.refuseUnfit(rung.step, authorityId);
      await this.escalations.update(id, version, { authorityId, preparedBy: by.personId });
      this.record(by, rung, 'escalations.route', { authorityId });
      await this.outbox.enqueue(draftComplaint, { escalationId: id });
      return escalationViewOf(await this.escalations.get(id));
    });
  }

  /** A complaint to Roskomnadzor goes to an office of Roskomnadzor that exists, whoever chose it. */
  private async refuseUnfit(stepCode: string, authorityId: string): Promise<void> {
    const { kind, status } = await this.authorities.get(authorityId);
    const step = escalationSteps.find(({ code }) => code === stepCode);
    const fit = step === undefined ? undefined : KIND_OF_ADDRESSEE[step.addressee];
    if (status !== 'closed' && (fit === undefined || fit === kind)) return;
    throw new Problem(escalationsProblems.officeUnfit, { pointer: '/authorityId' });
  }

  /** The second person; the table's own check refuses the first one as well. */
  async approve(by: Principal, id: string, version: number): Promise<EscalationView> {
    return this.database.transaction(async () => {
      const rung = await this.lock(id, version, 'approve');
      if (rung.letterId === null) throw new Problem(escalationsProblems.draftMissing);
      if (rung.preparedBy === by.personId) throw new Problem(escalationsProblems.secondPersonNeeded);
      await this.letters.freeze(by, rung.letterId);
      const approvedAt = await this.database.now();
      await this.escalations.update(id, version, { stage: 'approved', approvedBy: by.personId, approvedAt });
      this.record(by, rung, 'escalations.approve', { letter: rung.letterId });
      return escalationViewOf(await this.escalations.get(id));
    });
  }

  async close(by: Principal, id: string, version: number): Promise<EscalationView> {
    return this.database.transaction(async () => {
      const rung = await this.lock(id, version, 'close');
      await this.escalations.update(id, version, { stage: 'closed' });
      await this.deadlines.abandon(id);
      this.record(by, rung, 'escalations.close', { from: rung.stage });
      return escalationViewOf(await this.escalations.get(id));
    });
  }

  /** The locked rung. @throws Problem escalations.stage-forbids, http.version-mismatch. */
  async lock(id: string, version: number, verb: EscalationVerb): Promise<EscalationEntity> {
    const rung = await this.escalations.lock(id);
    if (stageAfter(rung.stage, verb) === null) {
      throw new Problem(escalationsProblems.stageForbids, { parameters: { stage: rung.stage, verb } });
    }
    if (rung.version !== version) throw versionMismatch();
    return rung;
  }

  record(by: Actor, rung: EscalationEntity, action: string, details: Record<string, string>): void {
    this.audit.record({ action, by, subject: { type: 'escalation', id: rung.id }, familyId: rung.familyId, details });
  }
}

export function adviceFor(stepCode: string): ChannelAdvice[] {
  const step = escalationSteps.find(({ code }) => code === stepCode);
  return step === undefined ? [] : channelsFor('complaint', step.addressee);
}
