import { Injectable } from '@nestjs/common';
import { versionMismatch } from '#http';
import { cutPage, decodeCursor, type FieldError, newId, notFound, type Page, Problem } from '#kernel';
import { type AssociationAdmin, AssociationsRepository } from '../associations.repository.ts';
import type { BranchOffer, BranchOfferDirection, ListBranchOffers, OfferBranch } from './branch-offers.contract.ts';
import { branchOffersProblems } from './branch-offers.problems.ts';
import { type BranchOfferRow, BranchOffersRepository, type BranchOfferVerdict } from './branch-offers.repository.ts';

const DAY_MS = 86_400_000;

/** Whole branches that go over to another association. Whoever administers neither of the two: not-found. */
@Injectable()
export class BranchOffers {
  constructor(
    private readonly associations: AssociationsRepository,
    private readonly offers: BranchOffersRepository,
  ) {}

  async list(by: AssociationAdmin, { direction, sort, cursor, limit }: ListBranchOffers): Promise<Page<BranchOffer>> {
    const after = decodeCursor(cursor, sort);
    const rows = await this.offers.find(by, { direction, after, limit: limit + 1 });
    const page = cutPage(rows, limit, sort, ({ key, id }) => ({ key, id }));
    return { ...page, items: page.items.map(toOffer) };
  }

  /**
   * Moves nothing. The branch is told, and so are the administrators of the other association.
   * @param version of the branch, as the list of branches shows it.
   * @throws Problem not-found, http.version-mismatch, branch-offers.* (own-roles-in-use names the people in `errors`).
   */
  async offer(by: AssociationAdmin, branchId: string, version: number, body: OfferBranch): Promise<BranchOffer> {
    const id = newId();
    const { toAssociationId: to, reason, days } = body;
    const expiresAt = new Date((await this.associations.now()).getTime() + days * DAY_MS);
    refuse(await this.offers.offer(by, { id, branchId, version, to, reason, expiresAt }));
    return this.get(by, 'given', id);
  }

  /** @throws Problem not-found, http.version-mismatch, branch-offers.over. */
  async revoke(by: AssociationAdmin, id: string, version: number): Promise<BranchOffer> {
    refuse(await this.offers.revoke(by, id, version));
    return this.get(by, 'given', id);
  }

  /**
   * One transaction: before it the branch is whole with the one association, after it with the other.
   * @throws Problem not-found, http.version-mismatch, branch-offers.over, branch-closed, own-roles-in-use.
   */
  async accept(by: AssociationAdmin, id: string, version: number): Promise<BranchOffer> {
    refuse(await this.offers.accept(by, id, version));
    return this.get(by, 'received', id);
  }

  /** @throws Problem not-found, http.version-mismatch, branch-offers.over. */
  async reject(by: AssociationAdmin, id: string, version: number, reason: string): Promise<BranchOffer> {
    refuse(await this.offers.reject(by, id, version, reason));
    return this.get(by, 'received', id);
  }

  private async get(by: AssociationAdmin, direction: BranchOfferDirection, id: string): Promise<BranchOffer> {
    const [row] = await this.offers.find(by, { direction, id, limit: 1 });
    if (row === undefined) throw notFound();
    return toOffer(row);
  }
}

function refuse({ verdict, people = [], count = people.length }: BranchOfferVerdict): void {
  switch (verdict) {
    case 'absent':
      throw notFound();
    case 'version':
      throw versionMismatch();
    case 'over':
      throw new Problem(branchOffersProblems.over);
    case 'closed':
      throw new Problem(branchOffersProblems.branchClosed);
    case 'association-unknown':
      throw new Problem(branchOffersProblems.associationUnknown, { pointer: '/toAssociationId' });
    case 'offered-already':
      throw new Problem(branchOffersProblems.offeredAlready);
    case 'roles':
      throw new Problem(branchOffersProblems.ownRolesInUse, { parameters: { count }, errors: people.map(roleFault) });
    case 'offered':
    case 'accepted':
    case 'rejected':
    case 'revoked':
      return;
  }
}

function roleFault({ personId, role }: { personId: string; role: string }): FieldError {
  const message = {
    ru: `Участник ${personId} работает по роли «${role}». Дайте ему встроенную роль.`,
    en: `The member ${personId} works by the role "${role}". Give them a built-in one.`,
  };
  return { pointer: '', rule: 'own-role', message };
}

function toOffer(row: BranchOfferRow): BranchOffer {
  const { id, version, status, reason, branch, from, to } = row;
  return {
    ...{ id, version, status, reason, branch, from, to },
    offeredAt: row.offeredAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
  };
}
