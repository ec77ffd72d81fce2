import { genderFromPatronymic } from '#documents';
import { newId } from '#kernel';
import { normaliseDocument, normaliseEmail, normaliseName, normalisePhone, type Vault } from '#vault';
import type { ChildEntity } from './child.entity.ts';
import type { NewChild, NewEnrolment, NewGuardian } from './family-parts.repository.ts';
import type { AddChild, AddGuardian, Gender, PersonName } from './family-people.contract.ts';
import type { ChildPersonal, FamilySeal, GuardianPersonal } from './family-seal.ts';
import type { GuardianEntity } from './guardian.entity.ts';

/** New ids in rising order, so that parts made in one moment are read back in the order in which they were given. */
export function risingIds(count: number): string[] {
  return Array.from({ length: count }, () => newId()).sort();
}

export interface RowKeys {
  readonly seal: FamilySeal;
  readonly vault: Vault;
}

export type GuardianColumns = Pick<
  GuardianEntity,
  'id' | 'familyId' | 'relation' | 'gender' | 'basisExpiresOn' | 'otherParent'
>;

export function guardianRow({ seal, vault }: RowKeys, row: GuardianColumns, personal: GuardianPersonal): NewGuardian {
  const { email, identityDocument } = personal;
  const phone = personal.phone === null ? null : normalisePhone(personal.phone);
  const number = identityDocument === null ? '' : normaliseDocument(identityDocument.number);
  return {
    ...row,
    personalSealed: seal.person('guardians', row.id, personal),
    phoneIndex: phone === null ? null : vault.blindIndex('phone', phone),
    emailIndex: email === null ? null : vault.blindIndex('email', normaliseEmail(email)),
    documentIndex: number === '' ? null : vault.blindIndex('document', number),
    formsIndex: formsIndexOf(vault, row.gender, personal),
    holdsNumbers: holdsNumbers(personal),
    numbersAnnouncedAt: null,
  };
}

/** Numbers stand in the identity document, and in what proves the representation: «… серии I-БА № 123456». */
export function holdsNumbers({
  identityDocument,
  basisDocument,
}: Pick<GuardianPersonal, 'identityDocument' | 'basisDocument'>): boolean {
  return identityDocument !== null || /\d/.test(basisDocument ?? '');
}

export function childRow(
  { seal, vault }: RowKeys,
  row: Pick<ChildEntity, 'id' | 'familyId' | 'gender'>,
  personal: ChildPersonal,
): NewChild {
  const { name, birthDate } = personal;
  const spelled = normaliseName([name.surname, name.givenName, name.patronymic ?? ''].join(' '));
  return {
    ...row,
    personalSealed: seal.person('children', row.id, personal),
    birthMonth: `${birthDate.slice(0, 7)}-01`,
    personIndex: vault.blindIndex('child', `${spelled} ${birthDate}`),
    formsIndex: formsIndexOf(vault, row.gender, personal),
  };
}

function formsIndexOf(
  vault: Vault,
  gender: Gender,
  { name, caseForms }: Pick<ChildPersonal, 'name' | 'caseForms'>,
): Buffer | null {
  return caseForms === null ? null : caseFormsIndex(vault, gender, name);
}

/** Exactly this spelling: «Королёв» and «Королев» have forms of their own. */
export function caseFormsIndex(vault: Vault, gender: Gender, name: PersonName): Buffer {
  return vault.blindIndex('case-forms', [gender, name.surname, name.givenName, name.patronymic ?? ''].join('\n'));
}

export function enrolmentRow(
  familyId: string,
  childId: string,
  { authorityId, classLabel, from }: NonNullable<AddChild['enrolment']>,
): NewEnrolment {
  return { id: newId(), familyId, childId, authorityId, classLabel, fromDay: from, toDay: null };
}

/** Splits what came in into the columns that stay readable and the document that gets sealed. */
export function splitGuardian({ relation, gender, basisExpiresOn, otherParent, ...personal }: AddGuardian) {
  const known = genderOf({ gender, name: personal.name });
  return { columns: { relation, gender: known, basisExpiresOn, otherParent }, personal };
}

export function splitChild({ gender, enrolment, ...personal }: AddChild) {
  return { columns: { gender: genderOf({ gender, name: personal.name }) }, enrolment, personal };
}

/** FamilyChecks has refused the unknown ones. */
export function genderOf({ gender, name }: Pick<AddGuardian, 'gender' | 'name'>): Gender {
  const known = gender ?? genderFromPatronymic(name.patronymic);
  if (known === null) throw new Error('The gender was not checked before.');
  return known;
}
