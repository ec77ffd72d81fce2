import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { newId, notFound, Problem } from '#kernel';
import { Vault } from '#vault';
import { familiesProblems } from './families.problems.ts';
import { Families } from './families.service.ts';
import { FamilyAssignmentsRepository } from './family-assignments.repository.ts';
import { FamilySeal } from './family-seal.ts';
import { SealedFamiliesRepository, type SealingRow } from './sealed-families.repository.ts';
import type { Sealing, SealState } from './sealed-families.contract.ts';

/** Families that only assigned people see, whatever their role: protected addresses, conflicts. */
@Injectable()
export class SealedFamilies {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly families: Families,
    private readonly sealings: SealedFamiliesRepository,
    private readonly assignments: FamilyAssignmentsRepository,
  ) {}

  /** @throws Problem not-found: absent, or not for this person's eyes. */
  async get(familyId: string): Promise<SealState> {
    return this.db.transaction(async () => {
      await this.families.assertVisible(familyId);
      const row = await this.sealings.find(familyId);
      return { familyId, sealing: row === null ? null : toSealing(row, await this.sealOf(familyId)) };
    });
  }

  /**
   * From the commit on the family is gone for everybody who is not assigned to it. Whoever seals it is, so that somebody
   * can still read it and take the seal off. @throws Problem not-found, families.already-sealed.
   */
  async seal(by: Principal, familyId: string, reason: string): Promise<Sealing> {
    return this.db.transaction(async () => {
      await this.families.assertVisible(familyId);
      const seal = await this.sealOf(familyId);
      const id = newId();
      const { personId } = by;
      const assignment = { id, familyId, personId, reasonSealed: seal.reason(id, reason), assignedBy: personId };
      const assigned = await this.assignments.insert({ ...assignment, endsAt: null });
      const reasonSealed = seal.sealing(reason);
      if (!(await this.sealings.insert({ familyId, reasonSealed, sealedBy: personId }))) {
        throw new Problem(familiesProblems.alreadySealed);
      }
      this.note(by, 'families.seal', familyId, assigned ? { assignment: id } : {});
      const row = await this.sealings.find(familyId);
      if (row === null) throw new Error('The seal was not kept.');
      return toSealing(row, seal);
    });
  }

  /** Branch-wide roles see the family again; assignments stay. @throws Problem not-found. */
  async unseal(by: Principal, familyId: string): Promise<void> {
    await this.db.transaction(async () => {
      await this.families.assertVisible(familyId);
      if (!(await this.sealings.delete(familyId))) throw notFound();
      this.note(by, 'families.unseal', familyId, {});
    });
  }

  private async sealOf(familyId: string): Promise<FamilySeal> {
    return new FamilySeal(await this.vault.keyring([{ kind: 'family', familyId }]), familyId);
  }

  private note(by: Principal, action: string, familyId: string, details: Record<string, string>): void {
    this.audit.record({ action, by, subject: { type: 'family', id: familyId }, familyId, details });
  }
}

function toSealing({ familyId, reasonSealed, sealedBy, sealedAt }: SealingRow, seal: FamilySeal): Sealing {
  return { familyId, reason: seal.openSealing(reasonSealed), sealedBy, sealedAt: sealedAt.toISOString() };
}
