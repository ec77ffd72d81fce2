import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { localDate, notFound, Problem } from '#kernel';
import { Organisations } from '#organisations';
import { AuthoritiesRepository } from './authorities.repository.ts';
import { Authorities } from './authorities.service.ts';
import type { Authority } from './schools.contract.ts';
import { schoolsProblems } from './schools.problems.ts';
import { heirsOf } from './succession-heirs.ts';
import type { RecordSuccession, Succession, SuccessionChain } from './successions.contract.ts';
import { type SuccessionRow, SuccessionsRepository } from './successions.repository.ts';

/** Who took over from a merged, joined, split or transformed institution, and since when. */
@Injectable()
export class Successions {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly organisations: Organisations,
    private readonly entries: AuthoritiesRepository,
    private readonly authorities: Authorities,
    private readonly successions: SuccessionsRepository,
  ) {}

  /** @throws Problem not-found. */
  async chainOf(id: string): Promise<SuccessionChain> {
    return this.db.transaction(async () => {
      await this.entries.get(id);
      const steps = await this.successions.findChain([id]);
      return { steps: steps.map(toSuccession), currentIds: heirsOf(id, steps, await this.organisations.today()) };
    });
  }

  /**
   * Those to write to instead of an entry that is closed or whose successor is in office; null when it may be written to.
   * An empty list: it is closed and nobody is known to have followed it. Joins the open transaction.
   */
  async replacementsFor(entry: Pick<Authority, 'id' | 'status' | 'successors'>): Promise<Authority[] | null> {
    if (entry.status !== 'closed' && entry.successors.length === 0) return null;
    return this.db.transaction(async () => {
      const steps = await this.successions.findChain([entry.id]);
      const heirs = heirsOf(entry.id, steps, await this.organisations.today());
      if (heirs.length === 0 && entry.status !== 'closed') return null;
      const found = await this.authorities.getMany(heirs);
      return found.filter(({ status }) => status !== 'closed');
    });
  }

  /** @throws Problem not-found, schools.foreign-region, schools.succession-circle, schools.succession-known. */
  async record(by: Principal, id: string, body: RecordSuccession): Promise<SuccessionChain> {
    return this.db.transaction(async () => {
      const { regionCode, kind } = await this.entries.get(id);
      await this.authorities.refuseForeign(regionCode);
      const successor = (await this.entries.findMany([body.successorId]))[0];
      if (successor?.kind !== kind) throw new Problem(schoolsProblems.successorUnfit, { pointer: '/successorId' });
      await this.successions.lockAll();
      const onwards = await this.successions.findChain([body.successorId]);
      if (body.successorId === id || onwards.some(({ successorId }) => successorId === id)) {
        throw new Problem(schoolsProblems.successionCircle, { pointer: '/successorId' });
      }
      if (!(await this.successions.insert(id, body))) {
        throw new Problem(schoolsProblems.successionKnown, { pointer: '/successorId' });
      }
      const { successorId, kind: how, effectiveOn } = body;
      const subject = { type: 'authority', id } as const;
      this.audit.record({ action: 'schools.succeed', by, subject, details: { successorId, how, effectiveOn } });
      return this.chainOf(id);
    });
  }

  /** A step that was recorded by mistake. @throws Problem not-found, schools.foreign-region. */
  async remove(by: Principal, id: string, successionId: string): Promise<void> {
    await this.db.transaction(async () => {
      await this.authorities.refuseForeign((await this.entries.get(id)).regionCode);
      if (!(await this.successions.delete(id, successionId))) throw notFound();
      const subject = { type: 'authority', id } as const;
      this.audit.record({ action: 'schools.remove-succession', by, subject, details: { succession: successionId } });
    });
  }
}

function toSuccession(row: SuccessionRow): Succession {
  const { branchId, branchName, createdAt, effectiveOn, ...plain } = row;
  return {
    ...plain,
    effectiveOn: localDate(effectiveOn),
    by: { branchId, branchName },
    createdAt: createdAt.toISOString(),
  };
}
