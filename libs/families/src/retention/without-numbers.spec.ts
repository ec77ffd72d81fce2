import { withoutNumbers } from './without-numbers.ts';

const personal = {
  name: { surname: 'Примерова', givenName: 'Анна', patronymic: null },
  ...{ phone: '+7 900 000-00-00', email: null, postalAddress: 'Казань, ул. Мира, 1', caseForms: null },
  identityDocument: { kind: 'passport', number: '92 04 654321', issuedOn: '2020-02-01', issuedBy: 'ОВД' },
} as never;

test.each([
  ['свидетельство о рождении серии I-КБ № 123456', 'свидетельство о рождении серии I-КБ № …'],
  ['акт опеки от 01.02.2024 № 15/4-о', 'акт опеки от … № …'],
  ['паспорт 92 04 654321', 'паспорт …'],
  ['свидетельство о рождении', 'свидетельство о рождении'],
])('%s becomes %s', (before, after) => {
  const left = withoutNumbers({ ...(personal as object), basisDocument: before } as never);
  expect(left).toMatchObject({ basisDocument: after, identityDocument: null, phone: '+7 900 000-00-00' });
});
