import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { versionMismatch } from '#http';
import { cutPage, type Page, Problem } from '#kernel';
import { differenceOf } from './authority-difference.ts';
import type { AuthorityProposalEntity } from './authority-proposal.entity.ts';
import { Authorities } from './authorities.service.ts';
import { Corrections } from './corrections.service.ts';
import type { ListProposals, Proposal, Propose } from './proposals.contract.ts';
import { ProposalsRepository } from './proposals.repository.ts';
import { authorityChangesSchema } from './schools.contract.ts';
import { schoolsProblems } from './schools.problems.ts';

/** Corrections by those who may not write the directory; somebody who may decides each. */
@Injectable()
export class Proposals {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly authorities: Authorities,
    private readonly corrections: Corrections,
    private readonly proposals: ProposalsRepository,
  ) {}

  async list(query: ListProposals): Promise<Page<Proposal>> {
    return this.db.transaction(async () => {
      const rows = await this.proposals.findPage(query);
      const page = cutPage(rows, query.limit, query.sort, ({ id }) => ({ key: id, id }));
      return { ...page, items: page.items.map(toProposal) };
    });
  }

  async get(id: string): Promise<Proposal> {
    return this.db.transaction(async () => toProposal(await this.proposals.get(id)));
  }

  /** @throws Problem not-found, schools.proposal-empty. */
  async propose(by: Principal, authorityId: string, body: Propose): Promise<Proposal> {
    return this.db.transaction(async () => {
      const before = await this.authorities.get(authorityId);
      const fields = Object.keys(differenceOf(before, body.changes));
      if (fields.length === 0) throw new Problem(schoolsProblems.proposalEmpty, { pointer: '/changes' });
      const id = await this.proposals.insert(authorityId, before.version, by.personId, body);
      const details = { authority: authorityId, fields: fields.join(',').slice(0, 200) };
      this.audit.record({ action: 'schools.propose', by, subject: { type: 'proposal', id }, details });
      return this.get(id);
    });
  }

  /**
   * Applies the proposal as a correction of the entry as it stands now, or declines it.
   * @throws Problem not-found, http.version-mismatch, schools.proposal-decided, schools.foreign-region.
   */
  async decide(by: Principal, id: string, version: number, decision: 'apply' | 'decline', reason?: string) {
    return this.db.transaction(async () => {
      const proposal = await this.proposals.get(id);
      if (proposal.state !== 'open') throw new Problem(schoolsProblems.proposalDecided);
      const state = decision === 'apply' ? 'applied' : 'declined';
      const decided = { state, decidedBy: by.personId, decisionReason: reason ?? null } as const;
      if (!(await this.proposals.decide(id, version, decided))) throw versionMismatch();
      if (decision === 'apply') await this.apply(by, proposal);
      this.audit.record({
        action: 'schools.decide-proposal',
        by,
        subject: { type: 'proposal', id },
        details: { decision, authority: proposal.authorityId },
      });
      return this.get(id);
    });
  }

  /** Against the version that was seen: what others changed since is told, not overwritten. */
  private async apply(
    by: Principal,
    { id, authorityId, seenVersion, changes, source, reason }: AuthorityProposalEntity,
  ) {
    const given = authorityChangesSchema.parse(changes);
    const ground = { origin: 'proposal', source, reason: reason ?? undefined, reference: id } as const;
    await this.corrections.apply(by, authorityId, seenVersion, given, ground);
  }
}

function toProposal({ decidedAt, createdAt, ...row }: AuthorityProposalEntity): Proposal {
  return { ...row, decidedAt: decidedAt?.toISOString() ?? null, createdAt: createdAt.toISOString() };
}
