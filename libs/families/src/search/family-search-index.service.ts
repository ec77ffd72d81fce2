import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { storedNames, Vault } from '#vault';
import { FamilyPartsRepository } from '../family-parts.repository.ts';
import type { PersonName } from '../family-people.contract.ts';
import { FamilySeal } from '../family-seal.ts';
import { FamilySearchRepository } from './family-search.repository.ts';

/** Who of a family is to be found, in the clear. */
export interface FamilyToIndex {
  readonly familyId: string;
  readonly people: readonly { readonly name: PersonName }[];
}

/** Keeps what families are found by in step with their names: every change of a name ends with a call to this. */
@Injectable()
export class FamilySearchIndex {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly parts: FamilyPartsRepository,
    private readonly tokens: FamilySearchRepository,
  ) {}

  /** These are all the people of each family. Joins the open transaction. */
  async put(families: readonly FamilyToIndex[]): Promise<void> {
    if (families.length === 0) return;
    await this.tokens.put(
      families.map(({ familyId, people }) => ({ familyId, tokens: this.vault.searchTokens(searchTexts(people)) })),
    );
  }

  /** Reads the people of the families as they are now: two queries, one for the keys and one to write. */
  async refresh(familyIds: readonly string[]): Promise<void> {
    if (familyIds.length === 0) return;
    await this.db.transaction(async () => {
      const guardians = await this.parts.findGuardiansOf(familyIds);
      const children = await this.parts.findChildren(familyIds);
      const keyring = await this.vault.keyring(familyIds.map((familyId) => ({ kind: 'family', familyId })));
      await this.put(
        familyIds.map((familyId) => {
          const seal = new FamilySeal(keyring, familyId);
          const own = <Row extends { readonly familyId: string }>(rows: readonly Row[]) =>
            rows.filter((row) => row.familyId === familyId);
          return {
            familyId,
            people: [
              ...own(guardians).map((row) => seal.openGuardian(row)),
              ...own(children).map((row) => seal.openChild(row)),
            ],
          };
        }),
      );
    });
  }
}

/** The texts whose tokens find these people. Pure. */
export function searchTexts(people: FamilyToIndex['people']): string[] {
  return [...storedNames(people.flatMap(({ name }) => [name.surname, name.givenName, name.patronymic ?? '']))];
}
