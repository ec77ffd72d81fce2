import { localDate } from '#kernel';
import type { AuthorityEmailEntity } from './authority-email.entity.ts';
import type { AuthorityEntity } from './authority.entity.ts';
import type { Authority } from './schools.contract.ts';

/** A row and its addresses as the contract shows them. */
export function toAuthority(row: AuthorityEntity, emails: readonly AuthorityEmailEntity[]): Authority {
  const { headPosition, headName, headGender, headDative, createdAt, updatedAt, ...plain } = row;
  return {
    ...plain,
    head:
      headPosition === null
        ? null
        : { position: headPosition, fullName: headName, gender: headGender, dative: headDative },
    emails: emails.map(({ address, source, observedOn, quality }) => ({
      ...{ address, source, quality },
      observedOn: localDate(observedOn),
    })),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
