import { Injectable } from '@nestjs/common';
import { genderFromPatronymic } from '#documents';
import { Files } from '#files';
import { type FieldError, type LocalDate } from '#kernel';
import { informationSystems } from '#law';
import { Organisations } from '#organisations';
import { Authorities, type Authority } from '#schools';
import { normalisePhone } from '#vault';
import { fault, refuseFaults } from './families.problems.ts';
import type { AddConsent, AddMandate } from './family-changes.contract.ts';
import type { AddChild, AddGuardian } from './family-people.contract.ts';

/** A part of a family and where it stands in the request: '' or '/children/0'. */
export interface Placed<T> {
  readonly at: string;
  readonly part: T;
}

export interface PartsToCheck {
  readonly guardians?: readonly Placed<Pick<AddGuardian, 'gender' | 'name' | 'phone'>>[];
  readonly children?: readonly Placed<Pick<AddChild, 'gender' | 'name' | 'birthDate' | 'enrolment'>>[];
  readonly enrolments?: readonly Placed<Pick<NonNullable<AddChild['enrolment']>, 'authorityId'>>[];
  readonly consents?: readonly Placed<Omit<AddConsent, 'childId' | 'fileId'> & { fileId?: string | null }>[];
  /** Scans that a part refers to. */
  readonly papers?: readonly Placed<{ readonly fileId: string | null }>[];
  readonly mandates?: readonly Placed<Omit<AddMandate, 'guardianId'>>[];
}

const SYSTEMS = new Set(informationSystems.map(({ code }) => code));
const OLDEST_YEARS = 25;

/** What a contract alone cannot see, because it takes the day, the directory, the catalogue or the stored files. */
@Injectable()
export class FamilyChecks {
  constructor(
    private readonly organisations: Organisations,
    private readonly authorities: Authorities,
    private readonly files: Files,
  ) {}

  /** @throws Problem validation, naming every fault with its pointer. */
  async refuse(parts: PartsToCheck, familyId: string | null): Promise<void> {
    const today = await this.organisations.today();
    refuseFaults([
      ...(parts.guardians ?? []).flatMap(guardianFaults),
      ...(parts.children ?? []).flatMap((child) => childFaults(child, today)),
      ...(parts.consents ?? []).flatMap((consent) => consentFaults(consent, today)),
      ...(parts.mandates ?? []).flatMap((mandate) => mandateFaults(mandate, today)),
      ...(await this.directoryFaults(parts)),
      ...(await this.fileFaults(parts, familyId)),
    ]);
  }

  private async directoryFaults({
    children = [],
    enrolments = [],
    consents = [],
  }: PartsToCheck): Promise<FieldError[]> {
    const schools = [
      ...children.flatMap(({ at, part }) =>
        part.enrolment === null ? [] : [{ at: `${at}/enrolment/authorityId`, id: part.enrolment.authorityId }],
      ),
      ...enrolments.map(({ at, part }) => ({ at: `${at}/authorityId`, id: part.authorityId })),
    ];
    const others = consents.map(({ at, part }) => ({ at: `${at}/authorityId`, id: part.authorityId }));
    const found = await this.authorities.getMany([...new Set([...schools, ...others].map(({ id }) => id))]);
    const byId = new Map<string, Authority>(found.map((authority) => [authority.id, authority]));
    return [
      ...schools.flatMap(({ at, id }) => {
        const kind = byId.get(id)?.kind;
        if (kind === undefined) return [fault(at, 'authority-unknown')];
        return kind === 'school' ? [] : [fault(at, 'not-a-school')];
      }),
      ...others.flatMap(({ at, id }) => (byId.has(id) ? [] : [fault(at, 'authority-unknown')])),
    ];
  }

  private async fileFaults({ consents = [], mandates = [], papers = [] }: PartsToCheck, familyId: string | null) {
    const named = [...consents, ...mandates, ...papers].flatMap(({ at, part }) =>
      part.fileId ? [{ at: `${at}/fileId`, id: part.fileId }] : [],
    );
    if (named.length === 0) return [];
    const files = await this.files.describe(named.map(({ id }) => id));
    const usable = new Set(files.filter((file) => [null, familyId].includes(file.familyId)).map(({ id }) => id));
    return named.flatMap(({ at, id }) => (usable.has(id) ? [] : [fault(at, 'file-unknown')]));
  }
}

function genderFaults({ at, part }: Placed<Pick<AddGuardian, 'gender' | 'name'>>): FieldError[] {
  const known = part.gender ?? genderFromPatronymic(part.name.patronymic);
  return known === null ? [fault(`${at}/gender`, 'gender-needed')] : [];
}

function guardianFaults(placed: Placed<Pick<AddGuardian, 'gender' | 'name' | 'phone'>>): FieldError[] {
  const { phone } = placed.part;
  const unreadable = phone !== null && normalisePhone(phone) === null;
  return [...genderFaults(placed), ...(unreadable ? [fault(`${placed.at}/phone`, 'phone-unreadable')] : [])];
}

function childFaults(
  placed: Placed<Pick<AddChild, 'gender' | 'name' | 'birthDate' | 'enrolment'>>,
  today: LocalDate,
): FieldError[] {
  const { at, part } = placed;
  const faults = genderFaults(placed);
  if (part.birthDate > today) faults.push(fault(`${at}/birthDate`, 'day-in-future'));
  const oldest = `${Number(today.slice(0, 4)) - OLDEST_YEARS}${today.slice(4)}`;
  if (part.birthDate < oldest) faults.push(fault(`${at}/birthDate`, 'birth-date-too-old'));
  if (part.enrolment !== null && part.enrolment.from < part.birthDate) {
    faults.push(fault(`${at}/enrolment/from`, 'before-birth'));
  }
  return faults;
}

function consentFaults({ at, part }: NonNullable<PartsToCheck['consents']>[number], today: LocalDate): FieldError[] {
  const { systemCode, givenOn } = part;
  return [
    ...(systemCode === null || SYSTEMS.has(systemCode) ? [] : [fault(`${at}/systemCode`, 'system-unknown')]),
    ...(givenOn !== null && givenOn > today ? [fault(`${at}/givenOn`, 'day-in-future')] : []),
  ];
}

function mandateFaults({ at, part }: NonNullable<PartsToCheck['mandates']>[number], today: LocalDate): FieldError[] {
  const { signedOn, expiresOn } = part;
  return [
    ...(signedOn > today ? [fault(`${at}/signedOn`, 'day-in-future')] : []),
    ...(expiresOn !== null && expiresOn < signedOn ? [fault(`${at}/expiresOn`, 'ends-before-start')] : []),
  ];
}
