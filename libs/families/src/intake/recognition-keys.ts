import { normaliseDocument, normaliseEmail, normaliseName, normalisePhone, type Vault } from '#vault';
import type { PersonName } from '../family-people.contract.ts';
import type { IntakeFamily } from './intake-family.ts';

/** Blind indexes by which people of a table are found among those that the branch knows, in the order of the people. */
export interface RecognitionKeys {
  readonly phones: readonly (Buffer | null)[];
  readonly emails: readonly (Buffer | null)[];
  readonly documents: readonly (Buffer | null)[];
  readonly children: readonly Buffer[];
}

/** A family with its keys: hashing is done once, for recognising and for storing. */
export interface KeyedFamily {
  readonly given: IntakeFamily;
  readonly keys: RecognitionKeys;
}

export function keyed(vault: Vault, given: IntakeFamily): KeyedFamily {
  const index = (purpose: string, value: string | null) => (value === null ? null : vault.blindIndex(purpose, value));
  const { guardians, children } = given;
  return {
    given,
    keys: {
      phones: guardians.map(({ phone }) => index('phone', phone === null ? null : normalisePhone(phone))),
      emails: guardians.map(({ email }) => index('email', email === null ? null : normaliseEmail(email))),
      documents: guardians.map(({ identityDocument }) => {
        const number = identityDocument === null ? '' : normaliseDocument(identityDocument.number);
        return index('document', number === '' ? null : number);
      }),
      children: children.map(({ name, birthDate }) => vault.blindIndex('child', `${spelled(name)} ${birthDate}`)),
    },
  };
}

/** As the directory of people spells a name for its indexes. */
export function spelled({ surname, givenName, patronymic }: PersonName): string {
  return normaliseName([surname, givenName, patronymic ?? ''].join(' '));
}
