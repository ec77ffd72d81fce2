import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { Families } from '#families';
import { versionMismatch } from '#http';
import { newId, type Page, Problem } from '#kernel';
import { demandKind, informationSystems } from '#law';
import { Authorities } from '#schools';
import { Vault } from '#vault';
import { Addressees } from './addressees.service.ts';
import { Deadlines } from './deadlines.service.ts';
import { describeLegalBasis } from './legal-basis.ts';
import { requestsProblems } from './requests.problems.ts';
import { RequestStages } from './request-stages.service.ts';
import { summaryOf, viewOf } from './request-view.ts';
import type { DeadlineView } from './deadlines.contract.ts';
import type { ListRequestsQuery, OpenRequestBody, RequestSummary, RequestView } from './requests.contract.ts';
import { RequestsRepository } from './requests.repository.ts';

const knownSystems = new Set(informationSystems.map(({ code }) => code));

/** Opening, reading and ending requests; what happens in between has services of its own. */
@Injectable()
export class RequestsService {
  constructor(
    private readonly database: Database,
    private readonly requests: RequestsRepository,
    private readonly stages: RequestStages,
    private readonly deadlines: Deadlines,
    private readonly families: Families,
    private readonly authorities: Authorities,
    private readonly addressees: Addressees,
    private readonly vault: Vault,
    private readonly audit: Audit,
  ) {}

  /** @throws Problem requests.addressee-succeeded, requests.addressee-closed, requests.system-unknown, requests.guardian-not-in-family, requests.child-not-in-family. */
  async open(by: Principal, body: OpenRequestBody): Promise<RequestView> {
    refuseUnknownSystems(body);
    return this.database.transaction(async () => {
      await this.refuseStrangers(body);
      await this.families.assertWritable(body.familyId);
      if (!body.addresseeConfirmed) await this.addressees.refuseSucceeded(body.authorityId);
      else await this.authorities.get(body.authorityId);
      const id = newId();
      const caseNumber = await this.requests.nextCaseNumber();
      const { familyId, guardianId, authorityId } = body;
      const demands = body.demands.map(({ kind, systemCodes }, index) => ({
        id: newId(),
        requestId: id,
        familyId,
        position: index + 1,
        kind,
        systemCodes: [...new Set(systemCodes)],
        legalBasis: describeLegalBasis(demandKind(kind)),
      }));
      await this.requests.insert(
        { id, caseNumber, familyId, guardianId, authorityId, createdBy: by.personId },
        [...new Set(body.childIds)],
        demands,
      );
      this.audit.record({
        action: 'requests.open',
        by,
        subject: { type: 'request', id },
        familyId,
        details: { authorityId, demands: demands.length },
      });
      return this.view(id);
    });
  }

  async get(_by: Principal, id: string): Promise<RequestView> {
    return this.database.transaction(() => this.view(id));
  }

  async list(_by: Principal, query: InstanceType<typeof ListRequestsQuery>): Promise<Page<RequestSummary>> {
    const page = await this.requests.list(query);
    return { ...page, items: page.items.map(summaryOf) };
  }

  async listDeadlines(_by: Principal, id: string): Promise<{ items: DeadlineView[] }> {
    return this.database.transaction(async () => {
      await this.requests.get(id);
      return { items: await this.deadlines.listOf(id) };
    });
  }

  /** @throws Problem requests.outcomes-missing while a demand has no outcome. */
  async close(by: Principal, id: string, version: number): Promise<RequestView> {
    return this.database.transaction(async () => {
      const request = await this.requests.lock(id);
      if (request.version !== version) throw versionMismatch();
      this.stages.check(request, 'close');
      const demands = await this.requests.demandsOf(id);
      if (demands.some(({ outcome }) => outcome === null)) throw new Problem(requestsProblems.outcomesMissing);
      await this.stages.advance(by, request, 'close');
      await this.deadlines.settle(id);
      return this.view(id);
    });
  }

  /** The applicant takes the request back; its clocks stop without a verdict. */
  async withdraw(by: Principal, id: string, version: number): Promise<RequestView> {
    return this.database.transaction(async () => {
      const request = await this.requests.lock(id);
      if (request.version !== version) throw versionMismatch();
      await this.stages.advance(by, request, 'withdraw');
      await this.deadlines.abandon(id);
      return this.view(id);
    });
  }

  /** Joins the open transaction: other services of this room answer with it too. */
  async view(id: string): Promise<RequestView> {
    const row = await this.requests.getRow(id);
    const request = await this.requests.get(id);
    const childIds = await this.requests.childIdsOf(id);
    const demands = await this.requests.demandsOf(id);
    return viewOf(
      row,
      request,
      childIds,
      demands,
      await this.incomingNumber(id, request.familyId, request.incomingNumberSealed),
    );
  }

  /** Who sent the request out, or null while it is a draft. Joins the open transaction. */
  async submitterOf(id: string): Promise<string | null> {
    return (await this.requests.get(id)).submittedBy;
  }

  private async incomingNumber(row: string, familyId: string, sealed: Buffer | null): Promise<string | null> {
    if (sealed === null) return null;
    const owner = { kind: 'family', familyId } as const;
    const keyring = await this.vault.keyring([owner]);
    return keyring.open(owner, { table: 'requests', column: 'incoming_number', row }, sealed);
  }

  /** Joins the open transaction. @throws Problem requests.guardian-not-in-family, requests.child-not-in-family. */
  async refuseStrangers({
    familyId,
    guardianId,
    childIds,
  }: Pick<OpenRequestBody, 'familyId' | 'guardianId' | 'childIds'>): Promise<void> {
    const members = await this.families.membersOf(familyId);
    if (!members.guardianIds.includes(guardianId)) {
      throw new Problem(requestsProblems.guardianNotInFamily, { pointer: '/guardianId' });
    }
    const stranger = childIds.findIndex((childId) => !members.childIds.includes(childId));
    if (stranger >= 0) throw new Problem(requestsProblems.childNotInFamily, { pointer: `/childIds/${stranger}` });
  }
}

function refuseUnknownSystems(body: OpenRequestBody): void {
  body.demands.forEach(({ systemCodes }, demand) => {
    systemCodes.forEach((system, index) => {
      if (knownSystems.has(system)) return;
      const pointer = `/demands/${demand}/systemCodes/${index}`;
      throw new Problem(requestsProblems.systemUnknown, { pointer, parameters: { system } });
    });
  });
}
