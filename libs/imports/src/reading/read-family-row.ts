import { genderFromPatronymic } from '#documents';
import { addChildSchema, addGuardianSchema, type AddChild, type AddGuardian, type IntakeFamily } from '#families';
import { readDay, readEmails, readPhones, readSchoolClass, splitCombined, type TableRow } from '#tables';
import { z } from 'zod';
import { dataSourceOf, documentKindOf, mandateScopeOf, otherParentOf } from './codes.ts';
import { readName } from './read-name.ts';
import { RowCells } from './row-cells.ts';
import { genderOf, genderOfRelation, relationOf } from './words.ts';
import type { ImportSettings, ImportSource } from '../imports.contract.ts';

/** How the school of a row is called, before it is found in the directory. */
export interface SchoolWords {
  readonly id: string | null;
  readonly name: string | null;
  readonly ogrn: string | null;
  readonly inn: string | null;
}

/** A row as it was understood. `family` is null when it cannot become one; enrolments lack their school still. */
export interface ReadFamilyRow {
  readonly line: number;
  readonly family: IntakeFamily | null;
  readonly school: SchoolWords | null;
  /** `field:code`: why the row is bad. */
  readonly errors: readonly string[];
  /** What had to be guessed. */
  readonly warnings: readonly string[];
}

export interface FamilyRowContext {
  readonly columns: ReadonlyMap<string, readonly number[]>;
  readonly defaults: ImportSettings['defaults'];
  readonly source: ImportSource;
  /** The first of September of the school year. */
  readonly schoolYear: string;
  readonly today: string;
}

/** Takes the place of a school that is still to be found; never stored. */
export const PENDING_SCHOOL = '00000000-0000-0000-0000-000000000000';

/** Pure: reads one row of people as they write it. Faults are named by field and code and never quote a value. */
export function readFamilyRow(row: TableRow, context: FamilyRowContext): ReadFamilyRow {
  const cells = new RowCells(row, context.columns);
  const guardian = readGuardian(cells, context);
  const { child, school } = readChild(cells, context);
  if (guardian === null && child === null && cells.errors.size === 0) cells.error('row', 'nobody-in-it');
  const number = readNumber(cells);
  const mandate = guardian === null ? null : readMandate(cells);
  const failed = cells.errors.size > 0 || (guardian === null && child === null);
  return {
    line: row.line,
    family: failed
      ? null
      : {
          ...{ number, mandate },
          dataSource: dataSourceOf(cells.text('family.source') ?? context.source) ?? 'guardian_form_import',
          guardians: guardian === null ? [] : [guardian],
          children: child === null ? [] : [child],
        },
    school: child === null ? null : school,
    errors: [...cells.errors],
    warnings: [...cells.warnings],
  };
}

function readGuardian(cells: RowCells, { defaults }: FamilyRowContext): AddGuardian | null {
  const name = readName(cells, 'guardian');
  if (name === null) return null;
  const relationWord = cells.text('guardian.relation');
  const relation = relationWord === null ? defaults.relation : relationOf(relationWord);
  if (relation === null) cells.error('guardian.relation', 'unknown-word');
  const gender =
    genderOf(cells.text('guardian.gender') ?? '') ??
    genderOfRelation(relationWord ?? '') ??
    genderFromPatronymic(name.patronymic);
  if (gender === null) cells.error('guardian.gender', 'gender-needed');
  const address = cells.text('guardian.address') ?? defaults.postalAddress;
  if (address === null) cells.error('guardian.address', 'required');
  const isOwn = cells.text('family.number') !== null;
  const phones = cells.read('guardian.phone', readPhones);
  const emails = cells.read('guardian.email', readEmails);
  return checked(cells, 'guardian', addGuardianSchema, {
    ...{ name, relation, gender },
    // An export of ours comes back letter by letter; what people write elsewhere gets one spelling.
    phone: isOwn && phones?.length === 1 ? cells.text('guardian.phone') : (phones?.[0]?.number ?? null),
    email: isOwn && emails?.length === 1 ? cells.text('guardian.email') : (emails?.[0] ?? null),
    postalAddress: address,
    basisDocument: cells.text('guardian.basis'),
    basisExpiresOn: cells.read('guardian.basisExpiresOn', readDay),
    otherParent: otherParentOf(cells.text('guardian.otherParent')),
    identityDocument: readDocument(cells),
    caseForms: readForms(cells, 'guardian'),
  });
}

function readChild(
  cells: RowCells,
  { defaults, schoolYear, today }: FamilyRowContext,
): { child: AddChild | null; school: SchoolWords | null } {
  const combined = cells.read('child.combined', splitCombined);
  const name = readName(cells, 'child', combined?.name ?? null);
  if (name === null) return { child: null, school: null };
  const birthDate = cells.read('child.birthDate', readDay);
  if (cells.text('child.birthDate') === null) cells.error('child.birthDate', 'required');
  if (birthDate !== null && birthDate > today) cells.error('child.birthDate', 'day-in-future');
  if (birthDate !== null && Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4)) > 25) {
    cells.error('child.birthDate', 'birth-date-too-old');
  }
  const gender = genderOf(cells.text('child.gender') ?? '') ?? genderFromPatronymic(name.patronymic);
  if (gender === null) cells.error('child.gender', 'gender-needed');
  const school = {
    id: cells.text('school.id'),
    name: cells.text('school.name') ?? combined?.organisation ?? null,
    ogrn: cells.text('school.ogrn'),
    inn: cells.text('school.inn'),
  };
  const isNamed = Object.values(school).some((word) => word !== null);
  const classLabel = readClass(cells, combined?.schoolClass ?? null);
  if (isNamed && classLabel === null && cells.text('enrolment.class') === null)
    cells.error('enrolment.class', 'required');
  const from = cells.read('enrolment.from', readDay) ?? defaults.enrolledFrom ?? schoolYear;
  const enrolment = isNamed && classLabel !== null ? { authorityId: PENDING_SCHOOL, classLabel, from } : null;
  if (enrolment !== null && birthDate !== null && from < birthDate) cells.error('enrolment.from', 'before-birth');
  const child = checked(cells, 'child', addChildSchema, {
    ...{ name, birthDate, gender, enrolment },
    caseForms: readForms(cells, 'child'),
  });
  return { child, school: isNamed ? school : null };
}

/** As our own export and our letters write it: «3 «А»». */
function readClass(cells: RowCells, combined: string | null): string | null {
  const own = cells.text('enrolment.class');
  if (own !== null && (cells.text('school.id') !== null || /^\d{1,2} «.+»$/u.test(own))) return own;
  const read =
    own === null && combined !== null
      ? readSchoolClass(combined).value
      : cells.read('enrolment.class', readSchoolClass);
  if (read === null) return null;
  return read.letter === '' ? String(read.grade) : `${read.grade} «${read.letter}»`;
}

function readDocument(cells: RowCells) {
  const number = cells.text('guardian.documentNumber');
  if (number === null) return null;
  const issuedOn = cells.read('guardian.documentIssuedOn', readDay);
  const issuedBy = cells.text('guardian.documentIssuedBy');
  // A bare number helps no letter, and what nothing is done with is not kept.
  if (issuedOn === null || issuedBy === null) {
    cells.warnings.add('guardian.documentNumber:left-out-incomplete');
    return null;
  }
  return { kind: documentKindOf(cells.text('guardian.documentKind')), number, issuedOn, issuedBy };
}

function readForms(cells: RowCells, person: 'guardian' | 'child') {
  const [genitive, dative] = [cells.text(`${person}.genitive`), cells.text(`${person}.dative`)];
  return genitive === null && dative === null ? null : { genitive, dative };
}

function readMandate(cells: RowCells): IntakeFamily['mandate'] {
  const signedOn = cells.read('mandate.signedOn', readDay);
  if (signedOn === null) return null;
  const scope = mandateScopeOf(cells.text('mandate.scope'));
  return { guardianIndex: 0, scope, signedOn, expiresOn: cells.read('mandate.expiresOn', readDay), fileId: null };
}

function readNumber(cells: RowCells): number | null {
  const text = cells.text('family.number');
  if (text === null) return null;
  const digits = /^\D*(\d{1,12})$/.exec(text)?.[1];
  if (digits === undefined) cells.error('family.number', 'unreadable');
  return digits === undefined ? null : Number(digits);
}

/** The contract of a single family holds for many as well; its faults become reasons. */
function checked<S extends z.ZodType>(cells: RowCells, person: string, schema: S, value: unknown): z.output<S> | null {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const { path, code, message } of parsed.error.issues) {
    // What is missing has been named already, in the words of the table.
    if ([...cells.errors].some((error) => error.startsWith(`${person}.${String(path[0])}`))) continue;
    cells.error(`${person}.${path.map(String).join('.')}`, code === 'custom' ? message : code.replaceAll('_', '-'));
  }
  return null;
}
