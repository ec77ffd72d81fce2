import type { GuardianPersonal } from '../family-seal.ts';

/** The identity document goes; of what proves the representation the kind stays: «свидетельство о рождении серии …». */
export function withoutNumbers(personal: GuardianPersonal): GuardianPersonal {
  const basisDocument =
    personal.basisDocument?.replace(/[\p{L}\p{N}-]*\d[\p{L}\p{N}./-]*(?:\s+\d[\p{N}./-]*)*/gu, '…') ?? null;
  return { ...personal, identityDocument: null, basisDocument };
}
