import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { cutPage, notFound, type Page } from '#kernel';
import { Organisations } from '#organisations';
import { Vault } from '#vault';
import type { Family, FamilySummary, ListFamilies } from './families.contract.ts';
import { FamiliesRepository, type FamilyLine } from './families.repository.ts';
import { type FamilyForLetter, letterDataOf } from './family-for-letter.ts';
import { FamilyPartsRepository } from './family-parts.repository.ts';
import { FamilySeal } from './family-seal.ts';
import { toFamily } from './family-answer.ts';
import { DocumentNumbersRepository } from './retention/document-numbers.repository.ts';

/** Reads families, for the door and for later rooms. */
@Injectable()
export class Families {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly organisations: Organisations,
    private readonly families: FamiliesRepository,
    private readonly parts: FamilyPartsRepository,
    private readonly numbers: DocumentNumbersRepository,
  ) {}

  /** Numbers and initials only; one query for the page and one for the keys. */
  async list(query: ListFamilies): Promise<Page<FamilySummary>> {
    return this.db.transaction(async () => {
      const rows = await this.families.findPage(query);
      const page = cutPage(rows, query.limit, query.sort, ({ key, id }) => ({ key, id }));
      const items = await this.opened(page.items);
      return { ...page, items };
    });
  }

  /** As the list shows them, in no order; ids of families that the person does not see are left out. */
  async summaries(ids: readonly string[]): Promise<FamilySummary[]> {
    if (ids.length === 0) return [];
    return this.db.transaction(async () => this.opened(await this.families.findLines(ids)));
  }

  /** The family with its names; the reading is logged. @throws Problem not-found, vault.key-destroyed. */
  async get(by: Principal, familyId: string): Promise<Family> {
    return this.db.transaction(async () => {
      const family = await this.families.get(familyId);
      await this.families.refuseMerged(family);
      const parts = await this.parts.findOf(familyId);
      this.audit.record({ action: 'families.read', by, subject: { type: 'family', id: familyId }, familyId });
      const [today, numbersUntil] = [await this.organisations.today(), await this.numbers.keptUntil(familyId)];
      return toFamily(family, parts, { seal: await this.sealOf(familyId), today, numbersUntil });
    });
  }

  /** @throws Problem not-found: absent, of another branch, or not for this person's eyes. */
  async assertVisible(familyId: string): Promise<void> {
    await this.db.transaction(async () => {
      if (!(await this.families.exists(familyId))) throw notFound();
    });
  }

  /** @throws Problem not-found, families.handed-over. */
  async assertWritable(familyId: string): Promise<void> {
    await this.db.transaction(() => this.families.assertWritable(familyId));
  }

  /** @throws Problem not-found. */
  async membersOf(familyId: string): Promise<{ guardianIds: string[]; childIds: string[] }> {
    return this.db.transaction(async () => {
      await this.assertVisible(familyId);
      const guardians = await this.parts.findGuardians(familyId);
      const children = await this.parts.findChildren([familyId]);
      return { guardianIds: guardians.map(({ id }) => id), childIds: children.map(({ id }) => id) };
    });
  }

  /** The school that each child attends today; null where none is known. Joins the open transaction. */
  async currentSchoolsOf(familyId: string, childIds: readonly string[]): Promise<Map<string, string | null>> {
    return this.db.transaction(async () => {
      await this.assertVisible(familyId);
      return this.parts.findSchoolsOn(familyId, childIds, await this.organisations.today());
    });
  }

  /**
   * Names, addresses and documents in the clear, for a letter that is typeset now: whoever asks writes that to the log.
   * @throws Problem not-found for the family, and for a guardian or child that is not of it.
   */
  async getForLetter(familyId: string, guardianId: string, childIds: readonly string[]): Promise<FamilyForLetter> {
    return this.db.transaction(async () => {
      const { number } = await this.families.get(familyId);
      const parts = await this.parts.findOf(familyId);
      const today = await this.organisations.today();
      const letter = letterDataOf(parts, await this.sealOf(familyId), { guardianId, childIds, today });
      if (letter === null) throw notFound();
      return { familyId, number, ...letter };
    });
  }

  private async opened(lines: readonly Omit<FamilyLine, 'key'>[]): Promise<FamilySummary[]> {
    const keyring = await this.vault.keyring(lines.map(({ id }) => ({ kind: 'family', familyId: id })));
    return lines.map(({ id, number, initialsSealed, childrenCount, status, createdAt }) => ({
      ...{ id, childrenCount, status },
      number: Number(number),
      initials: new FamilySeal(keyring, id).openInitials(initialsSealed),
      createdAt: createdAt.toISOString(),
    }));
  }

  private async sealOf(familyId: string): Promise<FamilySeal> {
    return new FamilySeal(await this.vault.keyring([{ kind: 'family', familyId }]), familyId);
  }
}
