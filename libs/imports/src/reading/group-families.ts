import { normaliseDocument, normaliseEmail, normaliseName, normalisePhone } from '#vault';
import type { AddChild, AddGuardian, IntakeFamily, PersonName } from '#families';

/** Rows of one family, put together. */
export interface FamilyGroup {
  readonly lines: readonly number[];
  readonly family: IntakeFamily;
}

/**
 * Puts rows together that are one family: the same case number, the same guardian (a name with a telephone, e-mail,
 * document or address) or the same child (a name with a day of birth). Pure; in the order of the first lines.
 */
export function groupFamilies(
  rows: readonly { readonly line: number; readonly family: IntakeFamily }[],
): FamilyGroup[] {
  const parents = rows.map((_, index) => index);
  const rootOf = (index: number): number => {
    const parent = parents[index] ?? index;
    if (parent === index) return index;
    const root = rootOf(parent);
    parents[index] = root;
    return root;
  };
  const first = new Map<string, number>();
  rows.forEach(({ family }, index) => {
    for (const trait of traitsOf(family)) {
      const other = first.get(trait);
      if (other === undefined) first.set(trait, index);
      else parents[Math.max(rootOf(index), rootOf(other))] = Math.min(rootOf(index), rootOf(other));
    }
  });
  const groups = new Map<number, number[]>();
  for (const index of rows.keys()) {
    const root = rootOf(index);
    groups.set(root, [...(groups.get(root) ?? []), index]);
  }
  return [...groups.values()].map((indexes) => {
    const members = indexes.flatMap((index) => rows[index] ?? []);
    return { lines: members.map(({ line }) => line), family: merged(members.map(({ family }) => family)) };
  });
}

function merged(families: readonly IntakeFamily[]): IntakeFamily {
  const [head] = families;
  if (head === undefined) throw new RangeError('A group has at least one row.');
  if (families.length === 1) return head;
  const guardians = new Map<string, AddGuardian>();
  const children = new Map<string, AddChild>();
  for (const family of families) {
    for (const guardian of family.guardians) {
      const key = spelled(guardian.name);
      guardians.set(key, filled(guardians.get(key), guardian));
    }
    for (const child of family.children) {
      const key = `${spelled(child.name)}|${child.birthDate}`;
      const known = children.get(key);
      children.set(key, known === undefined ? child : { ...known, enrolment: known.enrolment ?? child.enrolment });
    }
  }
  const mandated = families.find(({ mandate }) => mandate !== null);
  const mandator = mandated?.guardians[0];
  const names = [...guardians.keys()];
  return {
    number: families.find(({ number }) => number !== null)?.number ?? null,
    dataSource: head.dataSource,
    guardians: [...guardians.values()],
    children: [...children.values()],
    mandate:
      mandated?.mandate && mandator !== undefined
        ? { ...mandated.mandate, guardianIndex: names.indexOf(spelled(mandator.name)) }
        : null,
  };
}

/** The first row says it; later ones fill what it left out. */
function filled(known: AddGuardian | undefined, more: AddGuardian): AddGuardian {
  if (known === undefined) return more;
  return {
    ...known,
    phone: known.phone ?? more.phone,
    email: known.email ?? more.email,
    basisDocument: known.basisDocument ?? more.basisDocument,
    identityDocument: known.identityDocument ?? more.identityDocument,
    caseForms: known.caseForms ?? more.caseForms,
  };
}

function traitsOf({ number, guardians, children }: IntakeFamily): string[] {
  return [
    ...(number === null ? [] : [`number ${number}`]),
    ...guardians.flatMap(({ name, phone, email, postalAddress, identityDocument }) =>
      [
        phone === null ? null : normalisePhone(phone),
        email === null ? null : normaliseEmail(email),
        identityDocument === null ? null : normaliseDocument(identityDocument.number),
        normaliseName(postalAddress),
      ].flatMap((trait) => (trait === null ? [] : [`guardian ${spelled(name)}|${trait}`])),
    ),
    ...children.map(({ name, birthDate }) => `child ${spelled(name)}|${birthDate}`),
  ];
}

function spelled({ surname, givenName, patronymic }: PersonName): string {
  return normaliseName([surname, givenName, patronymic ?? ''].join(' '));
}
