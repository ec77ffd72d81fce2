import { NumberRetention } from '#families';
import { CaseHouse } from '../support/case-house.ts';
import { eventually } from '../support/correspondence-house.ts';

let house: CaseHouse;

beforeAll(async () => {
  house = await CaseHouse.build();
}, 60_000);
afterAll(() => house.close());

test('numbers of documents are emptied when their time is over, and no sooner', async () => {
  const identityDocument = { kind: 'passport', number: '92 04 654321', issuedOn: '2020-02-01', issuedBy: 'ОВД' };
  const name = { surname: 'Петрова', givenName: 'Анна', patronymic: 'Игоревна' };
  const basisDocument = 'свидетельство о рождении серии I-КБ № 123456';
  const { body } = await house
    .post('/families', {
      dataSource: 'guardian_in_person',
      guardians: [{ relation: 'parent', name, postalAddress: 'г. Казань', basisDocument, identityDocument }],
      children: [{ name: { ...name, patronymic: 'Олеговна' }, birthDate: '2016-05-05' }],
    })
    .expect(201);
  const guardian = async () =>
    (await house.get(`/families/${body.id as string}`).expect(200)).body.guardians[0] as Record<string, unknown>;
  expect(await guardian()).toMatchObject({ documentNumbers: { held: true, keptUntil: expect.any(String) } });
  const retention = house.worker.get(NumberRetention);
  expect(await retention.run()).toBe(0);
  await house.api.database.asAdmin(`UPDATE guardians SET numbers_since = numbers_since - interval '366 days'`);
  expect(await retention.run()).toBe(1);
  const emptied = await eventually(async () => {
    const now = await guardian();
    return now['identityDocument'] === null ? now : undefined;
  }, 'the numbers to be emptied');
  expect(emptied).toMatchObject({
    basisDocument: 'свидетельство о рождении серии I-КБ № …',
    documentNumbers: { held: false, keptUntil: null },
  });
  expect(await retention.run()).toBe(0);
}, 60_000);
