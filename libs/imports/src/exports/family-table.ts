import type { IntakeFamily } from '#families';
import type { Authority } from '#schools';
import { type FamilyField, familyFields } from '../fields/family-fields.ts';
import { dataSources, documentKinds, mandateScopes, otherParents } from '../reading/codes.ts';

export type FamilyRecord = Readonly<Partial<Record<FamilyField, string>>>;

/** The fields that go out, in the order of the columns; whole names and combined cells are for coming in only. */
export const familyColumns = familyFields.filter(
  ({ name }) => !['guardian.fullName', 'child.fullName', 'child.combined'].includes(name),
);

const RELATIONS = { parent: 'родитель', adopter: 'усыновитель', guardian: 'опекун', trustee: 'попечитель' } as const;
const GENDERS = { male: 'мужской', female: 'женский' } as const;

/**
 * A family as rows: the first guardian beside the first child, the second beside the second. The number holds them
 * together, so that the rows become the same family again.
 */
export function familyRecords(family: IntakeFamily, schools: ReadonlyMap<string, Authority>): FamilyRecord[] {
  const { guardians, children, mandate } = family;
  return Array.from({ length: Math.max(guardians.length, children.length) }, (_, index) => ({
    'family.number': String(family.number ?? ''),
    'family.source': dataSources[family.dataSource],
    ...guardianCells(guardians[index]),
    ...childCells(children[index], schools),
    ...(mandate !== null && mandate.guardianIndex === index ? mandateCells(mandate) : {}),
  }));
}

function guardianCells(guardian: IntakeFamily['guardians'][number] | undefined): FamilyRecord {
  if (guardian === undefined) return {};
  const { name, relation, gender, identityDocument: paper, caseForms, otherParent } = guardian;
  return {
    'guardian.surname': name.surname,
    'guardian.givenName': name.givenName,
    'guardian.patronymic': name.patronymic ?? '',
    'guardian.relation': RELATIONS[relation],
    'guardian.gender': gender === undefined ? '' : GENDERS[gender],
    'guardian.phone': guardian.phone ?? '',
    'guardian.email': guardian.email ?? '',
    'guardian.address': guardian.postalAddress,
    'guardian.basis': guardian.basisDocument ?? '',
    'guardian.basisExpiresOn': guardian.basisExpiresOn ?? '',
    'guardian.otherParent': otherParents[otherParent],
    'guardian.documentKind': paper === null ? '' : documentKinds[paper.kind],
    'guardian.documentNumber': paper?.number ?? '',
    'guardian.documentIssuedOn': paper?.issuedOn ?? '',
    'guardian.documentIssuedBy': paper?.issuedBy ?? '',
    'guardian.genitive': caseForms?.genitive ?? '',
    'guardian.dative': caseForms?.dative ?? '',
  };
}

function childCells(
  child: IntakeFamily['children'][number] | undefined,
  schools: ReadonlyMap<string, Authority>,
): FamilyRecord {
  if (child === undefined) return {};
  const { name, gender, birthDate, caseForms, enrolment } = child;
  const school = enrolment === null ? undefined : schools.get(enrolment.authorityId);
  return {
    'child.surname': name.surname,
    'child.givenName': name.givenName,
    'child.patronymic': name.patronymic ?? '',
    'child.birthDate': birthDate,
    'child.gender': gender === undefined ? '' : GENDERS[gender],
    'child.genitive': caseForms?.genitive ?? '',
    'child.dative': caseForms?.dative ?? '',
    'enrolment.class': enrolment?.classLabel ?? '',
    'enrolment.from': enrolment?.from ?? '',
    'school.id': enrolment?.authorityId ?? '',
    'school.name': school?.shortName ?? '',
    'school.ogrn': school?.ogrn ?? '',
    'school.inn': school?.inn ?? '',
  };
}

function mandateCells({ scope, signedOn, expiresOn }: NonNullable<IntakeFamily['mandate']>): FamilyRecord {
  return {
    'mandate.scope': mandateScopes[scope],
    'mandate.signedOn': signedOn,
    'mandate.expiresOn': expiresOn ?? '',
  };
}
