import { Injectable } from '@nestjs/common';
import { type Locale, newId, notFound } from '#kernel';
import { normaliseEmail, Vault } from '#vault';
import { PasswordService } from './password.service.ts';
import { type BranchOfPerson, PeopleRepository, type PersonRow } from './people.repository.ts';
import { type Permission, permissionsOf } from './role-permissions.ts';

const OWNER = { kind: 'platform' } as const;

export interface NewPerson {
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

export interface PersonCard {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** In which mail is read; null where nobody has said. */
  readonly language: Locale | null;
  readonly branches: readonly (BranchOfPerson & { readonly permissions: readonly Permission[] })[];
}

/** People of the system (not of families): registered, found by address, shown to themselves. Names are sealed. */
@Injectable()
export class PeopleService {
  constructor(
    private readonly people: PeopleRepository,
    private readonly vault: Vault,
    private readonly passwords: PasswordService,
  ) {}

  /**
   * Resolves to the new person's id. Judges no password: whoever takes one from a person asks PasswordPolicy before.
   * @throws Problem database.conflict when the address is registered already.
   */
  async register(person: NewPerson): Promise<string> {
    const prepared = await this.prepare(person);
    await this.people.add(prepared);
    return prepared.id;
  }

  /** A new person as `register_person` takes it, for who makes one together with something else in one transaction. */
  async prepare(person: NewPerson): Promise<PersonRow> {
    const id = newId();
    const keyring = this.vault.platformKeyring();
    return {
      id,
      emailIndex: this.indexOf(person.email),
      emailSealed: keyring.seal(OWNER, { table: 'people', column: 'email', row: id }, person.email),
      nameSealed: keyring.seal(OWNER, { table: 'people', column: 'name', row: id }, person.name),
      passwordHash: await this.passwords.hash(person.password),
    };
  }

  /** Null for a wrong address, a wrong password and a disabled person, after the same work each time. */
  async findByPassword(email: string, password: string): Promise<string | null> {
    const login = await this.people.findLogin(this.indexOf(email));
    const fits = await this.passwords.matches(login?.passwordHash, password);
    return fits && login !== null && !login.disabled ? login.personId : null;
  }

  async getCard(personId: string): Promise<PersonCard> {
    const [card, branches] = [await this.people.findCard(personId), await this.people.branchesOf(personId)];
    if (card === null) throw notFound();
    const keyring = this.vault.platformKeyring();
    return {
      id: personId,
      name: keyring.open(OWNER, { table: 'people', column: 'name', row: personId }, card.name),
      email: keyring.open(OWNER, { table: 'people', column: 'email', row: personId }, card.email),
      language: card.language,
      branches: branches.map((branch) => ({
        ...branch,
        permissions: [...permissionsOf(branch.role, branch.rolePermissions)].sort(),
      })),
    };
  }

  /** Noted in the logs of all branches that the person serves. */
  async chooseLanguage(personId: string, language: Locale): Promise<void> {
    await this.people.chooseLanguage(personId, language);
  }

  /** By which a person is found; the same for all spellings of an address. */
  indexOf(email: string): Buffer {
    return this.vault.platformBlindIndex('email', normaliseEmail(email));
  }
}
