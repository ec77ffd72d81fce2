import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { versionMismatch } from '#http';
import { cutPage, type Page, Problem } from '#kernel';
import { informationSystems, regionByCode } from '#law';
import { AuthoritiesRepository } from './authorities.repository.ts';
import { Authorities } from './authorities.service.ts';
import { schoolsProblems } from './schools.problems.ts';
import type { SystemFactEntity } from './system-fact.entity.ts';
import type { ChangeSystemFact, ListSystemFacts, RecordSystemFact, SystemFact } from './system-facts.contract.ts';
import { SystemFactsRepository } from './system-facts.repository.ts';

const knownSystems = new Set(informationSystems.map(({ code }) => code));

/** What a region or one school has otherwise than the catalogue says; kept by whoever keeps the region. */
@Injectable()
export class SystemFacts {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly authorities: Authorities,
    private readonly entries: AuthoritiesRepository,
    private readonly facts: SystemFactsRepository,
  ) {}

  async list(query: ListSystemFacts): Promise<Page<SystemFact>> {
    return this.db.transaction(async () => {
      const rows = await this.facts.findPage(query);
      const page = cutPage(rows, query.limit, query.sort, ({ id }) => ({ key: id, id }));
      return { ...page, items: page.items.map(toSystemFact) };
    });
  }

  /** @throws Problem not-found. */
  async get(id: string): Promise<SystemFact> {
    return this.db.transaction(async () => toSystemFact(await this.facts.get(id)));
  }

  /** @throws Problem schools.system-unknown, schools.fact-known, schools.foreign-region, schools.region-of-school. */
  async record(by: Principal, body: RecordSystemFact): Promise<SystemFact> {
    const { systemCode, regionCode, authorityId } = body;
    if (!knownSystems.has(systemCode)) throw new Problem(schoolsProblems.systemUnknown, { pointer: '/systemCode' });
    regionByCode(regionCode);
    return this.db.transaction(async () => {
      await this.authorities.refuseForeign(regionCode);
      if (authorityId !== null && (await this.entries.get(authorityId)).regionCode !== regionCode) {
        throw new Problem(schoolsProblems.regionOfSchool, { pointer: '/regionCode' });
      }
      if (body.operatorId !== null) await this.entries.get(body.operatorId);
      if (await this.facts.isRecorded(body)) throw new Problem(schoolsProblems.factKnown);
      const id = await this.facts.insert(body);
      this.note(by, 'schools.record-system-fact', id, { system: systemCode, region: regionCode });
      return this.get(id);
    });
  }

  /** @throws Problem not-found, http.version-mismatch, schools.foreign-region. */
  async change(by: Principal, id: string, version: number, body: ChangeSystemFact): Promise<SystemFact> {
    return this.db.transaction(async () => {
      const { regionCode, systemCode } = await this.facts.get(id);
      await this.authorities.refuseForeign(regionCode);
      if (body.operatorId !== null) await this.entries.get(body.operatorId);
      if (!(await this.facts.update(id, version, body))) throw versionMismatch();
      this.note(by, 'schools.change-system-fact', id, { system: systemCode, region: regionCode });
      return this.get(id);
    });
  }

  /** From now on what the region, or the catalogue, says holds again. */
  async remove(by: Principal, id: string, version: number): Promise<void> {
    await this.db.transaction(async () => {
      const { regionCode, systemCode } = await this.facts.get(id);
      await this.authorities.refuseForeign(regionCode);
      if (!(await this.facts.delete(id, version))) throw versionMismatch();
      this.note(by, 'schools.remove-system-fact', id, { system: systemCode, region: regionCode });
    });
  }

  private note(by: Principal, action: string, id: string, details: Record<string, string>): void {
    this.audit.record({ action, by, subject: { type: 'system-fact', id }, details });
  }
}

export function toSystemFact(row: SystemFactEntity): SystemFact {
  const { branchId, branchName, createdAt, updatedAt, ...plain } = row;
  return {
    ...plain,
    by: { branchId, branchName },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
