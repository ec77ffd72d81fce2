import { dataSourceSchema, type AddGuardian, type IntakeFamily } from '#families';
import { normaliseName } from '#vault';

type DocumentKind = NonNullable<AddGuardian['identityDocument']>['kind'];
type Scope = NonNullable<IntakeFamily['mandate']>['scope'];

/** Words for codes, as our own export writes them: a table for people holds words. */
export const documentKinds: Readonly<Record<DocumentKind, string>> = {
  passport: 'паспорт',
  foreign_passport: 'паспорт иностранного гражданина',
  residence_permit: 'вид на жительство',
  temporary_identity_card: 'временное удостоверение личности',
  refugee_certificate: 'удостоверение беженца',
};

export const mandateScopes: Readonly<Record<Scope, string>> = {
  help: 'помощь',
  submit: 'подача обращений',
  represent: 'представительство',
};

export const dataSources: Readonly<Record<IntakeFamily['dataSource'], string>> = {
  guardian_in_person: 'представитель лично',
  guardian_remotely: 'представитель дистанционно',
  guardian_document: 'документ представителя',
  guardian_form_import: 'анкета представителя',
};

export const otherParents: Readonly<Record<AddGuardian['otherParent'], string>> = {
  agrees: 'согласен',
  unknown: 'неизвестно',
  objects: 'против',
};

export function otherParentOf(cell: string | null): AddGuardian['otherParent'] {
  return codeOf(otherParents, cell) ?? 'unknown';
}

export function documentKindOf(cell: string | null): DocumentKind {
  return codeOf(documentKinds, cell) ?? 'passport';
}

export function mandateScopeOf(cell: string | null): Scope {
  return codeOf(mandateScopes, cell) ?? 'help';
}

export function dataSourceOf(cell: string): IntakeFamily['dataSource'] | null {
  const code = dataSourceSchema.safeParse(cell);
  return code.success ? code.data : codeOf(dataSources, cell);
}

function codeOf<Code extends string>(words: Readonly<Record<Code, string>>, cell: string | null): Code | null {
  if (cell === null) return null;
  const wanted = normaliseName(cell);
  const found = (Object.entries(words) as [Code, string][]).find(
    ([code, word]) => code === wanted || normaliseName(word) === wanted,
  );
  return found?.[0] ?? null;
}
