import { localDate, type LocalDate } from '#kernel';
import type { ConsentEntity } from '../consent.entity.ts';
import type { MandateEntity } from '../mandate.entity.ts';
import { type Consent, type Mandate, type ProcessingConsent, stoppedByMandate } from './papers.contract.ts';
import type { ProcessingConsentRow } from './processing-consents.repository.ts';

export function toConsent(row: ConsentEntity): Consent {
  const { id, childId, authorityId, systemCode, fileId, withdrawnByRequestId } = row;
  const days = { givenOn: day(row.givenOn), withdrawnOn: day(row.withdrawnOn) };
  return { id, childId, authorityId, systemCode, fileId, withdrawnByRequestId, ...days };
}

export function toMandate(row: MandateEntity, today: LocalDate): Mandate {
  const { id, guardianId, scope, fileId, revocationFileId } = row;
  const inForce = isMandateInForce(row, today);
  return {
    ...{ id, guardianId, scope, fileId, revocationFileId, inForce },
    signedOn: localDate(row.signedOn),
    expiresOn: day(row.expiresOn),
    revokedOn: day(row.revokedOn),
    stops: inForce ? null : { ...stoppedByMandate[scope] },
  };
}

/** On the day of its withdrawal a mandate is no longer in force; on the last day of its term it is. */
export function isMandateInForce({ signedOn, expiresOn, revokedOn }: MandateEntity, today: LocalDate): boolean {
  return signedOn <= today && (expiresOn === null || expiresOn >= today) && (revokedOn === null || revokedOn > today);
}

export function toProcessingConsent(row: ProcessingConsentRow, today: LocalDate): ProcessingConsent {
  const { id, guardianId, purpose, how, textVersion, textSha256, fileId, withdrawalFileId } = row;
  const { givenOn, expiresOn, withdrawnOn } = row;
  return {
    ...{ id, guardianId, purpose, how, textVersion, textSha256, fileId, withdrawalFileId },
    ...{ givenOn: localDate(givenOn), expiresOn: day(expiresOn), withdrawnOn: day(withdrawnOn) },
    recordedAt: row.recordedAt.toISOString(),
    destroyBy: day(row.destroyBy),
    inForce: givenOn <= today && (expiresOn === null || expiresOn >= today) && withdrawnOn === null,
    renewalNeeded: row.renewalNeeded,
  };
}

function day(text: string | null): LocalDate | null {
  return text === null ? null : localDate(text);
}
