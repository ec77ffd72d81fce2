import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { newId, Problem } from '#kernel';
import { Organisations } from '#organisations';
import { Vault } from '#vault';
import type { Assign, Assignment } from './family-assignments.contract.ts';
import { FamilyAssignmentsRepository } from './family-assignments.repository.ts';
import type { FamilyAssignmentEntity } from './family-assignment.entity.ts';
import { familiesProblems } from './families.problems.ts';
import { Families } from './families.service.ts';
import { FamilySeal } from './family-seal.ts';

/** Who may see a family beyond what the role lets them: for a reason, and until an end. */
@Injectable()
export class FamilyAssignments {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly organisations: Organisations,
    private readonly families: Families,
    private readonly assignments: FamilyAssignmentsRepository,
  ) {}

  /** Ended ones included; a volunteer sees their own. */
  async list(familyId: string): Promise<{ items: Assignment[] }> {
    return this.db.transaction(async () => {
      await this.families.assertVisible(familyId);
      const seal = await this.sealOf(familyId);
      const rows = await this.assignments.findOf(familyId);
      return { items: rows.map((row) => toAssignment(row, seal)) };
    });
  }

  /** @throws Problem not-found, families.person-not-member, families.ends-in-past, families.already-assigned. */
  async assign(by: Principal, familyId: string, { personId, reason, endsAt }: Assign): Promise<Assignment> {
    return this.db.transaction(async () => {
      await this.families.assertVisible(familyId);
      if (!(await this.organisations.isMember(personId))) {
        throw new Problem(familiesProblems.notAMember, { pointer: '/personId' });
      }
      const end = endsAt === null ? null : new Date(endsAt);
      if (end !== null && end <= (await this.db.now())) {
        throw new Problem(familiesProblems.endsInPast, { pointer: '/endsAt' });
      }
      const id = newId();
      const seal = await this.sealOf(familyId);
      const row = { id, familyId, personId, reasonSealed: seal.reason(id, reason), assignedBy: by.personId };
      if (!(await this.assignments.insert({ ...row, endsAt: end }))) {
        throw new Problem(familiesProblems.alreadyAssigned, { pointer: '/personId' });
      }
      this.note(by, 'families.assign', familyId, { assignment: id, person: personId });
      return toAssignment(await this.assignments.get(familyId, id), seal);
    });
  }

  /** Access ends with the commit; ending twice changes nothing. @throws Problem not-found. */
  async end(by: Principal, familyId: string, id: string): Promise<void> {
    await this.db.transaction(async () => {
      await this.families.assertVisible(familyId);
      const { personId } = await this.assignments.get(familyId, id);
      if (!(await this.assignments.end(familyId, id))) return;
      this.note(by, 'families.end-assignment', familyId, { assignment: id, person: personId });
    });
  }

  private async sealOf(familyId: string): Promise<FamilySeal> {
    return new FamilySeal(await this.vault.keyring([{ kind: 'family', familyId }]), familyId);
  }

  private note(by: Principal, action: string, familyId: string, details: Record<string, string>): void {
    this.audit.record({ action, by, subject: { type: 'family', id: familyId }, familyId, details });
  }
}

function toAssignment(row: FamilyAssignmentEntity, seal: FamilySeal): Assignment {
  const { id, familyId, personId, assignedBy } = row;
  return {
    ...{ id, familyId, personId, assignedBy },
    reason: seal.openReason(row),
    assignedAt: row.assignedAt.toISOString(),
    endsAt: row.endsAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}
