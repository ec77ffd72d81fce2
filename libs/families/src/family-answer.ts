import { localDate, type LocalDate } from '#kernel';
import { ageStage, birthday } from './coming/birthday.ts';
import { changesOfFamily } from './coming/changes-of-family.ts';
import { toContact } from './contacts/contact-row.ts';
import { toEnrolment } from './enrolments/enrolment-answer.ts';
import type { Family } from './families.contract.ts';
import type { FamilyParts } from './family-parts.repository.ts';
import type { FamilySeal } from './family-seal.ts';
import type { FamilyEntity } from './family.entity.ts';
import type { GuardianEntity } from './guardian.entity.ts';
import { otherParentMeanings } from './other-parent.ts';
import { toConsent, toMandate, toProcessingConsent } from './papers/paper-answers.ts';

const ENDING = 3;

export interface AnswerContext {
  readonly seal: FamilySeal;
  /** By the branch's wall clock. */
  readonly today: LocalDate;
  /** By guardian, until when numbers of documents are kept. */
  readonly numbersUntil: ReadonlyMap<string, Date | null>;
}

/** The opened family as the contract shows it. */
export function toFamily(family: FamilyEntity, parts: FamilyParts, context: AnswerContext): Family {
  const { id, number, status, dataSource, version, createdAt } = family;
  const { seal, today } = context;
  return {
    ...{ id, number, status, dataSource, version },
    createdAt: createdAt.toISOString(),
    guardians: parts.guardians.map((row) => toGuardian(row, parts, context)),
    children: parts.children.map((row) => {
      const personal = seal.openChild(row);
      return {
        ...{ id: row.id, gender: row.gender },
        ...personal,
        ageStage: ageStage(personal.birthDate, today),
        turns14On: birthday(personal.birthDate, 14),
        turns18On: birthday(personal.birthDate, 18),
        enrolments: parts.enrolments
          .filter(({ childId }) => childId === row.id)
          .map((enrolment) => toEnrolment(enrolment, today)),
      };
    }),
    consents: parts.consents.map(toConsent),
    mandates: parts.mandates.map((row) => toMandate(row, today)),
    processingConsents: parts.processingConsents.map((row) => toProcessingConsent(row, today)),
    comingChanges: changesOfFamily(parts, seal, today),
  };
}

function toGuardian(row: GuardianEntity, parts: FamilyParts, { seal, numbersUntil }: AnswerContext) {
  const { identityDocument: document, ...personal } = seal.openGuardian(row);
  const { id, relation, gender, basisExpiresOn, otherParent, holdsNumbers } = row;
  return {
    ...{ id, relation, gender },
    ...personal,
    basisExpiresOn: basisExpiresOn === null ? null : localDate(basisExpiresOn),
    otherParent: { position: otherParent, meaning: { ...otherParentMeanings[otherParent] } },
    identityDocument: document && {
      ...{ kind: document.kind, issuedOn: document.issuedOn },
      numberEnding: document.number.slice(-ENDING),
    },
    contacts: parts.contacts.filter(({ guardianId }) => guardianId === id).map((contact) => toContact(contact, seal)),
    documentNumbers: {
      held: holdsNumbers,
      keptUntil: holdsNumbers ? (numbersUntil.get(id)?.toISOString() ?? null) : null,
    },
  };
}
