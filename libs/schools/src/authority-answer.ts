import { localDate } from '#kernel';
import type { AuthorityEntity } from './authority.entity.ts';
import type { EmailRow, SuccessorRow } from './authority-parts.repository.ts';
import type { Authority } from './schools.contract.ts';

/** A row with its addresses and successors as the contract shows them. */
export function toAuthority(
  row: AuthorityEntity,
  emails: readonly EmailRow[],
  successors: readonly SuccessorRow[],
): Authority {
  const { headPosition, headPositionDative, headName, headGender, headDative, ...withoutHead } = row;
  const { licenceNumber, licenceIssuedOn, licenceStatus, createdAt, updatedAt, ...plain } = withoutHead;
  return {
    ...plain,
    head:
      headPosition === null
        ? null
        : {
            ...{ position: headPosition, positionDative: headPositionDative },
            ...{ fullName: headName, gender: headGender, dative: headDative },
          },
    licence:
      licenceNumber === null
        ? null
        : {
            ...{ number: licenceNumber, status: licenceStatus },
            issuedOn: licenceIssuedOn === null ? null : localDate(licenceIssuedOn),
          },
    successors: successors.map(({ id, shortName, kind, effectiveOn }) => ({ id, shortName, kind, effectiveOn })),
    emails: emails.map(toEmail),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

function toEmail(email: EmailRow): Authority['emails'][number] {
  const { id, address, source, quality, purpose, sharedWith, confirmedBy, confirmedAt } = email;
  return {
    ...{ id, address, source, quality, purpose, sharedWith },
    observedOn: localDate(email.observedOn),
    confirmed:
      confirmedBy === null || confirmedAt === null ? null : { branchId: confirmedBy, at: confirmedAt.toISOString() },
    bounces: { hard: email.hardBounces, soft: email.softBounces, lastAt: email.bouncedAt?.toISOString() ?? null },
  };
}
