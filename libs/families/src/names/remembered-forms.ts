import { Injectable } from '@nestjs/common';
import { Vault } from '#vault';
import type { CaseForms, Gender, PersonName } from '../family-people.contract.ts';
import { caseFormsIndex } from '../family-rows.ts';
import { FamilySeal } from '../family-seal.ts';
import { RememberedFormsRepository } from './remembered-forms.repository.ts';

export interface NamedPerson {
  readonly gender: Gender;
  readonly name: PersonName;
  readonly caseForms: CaseForms | null;
}

/**
 * Case forms that a person of this branch has confirmed for the same name before, in a family that the caller may see:
 * what is sealed from the caller teaches nothing, and a family that is erased takes its forms along.
 */
@Injectable()
export class RememberedForms {
  constructor(
    private readonly vault: Vault,
    private readonly repository: RememberedFormsRepository,
  ) {}

  /** Joins the caller's transaction. In the order of the people; given forms stay, null where nothing is remembered. */
  async fill(people: readonly NamedPerson[]): Promise<(CaseForms | null)[]> {
    const wanted = people.map(({ name, gender, caseForms }) =>
      caseForms === null ? caseFormsIndex(this.vault, gender, name) : null,
    );
    const found = await this.repository.find(wanted.filter((index) => index !== null));
    if (found.length === 0) return people.map(({ caseForms }) => caseForms);
    const keyring = await this.vault.keyring(found.map(({ familyId }) => ({ kind: 'family', familyId })));
    const forms = new Map(
      found.map((row) => {
        const seal = new FamilySeal(keyring, row.familyId);
        const person = row.table === 'guardians' ? seal.openGuardian(row) : seal.openChild(row);
        return [row.formsIndex.toString('hex'), person.caseForms];
      }),
    );
    return people.map(
      ({ caseForms }, position) => caseForms ?? forms.get(wanted[position]?.toString('hex') ?? '') ?? null,
    );
  }
}
