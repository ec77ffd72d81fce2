import { localDate, type LocalDate } from '#kernel';
import type { FamilyParts } from './family-parts.repository.ts';
import type { CaseForms, Gender, PersonName, Relation } from './family-people.contract.ts';
import type { FamilySeal } from './family-seal.ts';
import { identityDocumentLine } from './identity-document-line.ts';
import { isMandateInForce, toConsent, toMandate } from './papers/paper-answers.ts';
import type { Consent, Mandate } from './papers/papers.contract.ts';

/** Whole names as a person confirmed them; a missing case is for the letter to decline. */
export type ConfirmedCaseForms = Readonly<{ genitive?: string; dative?: string }>;

/** What a letter needs of a family, in the clear. Plain data: never stored, queued or logged. */
export interface FamilyForLetter {
  readonly familyId: string;
  readonly number: number;
  readonly guardian: {
    readonly id: string;
    readonly relation: Relation;
    readonly name: PersonName;
    readonly gender: Gender;
    readonly postalAddress: string;
    readonly phone: string | null;
    readonly email: string | null;
    /** «паспорт 92 04 123456, выдан 01.02.2020 …» */
    readonly identityDocument: string | null;
    readonly basisDocument: string | null;
    readonly caseForms: ConfirmedCaseForms;
  };
  /** In the order of the ids that were asked for. */
  readonly children: readonly {
    readonly id: string;
    readonly name: PersonName;
    readonly gender: Gender;
    readonly birthDate: LocalDate;
    readonly caseForms: ConfirmedCaseForms;
    /** Of the enrolment that is current today; null when there is none. */
    readonly classLabel: string | null;
    readonly authorityId: string | null;
  }[];
  /** Of these children. */
  readonly consents: readonly Consent[];
  /** The guardian's newest mandate that is in force today. */
  readonly mandate: Mandate | null;
}

/** Null when the guardian or a child is not of the family. Pure but for the opening of the seals. */
export function letterDataOf(
  parts: FamilyParts,
  seal: FamilySeal,
  wanted: { readonly guardianId: string; readonly childIds: readonly string[]; readonly today: LocalDate },
): Pick<FamilyForLetter, 'guardian' | 'children' | 'consents' | 'mandate'> | null {
  const guardian = parts.guardians.find(({ id }) => id === wanted.guardianId);
  const children = wanted.childIds.flatMap((childId) => parts.children.find(({ id }) => id === childId) ?? []);
  if (guardian === undefined || children.length !== wanted.childIds.length) return null;
  const { identityDocument, caseForms, ...personal } = seal.openGuardian(guardian);
  return {
    guardian: {
      ...{ id: guardian.id, relation: guardian.relation, gender: guardian.gender },
      ...personal,
      identityDocument: identityDocument && identityDocumentLine(identityDocument),
      caseForms: confirmed(caseForms),
    },
    children: children.map((row) => {
      const child = seal.openChild(row);
      const now = parts.enrolments.find(
        ({ childId, fromDay, toDay }) =>
          childId === row.id && fromDay <= wanted.today && (toDay === null || toDay >= wanted.today),
      );
      return {
        ...{ id: row.id, name: child.name, gender: row.gender, birthDate: localDate(child.birthDate) },
        caseForms: confirmed(child.caseForms),
        ...{ classLabel: now?.classLabel ?? null, authorityId: now?.authorityId ?? null },
      };
    }),
    consents: parts.consents.filter(({ childId }) => wanted.childIds.includes(childId)).map(toConsent),
    mandate: inForce(parts, wanted),
  };
}

function inForce(parts: FamilyParts, wanted: { guardianId: string; today: LocalDate }): Mandate | null {
  const found = parts.mandates.find(
    (mandate) => mandate.guardianId === wanted.guardianId && isMandateInForce(mandate, wanted.today),
  );
  return found === undefined ? null : toMandate(found, wanted.today);
}

function confirmed(forms: CaseForms | null): ConfirmedCaseForms {
  return {
    ...(forms?.genitive ? { genitive: forms.genitive } : {}),
    ...(forms?.dative ? { dative: forms.dative } : {}),
  };
}
