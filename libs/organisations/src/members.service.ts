import { Injectable } from '@nestjs/common';
import { permissionsOf, type Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { newId, notFound, Problem } from '#kernel';
import type { BranchRole } from './members.contract.ts';
import { type LiveMembership, MembersRepository, type RoleRow } from './members.repository.ts';
import type { Member } from './organisations.contract.ts';
import { organisationsProblems } from './organisations.problems.ts';

const ADMINS: readonly string[] = ['branch_admin', 'association_admin'];

/** Gives and takes roles in the entered branch. The database refuses the same things once more. */
@Injectable()
export class Members {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly members: MembersRepository,
  ) {}

  /** What can be given in this branch. */
  async roles(): Promise<{ items: BranchRole[] }> {
    const rows = await this.db.transaction(() => this.members.findRoles());
    return { items: rows.map(toRole) };
  }

  /** @throws Problem organisations.person-unknown, already-member, role-unknown, role-beyond-own. */
  async grant(by: Principal, personId: string, role: string): Promise<Member> {
    return this.db.transaction(async () => {
      await this.assertMayGive(by, role);
      if (!(await this.members.servesAssociation(personId))) {
        throw new Problem(organisationsProblems.personUnknown, { pointer: '/personId' });
      }
      if (!(await this.members.insert(newId(), personId, role))) {
        throw new Problem(organisationsProblems.alreadyMember, { pointer: '/personId' });
      }
      this.note(by, 'members.grant', personId, { role });
      return toMember(await this.get(personId));
    });
  }

  /** @throws Problem not-found, organisations.own-role, role-unknown, role-beyond-own, last-branch-admin. */
  async changeRole(by: Principal, personId: string, role: string): Promise<Member> {
    if (personId === by.personId) throw new Problem(organisationsProblems.ownRole);
    return this.db.transaction(async () => {
      const held = await this.get(personId);
      if (held.role === role) return toMember(held);
      await this.assertMayGive(by, role);
      await this.end(by, held);
      if (!(await this.members.insert(newId(), personId, role))) {
        throw new Problem(organisationsProblems.alreadyMember, { pointer: '/role' });
      }
      this.note(by, 'members.change-role', personId, { role, before: held.role });
      return toMember(await this.get(personId));
    });
  }

  /** Access ends with the commit. @throws Problem not-found, organisations.role-beyond-own, last-branch-admin. */
  async revoke(by: Principal, personId: string): Promise<void> {
    await this.db.transaction(async () => {
      const held = await this.get(personId);
      await this.end(by, held);
      this.note(by, 'members.revoke', personId, { role: held.role });
    });
  }

  /**
   * Association admins come from outside; what a role of the association's own may do, its holder may pass on only
   * what that role has itself. @throws Problem organisations.role-unknown, organisations.role-beyond-own.
   */
  async assertMayGive(by: Principal, role: string): Promise<void> {
    const rows = await this.db.transaction(() => this.members.findRoles());
    const wanted = rows.find(({ code }) => code === role);
    if (wanted === undefined || role === 'association_admin') {
      throw new Problem(organisationsProblems.roleUnknown, { pointer: '/role' });
    }
    if (!covers(by, wanted)) throw new Problem(organisationsProblems.roleBeyondOwn, { pointer: '/role' });
  }

  private async end(by: Principal, held: LiveMembership): Promise<void> {
    const role = (await this.members.findRoles()).find(({ code }) => code === held.role);
    if (held.role === 'association_admin' || role === undefined || !covers(by, role)) {
      throw new Problem(organisationsProblems.roleBeyondOwn);
    }
    if (held.role === 'branch_admin' && (await this.members.countAdmins()) < 2) {
      throw new Problem(organisationsProblems.lastBranchAdmin);
    }
    if (!(await this.members.end(held.id))) throw notFound();
  }

  private async get(personId: string): Promise<LiveMembership> {
    const held = await this.members.findLive(personId);
    if (held === null) throw notFound();
    return held;
  }

  private note(by: Principal, action: string, personId: string, details: Record<string, string>): void {
    this.audit.record({ action, by, subject: { type: 'person', id: personId }, details });
  }
}

function covers(by: Principal, { code, permissions }: RoleRow): boolean {
  if (ADMINS.includes(by.role)) return true;
  return code !== 'branch_admin' && [...permissionsOf(code, permissions)].every((one) => by.permissions.has(one));
}

function toRole({ code, name, reach, permissions }: RoleRow): BranchRole {
  return { code, name, reach, permissions: [...permissionsOf(code, permissions)].sort() };
}

function toMember({ personId, role, grantedAt }: LiveMembership): Member {
  return { personId, role, grantedAt: grantedAt.toISOString() };
}
