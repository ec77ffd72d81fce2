import { type ColumnField, readEmails } from '#tables';

/**
 * What a table of schools may hold. The first title is our own export's; then come the columns of the register of
 * licences for education that the supervision publishes as open data, in its Russian and its machine-readable spelling.
 */
export const schoolFields = [
  field('school.id', ['Код школы в справочнике', 'school id']),
  field('school.fullName', [
    'Полное наименование',
    ...['полное наименование организации', 'полное наименование лицензиата', 'полное наименование юридического лица'],
    ...['наименование организации', 'EOName', 'SchoolName', 'LicenseeFullName', 'full name'],
  ]),
  field('school.shortName', [
    'Краткое наименование',
    ...['сокращенное наименование', 'сокращённое наименование организации', 'сокращенное наименование лицензиата'],
    ...['ShortName', 'EOShortName', 'LicenseeShortName', 'short name'],
  ]),
  field('school.inn', ['ИНН', 'инн организации', 'инн лицензиата', 'инн юридического лица', 'Inn', 'EOInn']),
  field('school.kpp', ['КПП', 'кпп организации', 'кпп лицензиата', 'Kpp', 'EOKpp']),
  field('school.ogrn', ['ОГРН', 'огрн организации', 'огрн лицензиата', 'Ogrn', 'EOOgrn']),
  field('school.address', [
    'Почтовый адрес',
    ...['адрес', 'адрес организации', 'адрес места нахождения', 'адрес места нахождения организации'],
    ...['место нахождения', 'юридический адрес', 'LawAddress', 'PostAddress', 'EOAddressLaw', 'address'],
  ]),
  field('school.region', [
    'Код региона',
    ...['регион', 'субъект рф', 'наименование субъекта рф', 'субъект российской федерации', 'RegionName', 'region'],
  ]),
  field('school.municipality', ['Муниципалитет', 'муниципальное образование', 'район', 'municipality']),
  field('school.headPosition', ['Должность руководителя', 'HeadPost', 'head position']),
  field('school.headName', ['Руководитель', ...['фио руководителя', 'директор', 'фио директора', 'HeadName', 'head']]),
  field(
    'school.emails',
    ['Электронная почта', 'e-mail', 'email', 'адрес электронной почты', 'почта', 'Email', 'EOEmail'],
    (cell) => cell.includes('@') && (readEmails(cell).value?.length ?? 0) > 0,
  ),
] as const satisfies readonly ColumnField[];

export type SchoolField = (typeof schoolFields)[number]['name'];

function field<const Name extends string>(
  name: Name,
  titles: readonly string[],
  recognises?: (sample: string) => boolean,
): ColumnField & { readonly name: Name } {
  return { name, titles, ...(recognises === undefined ? {} : { recognises }) };
}
