import { genderFromPatronymic } from '#documents';
import { newId } from '#kernel';
import { normaliseEmail, normalisePhone, type Vault } from '#vault';
import type { ChildEntity } from './child.entity.ts';
import type { NewChild, NewEnrolment, NewGuardian } from './family-parts.repository.ts';
import type { AddChild, AddGuardian, Gender } from './family-people.contract.ts';
import type { ChildPersonal, FamilySeal, GuardianPersonal } from './family-seal.ts';
import type { GuardianEntity } from './guardian.entity.ts';

/** New ids in rising order, so that parts made in one moment are read back in the order in which they were given. */
export function risingIds(count: number): string[] {
  return Array.from({ length: count }, () => newId()).sort();
}

export function guardianRow(
  { seal, vault }: { readonly seal: FamilySeal; readonly vault: Vault },
  row: Pick<GuardianEntity, 'id' | 'familyId' | 'relation' | 'gender'>,
  personal: GuardianPersonal,
): NewGuardian {
  const phone = personal.phone === null ? null : normalisePhone(personal.phone);
  return {
    ...row,
    personalSealed: seal.person('guardians', row.id, personal),
    phoneIndex: phone === null ? null : vault.blindIndex('phone', phone),
    emailIndex: personal.email === null ? null : vault.blindIndex('email', normaliseEmail(personal.email)),
  };
}

export function childRow(
  seal: FamilySeal,
  row: Pick<ChildEntity, 'id' | 'familyId' | 'gender'>,
  personal: ChildPersonal,
): NewChild {
  return { ...row, personalSealed: seal.person('children', row.id, personal) };
}

export function enrolmentRow(
  familyId: string,
  childId: string,
  { authorityId, classLabel, from }: NonNullable<AddChild['enrolment']>,
): NewEnrolment {
  return { id: newId(), familyId, childId, authorityId, classLabel, fromDay: from, toDay: null };
}

/** Splits what came in into the columns that stay readable and the document that gets sealed. */
export function splitGuardian({ relation, gender, ...personal }: AddGuardian) {
  return { columns: { relation, gender: genderOf({ gender, name: personal.name }) }, personal };
}

export function splitChild({ gender, enrolment, ...personal }: AddChild) {
  return { columns: { gender: genderOf({ gender, name: personal.name }) }, enrolment, personal };
}

/** FamilyChecks has refused the unknown ones. */
function genderOf({ gender, name }: Pick<AddGuardian, 'gender' | 'name'>): Gender {
  const known = gender ?? genderFromPatronymic(name.patronymic);
  if (known === null) throw new Error('The gender was not checked before.');
  return known;
}
