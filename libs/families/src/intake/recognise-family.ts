import { normaliseDocument, normaliseEmail, normaliseName, normalisePhone } from '#vault';
import type { AddChild, AddGuardian } from '../family-people.contract.ts';
import type { FamilyParts } from '../family-parts.repository.ts';
import type { ChildPersonal, FamilySeal, GuardianPersonal } from '../family-seal.ts';
import { spelled } from './recognition-keys.ts';
import type { IntakeAdditions, IntakeFamily, IntakeReason } from './intake-family.ts';

/** A family of the branch, opened. */
export interface OpenedFamily {
  readonly guardians: readonly GuardianPersonal[];
  readonly children: readonly (ChildPersonal & {
    readonly id: string;
    readonly enrolments: FamilyParts['enrolments'];
  })[];
}

export function openFamily(
  parts: Pick<FamilyParts, 'guardians' | 'children' | 'enrolments'>,
  seal: FamilySeal,
): OpenedFamily {
  return {
    guardians: parts.guardians.map((row) => seal.openGuardian(row)),
    children: parts.children.map((row) => ({
      ...seal.openChild(row),
      id: row.id,
      enrolments: parts.enrolments.filter(({ childId }) => childId === row.id),
    })),
  };
}

/** True when a person of the table is certainly one of the family: a name alone is not enough. */
export function isSameFamily(given: IntakeFamily, known: OpenedFamily): boolean {
  return (
    given.children.some((child) => known.children.some((one) => isSameChild(child, one))) ||
    given.guardians.some((guardian) => known.guardians.some((one) => isSameGuardian(guardian, one)))
  );
}

/** What the table adds to the family, and where it says something else: that is left to a person. */
export function compareFamily(
  given: IntakeFamily,
  known: OpenedFamily,
): { readonly additions: IntakeAdditions; readonly reasons: IntakeReason[] } {
  const reasons = new Set<IntakeReason>();
  const guardians = given.guardians.filter((guardian) => {
    const same = known.guardians.find((one) => spelled(one.name) === spelled(guardian.name));
    if (same === undefined) return true;
    for (const reason of guardianDifferences(guardian, same)) reasons.add(reason);
    return false;
  });
  const children: AddChild[] = [];
  const enrolments: IntakeAdditions['enrolments'][number][] = [];
  for (const child of given.children) {
    const same = known.children.find((one) => isSameChild(child, one));
    if (same === undefined) {
      if (known.children.some((one) => spelled(one.name) === spelled(child.name))) reasons.add('birth-date-differs');
      else children.push(child);
      continue;
    }
    const { enrolment } = child;
    if (enrolment === null) continue;
    const now = same.enrolments.find(({ toDay }) => toDay === null);
    if (now === undefined) enrolments.push({ childId: same.id, enrolment });
    else if (now.authorityId === enrolment.authorityId && now.classLabel === enrolment.classLabel) continue;
    else if (enrolment.from > now.fromDay) enrolments.push({ childId: same.id, enrolment });
    else reasons.add('enrolment-differs');
  }
  return { additions: { guardians, children, enrolments }, reasons: [...reasons] };
}

function isSameChild(child: Pick<AddChild, 'name' | 'birthDate'>, known: ChildPersonal): boolean {
  return child.birthDate === known.birthDate && spelled(child.name) === spelled(known.name);
}

function isSameGuardian(guardian: AddGuardian, known: GuardianPersonal): boolean {
  if (spelled(guardian.name) !== spelled(known.name)) return false;
  const [one, other] = [traitsOf(guardian), traitsOf(known)];
  return one.some((trait, index) => trait !== null && trait === other[index]);
}

function traitsOf(guardian: AddGuardian | GuardianPersonal): (string | null)[] {
  const { phone, email, postalAddress, identityDocument } = guardian;
  return [
    phone === null ? null : normalisePhone(phone),
    email === null ? null : normaliseEmail(email),
    identityDocument === null ? null : normaliseDocument(identityDocument.number),
    normaliseName(postalAddress),
  ];
}

function guardianDifferences(guardian: AddGuardian, known: GuardianPersonal): IntakeReason[] {
  const [one, other] = [traitsOf(guardian), traitsOf(known)];
  const differs = (index: number) => one[index] !== null && one[index] !== other[index];
  return [
    ...(differs(0) ? (['phone-differs'] as const) : []),
    ...(differs(1) ? (['email-differs'] as const) : []),
    ...(differs(3) ? (['address-differs'] as const) : []),
  ];
}
