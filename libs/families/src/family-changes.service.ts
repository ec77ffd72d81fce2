import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { versionMismatch } from '#http';
import { Vault } from '#vault';
import type { ChildEntity } from './child.entity.ts';
import { Enrolments } from './enrolments/enrolments.service.ts';
import type { Family } from './families.contract.ts';
import { strangerToFamily } from './families.problems.ts';
import { FamiliesRepository } from './families.repository.ts';
import { Families } from './families.service.ts';
import type { ChangeFamily } from './family-changes.contract.ts';
import { FamilyChecks } from './family-checks.service.ts';
import { FamilyPartsRepository } from './family-parts.repository.ts';
import { childRow, guardianRow } from './family-rows.ts';
import { FamilySeal } from './family-seal.ts';
import { FamilySearchIndex } from './search/family-search-index.service.ts';
import type { GuardianEntity } from './guardian.entity.ts';

type ChangedGuardian = ChangeFamily['guardians'][number];
type ChangedChild = ChangeFamily['children'][number];

/** Corrects a family; every change of a part counts up the family's version. */
@Injectable()
export class FamilyChanges {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly checks: FamilyChecks,
    private readonly enrolments: Enrolments,
    private readonly reader: Families,
    private readonly families: FamiliesRepository,
    private readonly parts: FamilyPartsRepository,
    private readonly search: FamilySearchIndex,
  ) {}

  /** @throws Problem not-found, http.version-mismatch, validation, families.not-of-family. */
  async change(by: Principal, familyId: string, version: number, body: ChangeFamily): Promise<Family> {
    return this.db.transaction(async () => {
      await this.families.assertWritable(familyId);
      const changes = {
        ...(body.status === undefined ? {} : { status: body.status }),
        ...(body.dataSource === undefined ? {} : { dataSource: body.dataSource }),
      };
      if ((await this.families.advance(familyId, version, changes)) === null) throw versionMismatch();
      const seal = new FamilySeal(await this.vault.keyring([{ kind: 'family', familyId }]), familyId);
      await this.changeGuardians(familyId, seal, body.guardians);
      await this.changeChildren(familyId, seal, body.children);
      if (body.guardians.length + body.children.length > 0) await this.search.refresh([familyId]);
      const parts = { guardians: body.guardians.length, children: body.children.length };
      const subject = { type: 'family', id: familyId };
      this.audit.record({ action: 'families.update', by, subject, familyId, details: { ...changes, ...parts } });
      return this.reader.get(by, familyId);
    });
  }

  private async changeGuardians(familyId: string, seal: FamilySeal, changes: readonly ChangedGuardian[]) {
    if (changes.length === 0) return;
    const present = await this.parts.findGuardians(familyId);
    const merged = changes.map((change, index) => ({
      at: `/guardians/${index}`,
      ...mergedGuardian(change, pick(present, change.id, `/guardians/${index}/id`), seal),
    }));
    const checked = merged.map(({ at, columns, personal }) => ({ at, part: { ...columns, ...personal } }));
    await this.checks.refuse({ guardians: checked }, familyId);
    for (const { columns, personal, renewed } of merged) {
      await this.parts.updateGuardian(guardianRow({ seal, vault: this.vault }, columns, personal), renewed);
    }
    const first = merged.find(({ columns }) => columns.id === present[0]?.id);
    if (first !== undefined) {
      await this.families.relabel(familyId, seal.initials(first.personal.name));
    }
  }

  private async changeChildren(familyId: string, seal: FamilySeal, changes: readonly ChangedChild[]) {
    if (changes.length === 0) return;
    const present = await this.parts.findChildren([familyId]);
    const merged = changes.map((change, index) => ({
      at: `/children/${index}`,
      enrolment: change.enrolment ?? null,
      ...mergedChild(change, pick(present, change.id, `/children/${index}/id`), seal),
    }));
    const checked = merged.map(({ at, columns, personal, enrolment }) => ({
      at,
      part: { ...columns, ...personal, enrolment },
    }));
    await this.checks.refuse({ children: checked }, familyId);
    for (const { at, columns, personal, enrolment } of merged) {
      await this.parts.updateChild(childRow({ seal, vault: this.vault }, columns, personal));
      if (enrolment === null) continue;
      await this.enrolments.place(familyId, columns.id, enrolment, `${at}/enrolment`);
    }
  }
}

function mergedGuardian(change: ChangedGuardian, row: GuardianEntity, seal: FamilySeal) {
  const { id, relation = row.relation, gender = row.gender, ...rest } = change;
  const { basisExpiresOn = row.basisExpiresOn, otherParent = row.otherParent, ...personal } = rest;
  const before = seal.openGuardian(row);
  const columns = { id, familyId: row.familyId, relation, gender, basisExpiresOn, otherParent };
  const renewed = change.identityDocument !== undefined || change.basisDocument !== undefined;
  return { columns, personal: merge(before, personal), renewed };
}

function mergedChild(change: ChangedChild, row: ChildEntity, seal: FamilySeal) {
  const { id, gender = row.gender, name, birthDate, caseForms } = change;
  const personal = merge(seal.openChild(row), { name, birthDate, caseForms });
  return { columns: { id, familyId: row.familyId, gender }, personal };
}

/** Forms that were confirmed for the old name say nothing about a new one. */
function merge<T extends { name: unknown; caseForms: unknown }>(
  before: T,
  change: { [K in keyof T]?: T[K] | undefined },
): T {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  return { ...before, ...(change.name === undefined ? {} : { caseForms: null }), ...given };
}

function pick<T extends { readonly id: string }>(rows: readonly T[], id: string, pointer: string): T {
  const row = rows.find((one) => one.id === id);
  if (row === undefined) throw strangerToFamily(pointer);
  return row;
}
