import { Injectable } from '@nestjs/common';
import { Vault } from '#vault';
import type { DuplicateWarning } from './families.contract.ts';
import { FamiliesRepository } from './families.repository.ts';
import { FamilyPartsRepository, type NewChild, type NewGuardian } from './family-parts.repository.ts';
import { FamilySeal } from './family-seal.ts';

const LIMIT = 10;

/** Finds families of the branch that may be the same one; what the person may not see is not told. */
@Injectable()
export class FamilyDuplicates {
  constructor(
    private readonly vault: Vault,
    private readonly families: FamiliesRepository,
    private readonly parts: FamilyPartsRepository,
  ) {}

  async find(
    guardians: readonly NewGuardian[],
    children: readonly NewChild[],
    birthDates: readonly string[],
  ): Promise<DuplicateWarning[]> {
    const matches = await this.families.findAlike(
      {
        phones: guardians.flatMap(({ phoneIndex }) => phoneIndex ?? []),
        emails: guardians.flatMap(({ emailIndex }) => emailIndex ?? []),
        documents: guardians.flatMap(({ documentIndex }) => documentIndex ?? []),
        children: children.flatMap(({ personIndex }) => personIndex ?? []),
      },
      LIMIT,
    );
    const sameAge = await this.withChildBorn(
      matches.map(({ familyId }) => familyId),
      new Set(birthDates),
    );
    return matches.map(({ familyId, number, phone, email, document, child }) => ({
      code: 'families.possible-duplicate',
      familyId,
      number: Number(number),
      matched: [
        ...(phone ? (['phone'] as const) : []),
        ...(email ? (['email'] as const) : []),
        ...(document ? (['document'] as const) : []),
        ...(child ? (['child'] as const) : []),
        ...(sameAge.has(familyId) ? (['child-birth-date'] as const) : []),
      ],
    }));
  }

  private async withChildBorn(familyIds: readonly string[], days: ReadonlySet<string>): Promise<Set<string>> {
    if (familyIds.length === 0) return new Set();
    const keyring = await this.vault.keyring(familyIds.map((familyId) => ({ kind: 'family', familyId })));
    const children = await this.parts.findChildren(familyIds);
    const born = children.filter((row) => days.has(new FamilySeal(keyring, row.familyId).openChild(row).birthDate));
    return new Set(born.map(({ familyId }) => familyId));
  }
}
