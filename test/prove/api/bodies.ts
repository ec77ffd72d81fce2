/** Bodies that real routes take; the people and places are invented. */
export function authorityBody(shortName: string): object {
  return { kind: 'school', regionCode: '16', shortName, fullName: shortName, postalAddress: 'Казань' };
}

export function familyBody(surname = 'Образцова'): object {
  const name = { surname, givenName: 'Вера', patronymic: 'Ильинична' };
  return {
    dataSource: 'guardian_in_person',
    guardians: [{ relation: 'parent', name, postalAddress: 'Казань, ул. Примерная, 1' }],
    children: [{ name, birthDate: '2016-05-04' }],
  };
}
