import { Injectable } from '@nestjs/common';
import { permissionsOf } from '#access';
import { databaseProblems, TenantScope } from '#database';
import { newId, notFound, Problem } from '#kernel';
import { regionByCode } from '#law';
import type { AssociationBranch, OpenBranch } from './associations.contract.ts';
import { type AssociationAdmin, type AssociationBranchRow, AssociationsRepository } from './associations.repository.ts';
import { assertTimeZone, BranchSettings } from './branch-settings.service.ts';
import { organisationsProblems } from './organisations.problems.ts';

/** Time to export what a closed branch holds. */
const LEAST_DAYS_TO_ERASURE = 14;
const DAY_MS = 86_400_000;

/** Opens, suspends and closes branches from outside of them. Whoever does not administer the association: not-found. */
@Injectable()
export class Associations {
  constructor(
    private readonly scope: TenantScope,
    private readonly associations: AssociationsRepository,
    private readonly settings: BranchSettings,
  ) {}

  async administeredBy(personId: string): Promise<{ items: { id: string; name: string }[] }> {
    return { items: await this.associations.findAdministered(personId) };
  }

  async branches(by: AssociationAdmin): Promise<{ items: AssociationBranch[] }> {
    return { items: (await this.associations.findBranches(by)).map(toBranch) };
  }

  /**
   * The new branch is entered by the administrators of the association at once.
   * @throws Problem not-found, law.region-unknown, organisations.time-zone-unknown, organisations.case-prefix-taken.
   */
  async open(by: AssociationAdmin, { responsible, ...branch }: OpenBranch): Promise<AssociationBranch> {
    const timeZone = branch.timeZone ?? regionByCode(branch.regionCode).timeZone;
    regionByCode(branch.regionCode);
    assertTimeZone(timeZone);
    const id = newId();
    try {
      await this.associations.open(by, id, { ...branch, responsible, timeZone });
    } catch (error) {
      throw error instanceof Problem && error.code === databaseProblems.conflict.code
        ? new Problem(organisationsProblems.prefixTaken, { pointer: '/casePrefix' })
        : error;
    }
    // Sealed under the key of the branch, which can be made inside of it only.
    if (responsible !== null) {
      const { personId, requestId } = by;
      const role = 'association_admin';
      await this.scope.run({ branchId: id, entry: { kind: 'person', personId } }, () =>
        this.settings.change(
          { kind: 'person', personId, role, requestId, branchId: id, permissions: permissionsOf(role) },
          null,
          { responsible },
        ),
      );
    }
    return this.get(by, id);
  }

  /** Suspended: members read and nobody writes. */
  suspend(by: AssociationAdmin, branchId: string, reason: string): Promise<AssociationBranch> {
    return this.step(by, branchId, { status: 'suspended', reason });
  }

  /** Also what was closed, while its data are not due for erasure. */
  reopen(by: AssociationAdmin, branchId: string, reason: string): Promise<AssociationBranch> {
    return this.step(by, branchId, { status: 'open', reason });
  }

  /** Nobody enters any more; the data are kept for export until `eraseAfter`. */
  async close(by: AssociationAdmin, branchId: string, reason: string, eraseAfter: Date): Promise<AssociationBranch> {
    if (eraseAfter.getTime() < (await this.associations.now()).getTime() + LEAST_DAYS_TO_ERASURE * DAY_MS) {
      const parameters = { days: LEAST_DAYS_TO_ERASURE };
      throw new Problem(organisationsProblems.eraseTooSoon, { pointer: '/eraseAfter', parameters });
    }
    return this.step(by, branchId, { status: 'closed', reason, eraseAfter });
  }

  async admins(by: AssociationAdmin): Promise<{ items: { personId: string; grantedAt: string }[] }> {
    const rows = await this.associations.findAdmins(by);
    return { items: rows.map(({ personId, grantedAt }) => ({ personId, grantedAt: grantedAt.toISOString() })) };
  }

  /** @throws Problem not-found, organisations.person-unknown. */
  async addAdmin(
    by: AssociationAdmin,
    personId: string,
  ): Promise<{ items: { personId: string; grantedAt: string }[] }> {
    if (!(await this.associations.addAdmin(by, personId))) {
      throw new Problem(organisationsProblems.personUnknown, { pointer: '/personId' });
    }
    return this.admins(by);
  }

  /** @throws Problem not-found, organisations.last-association-admin. */
  async removeAdmin(by: AssociationAdmin, personId: string): Promise<void> {
    const verdict = await this.associations.removeAdmin(by, personId);
    if (verdict === 'absent') throw notFound();
    if (verdict === 'last') throw new Problem(organisationsProblems.lastAssociationAdmin);
  }

  private async step(
    by: AssociationAdmin,
    branchId: string,
    change: { status: 'open' | 'suspended' | 'closed'; reason: string; eraseAfter?: Date },
  ): Promise<AssociationBranch> {
    const verdict = await this.associations.changeStatus(by, branchId, change);
    if (verdict === null) throw notFound();
    if (verdict !== 'changed') {
      throw new Problem(organisationsProblems.statusRefused, { parameters: { status: verdict } });
    }
    return this.get(by, branchId);
  }

  private async get(by: AssociationAdmin, branchId: string): Promise<AssociationBranch> {
    const row = (await this.associations.findBranches(by)).find(({ id }) => id === branchId);
    if (row === undefined) throw notFound();
    return toBranch(row);
  }
}

function toBranch(row: AssociationBranchRow): AssociationBranch {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
    eraseAfter: row.eraseAfter?.toISOString() ?? null,
    operatorSince: row.operatorSince?.toISOString() ?? null,
  };
}
