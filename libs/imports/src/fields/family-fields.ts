import { type ColumnField, readDay, readEmails, readPhones } from '#tables';

/**
 * What a table of families may hold. The first title is the one that our own export writes, so that it maps without
 * help; the others are what people and other programs write.
 */
export const familyFields = [
  field('family.number', ['Номер дела', 'номер семьи', '№ дела', 'case number']),
  field('family.source', ['Источник сведений', 'источник', 'data source']),
  field('guardian.fullName', [
    'ФИО представителя',
    ...['фио родителя', 'родитель', 'законный представитель', 'фио законного представителя', 'фио мамы', 'мама'],
    ...['фио заявителя', 'заявитель', 'guardian', 'parent', 'guardian name', 'parent name'],
  ]),
  field('guardian.surname', ['Фамилия представителя', 'фамилия родителя', 'guardian surname']),
  field('guardian.givenName', ['Имя представителя', 'имя родителя', 'guardian given name']),
  field('guardian.patronymic', ['Отчество представителя', 'отчество родителя', 'guardian patronymic']),
  field('guardian.relation', ['Кем приходится', 'степень родства', 'родство', 'relation']),
  field('guardian.gender', ['Пол представителя', 'пол родителя', 'guardian gender']),
  field(
    'guardian.phone',
    ['Телефон', 'телефон родителя', 'контактный телефон', 'моб. телефон', 'тел.', 'тел', 'phone', 'mobile'],
    (cell) => (readPhones(cell).value?.length ?? 0) > 0,
  ),
  field(
    'guardian.email',
    ['Электронная почта', 'e-mail', 'email', 'почта', 'эл. почта', 'адрес электронной почты'],
    (cell) => cell.includes('@') && (readEmails(cell).value?.length ?? 0) > 0,
  ),
  field('guardian.address', [
    'Почтовый адрес',
    ...['адрес', 'адрес проживания', 'адрес регистрации', 'место жительства', 'address', 'postal address'],
  ]),
  field('guardian.basis', ['Документ о представительстве', 'основание представительства', 'basis document']),
  field('guardian.basisExpiresOn', ['Документ действует до', 'basis expires on']),
  field('guardian.otherParent', ['Второй родитель', 'позиция второго родителя', 'other parent']),
  field('guardian.documentKind', ['Вид документа', 'вид документа, удостоверяющего личность', 'document kind']),
  field('guardian.documentNumber', ['Номер документа', 'паспорт', 'серия и номер паспорта', 'document number']),
  field('guardian.documentIssuedOn', ['Документ выдан (дата)', 'дата выдачи', 'дата выдачи паспорта', 'issued on']),
  field('guardian.documentIssuedBy', ['Документ выдан (кем)', 'кем выдан', 'кем выдан паспорт', 'issued by']),
  field('guardian.genitive', ['ФИО представителя (родительный падеж)', 'guardian genitive']),
  field('guardian.dative', ['ФИО представителя (дательный падеж)', 'guardian dative']),
  field('child.fullName', [
    'ФИО ребёнка',
    ...['ребенок', 'фио ученика', 'фио обучающегося', 'ученик', 'фамилия имя отчество ребенка', 'child', 'child name'],
  ]),
  field('child.surname', ['Фамилия ребёнка', 'фамилия ученика', 'child surname']),
  field('child.givenName', ['Имя ребёнка', 'имя ученика', 'child given name']),
  field('child.patronymic', ['Отчество ребёнка', 'отчество ученика', 'child patronymic']),
  field('child.combined', ['Ребёнок, класс, школа', 'ученик, класс, школа', 'фио, класс, школа'], (cell) =>
    /^[\p{L} .-]+,\s*\d{1,2}\s*[«"]?\p{L}?[»"]?\s*,.+/u.test(cell),
  ),
  field(
    'child.birthDate',
    ['Дата рождения', 'дата рождения ребенка', 'д.р.', 'др', 'день рождения', 'birth date', 'birth_date', 'dob'],
    (cell) => /\d{4}|\d{2}\.\d{2}\./.test(cell) && readDay(cell).value !== null,
  ),
  field('child.gender', ['Пол ребёнка', 'пол', 'пол ученика', 'child gender']),
  field('child.genitive', ['ФИО ребёнка (родительный падеж)', 'child genitive']),
  field('child.dative', ['ФИО ребёнка (дательный падеж)', 'child dative']),
  field('enrolment.class', ['Класс', 'класс ребенка', 'группа', 'class', 'grade'], (cell) =>
    /^\s*\d{1,2}\s*[-«"]?\s*\p{L}?\s*[»"]?\s*$/u.test(cell),
  ),
  field('enrolment.from', ['Учится с', 'зачислен', 'дата зачисления', 'enrolled from']),
  field('school.id', ['Код школы в справочнике', 'school id']),
  field('school.name', [
    'Школа',
    ...['образовательная организация', 'учебное заведение', 'наименование оо', 'оо', 'учреждение', 'school'],
  ]),
  field('school.ogrn', ['ОГРН школы', 'огрн', 'school ogrn']),
  field('school.inn', ['ИНН школы', 'инн', 'school inn']),
  field('mandate.scope', ['Полномочия объединения', 'mandate scope']),
  field('mandate.signedOn', ['Доверенность подписана', 'дата доверенности', 'mandate signed on']),
  field('mandate.expiresOn', ['Доверенность действует до', 'mandate expires on']),
] as const satisfies readonly ColumnField[];

export type FamilyField = (typeof familyFields)[number]['name'];

function field<const Name extends string>(
  name: Name,
  titles: readonly string[],
  recognises?: (sample: string) => boolean,
): ColumnField & { readonly name: Name } {
  return { name, titles, ...(recognises === undefined ? {} : { recognises }) };
}
