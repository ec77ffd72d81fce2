import { localDate, type LocalDate } from '#kernel';
import type { ConsentEntity } from './consent.entity.ts';
import type { Consent, Family, Mandate } from './families.contract.ts';
import type { FamilyParts } from './family-parts.repository.ts';
import type { FamilySeal } from './family-seal.ts';
import type { FamilyEntity } from './family.entity.ts';
import type { MandateEntity } from './mandate.entity.ts';

const ENDING = 3;

/** The opened family as the contract shows it. */
export function toFamily(family: FamilyEntity, parts: FamilyParts, seal: FamilySeal): Family {
  const { id, number, status, dataSource, version, createdAt } = family;
  return {
    ...{ id, number, status, dataSource, version },
    createdAt: createdAt.toISOString(),
    guardians: parts.guardians.map((row) => {
      const { identityDocument: document, ...personal } = seal.openGuardian(row);
      return {
        ...{ id: row.id, relation: row.relation, gender: row.gender },
        ...personal,
        identityDocument: document && {
          ...{ kind: document.kind, issuedOn: document.issuedOn },
          numberEnding: document.number.slice(-ENDING),
        },
      };
    }),
    children: parts.children.map((row) => ({
      ...{ id: row.id, gender: row.gender },
      ...seal.openChild(row),
      enrolments: parts.enrolments
        .filter(({ childId }) => childId === row.id)
        .map(({ id: enrolmentId, authorityId, classLabel, fromDay, toDay }) => ({
          ...{ id: enrolmentId, authorityId, classLabel },
          ...{ from: localDate(fromDay), to: day(toDay) },
        })),
    })),
    consents: parts.consents.map(toConsent),
    mandates: parts.mandates.map(toMandate),
  };
}

export function toConsent(row: ConsentEntity): Consent {
  const { id, childId, authorityId, systemCode, fileId } = row;
  return { id, childId, authorityId, systemCode, fileId, givenOn: day(row.givenOn) };
}

export function toMandate(row: MandateEntity): Mandate {
  const { id, guardianId, scope, fileId } = row;
  return {
    ...{ id, guardianId, scope, fileId },
    signedOn: localDate(row.signedOn),
    expiresOn: day(row.expiresOn),
    revokedOn: day(row.revokedOn),
  };
}

function day(text: string | null): LocalDate | null {
  return text === null ? null : localDate(text);
}
