import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { newId, notFound } from '#kernel';
import { Vault } from '#vault';
import { strangerToFamily } from './families.problems.ts';
import { FamiliesRepository } from './families.repository.ts';
import type { AddConsent, AddMandate } from './family-changes.contract.ts';
import { FamilyChecks } from './family-checks.service.ts';
import { FamilyPartsRepository } from './family-parts.repository.ts';
import type { AddChild, AddGuardian } from './family-people.contract.ts';
import { childRow, enrolmentRow, genderOf, guardianRow, splitChild, splitGuardian } from './family-rows.ts';
import { FamilySeal } from './family-seal.ts';
import { RememberedForms } from './names/remembered-forms.ts';
import { FamilySearchIndex } from './search/family-search-index.service.ts';

/** Adds to a family; an addition meets no version, but counts up the family's. */
@Injectable()
export class FamilyAdditions {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly checks: FamilyChecks,
    private readonly remembered: RememberedForms,
    private readonly families: FamiliesRepository,
    private readonly parts: FamilyPartsRepository,
    private readonly search: FamilySearchIndex,
  ) {}

  async addGuardian(by: Principal, familyId: string, body: AddGuardian) {
    return this.add(by, familyId, 'guardian', async (id, seal) => {
      await this.checks.refuse({ guardians: [{ at: '', part: body }] }, familyId);
      const { columns, personal } = splitGuardian(await this.withForms(body));
      const row = guardianRow({ seal, vault: this.vault }, { id, familyId, ...columns }, personal);
      await this.parts.insert({ guardians: [row] });
    });
  }

  async addChild(by: Principal, familyId: string, body: AddChild) {
    let enrolmentId: string | null = null;
    const added = await this.add(by, familyId, 'child', async (id, seal) => {
      await this.checks.refuse({ children: [{ at: '', part: body }] }, familyId);
      const { columns, enrolment, personal } = splitChild(await this.withForms(body));
      const enrolments = enrolment === null ? [] : [enrolmentRow(familyId, id, enrolment)];
      await this.parts.insert({
        children: [childRow({ seal, vault: this.vault }, { id, familyId, ...columns }, personal)],
        enrolments,
      });
      enrolmentId = enrolments[0]?.id ?? null;
    });
    return { ...added, enrolmentId };
  }

  async addConsent(by: Principal, familyId: string, body: AddConsent) {
    return this.add(by, familyId, 'consent', async (id) => {
      const children = await this.parts.findChildren([familyId]);
      if (!children.some((child) => child.id === body.childId)) throw strangerToFamily('/childId');
      await this.checks.refuse({ consents: [{ at: '', part: body }] }, familyId);
      await this.parts.insert({ consents: [{ id, familyId, withdrawnOn: null, withdrawnByRequestId: null, ...body }] });
    });
  }

  async addMandate(by: Principal, familyId: string, body: AddMandate) {
    return this.add(by, familyId, 'mandate', async (id) => {
      const guardians = await this.parts.findGuardians(familyId);
      if (!guardians.some((guardian) => guardian.id === body.guardianId)) throw strangerToFamily('/guardianId');
      await this.checks.refuse({ mandates: [{ at: '', part: body }] }, familyId);
      await this.parts.insert({ mandates: [{ id, familyId, revokedOn: null, revocationFileId: null, ...body }] });
    });
  }

  private async withForms<T extends AddGuardian | AddChild>(person: T): Promise<T> {
    const [caseForms = null] = await this.remembered.fill([{ ...person, gender: genderOf(person) }]);
    return { ...person, caseForms };
  }

  private async add(
    by: Principal,
    familyId: string,
    part: 'guardian' | 'child' | 'consent' | 'mandate',
    insert: (id: string, seal: FamilySeal) => Promise<void>,
  ) {
    return this.db.transaction(async () => {
      await this.families.assertWritable(familyId);
      const version = await this.families.advance(familyId, null);
      if (version === null) throw notFound();
      const id = newId();
      const keyring = await this.vault.keyring([{ kind: 'family', familyId }]);
      await insert(id, new FamilySeal(keyring, familyId));
      if (part === 'guardian' || part === 'child') await this.search.refresh([familyId]);
      this.audit.record({
        action: `families.add-${part}`,
        by,
        subject: { type: part, id },
        familyId,
      });
      return { id, version };
    });
  }
}
