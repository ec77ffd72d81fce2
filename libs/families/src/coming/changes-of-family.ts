import { addDays, localDate, type LocalDate } from '#kernel';
import type { FamilyParts } from '../family-parts.repository.ts';
import type { FamilySeal } from '../family-seal.ts';
import { birthday } from './birthday.ts';
import { type ComingChange, type ComingCode, comingMeanings } from './coming-changes.contract.ts';

const AHEAD_DAYS = 366;

export const AGES = [
  [14, 'child-turns-14'],
  [18, 'child-turns-18'],
] as const;

/** What comes for one family in the next year, the nearest first. */
export function changesOfFamily(parts: FamilyParts, seal: FamilySeal, today: LocalDate): ComingChange[] {
  const last = addDays(today, AHEAD_DAYS);
  const found = [
    ...parts.children.flatMap((row) => {
      const { birthDate } = seal.openChild(row);
      return AGES.map(([age, code]) => comingChange(code, birthday(birthDate, age), 'child', row.id));
    }),
    ...parts.guardians.map(({ id, basisExpiresOn }) => comingChange('basis-expires', basisExpiresOn, 'guardian', id)),
    ...parts.mandates.map(({ id, expiresOn, revokedOn }) =>
      comingChange('mandate-expires', revokedOn === null ? expiresOn : null, 'mandate', id),
    ),
    ...parts.processingConsents.flatMap(({ id, expiresOn, withdrawnOn, destroyBy }) => [
      comingChange('processing-consent-expires', withdrawnOn === null ? expiresOn : null, 'processing-consent', id),
      comingChange('destruction-due', destroyBy, 'processing-consent', id),
    ]),
  ];
  return found
    .filter((change) => change !== null)
    .filter(({ on }) => on >= today && on <= last)
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

function comingChange(
  code: ComingCode,
  on: string | null,
  type: ComingChange['subject']['type'],
  id: string,
): ComingChange | null {
  return on === null ? null : { code, on: localDate(on), subject: { type, id }, meaning: { ...comingMeanings[code] } };
}
