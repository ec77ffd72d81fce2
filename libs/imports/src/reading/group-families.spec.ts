import { addChildSchema, addGuardianSchema, type IntakeFamily } from '#families';
import { groupFamilies } from './group-families.ts';

function family(guardian: string, phone: string | null, child: string, born = '2015-05-05'): IntakeFamily {
  const name = (text: string) => {
    const [surname = '', givenName = ''] = text.split(' ');
    return { surname, givenName };
  };
  return {
    ...{ number: null, dataSource: 'guardian_form_import', mandate: null },
    guardians: [
      addGuardianSchema.parse({
        ...{
          relation: 'parent',
          gender: 'female',
          name: name(guardian),
          phone,
          postalAddress: `у ${guardian} ${phone ?? ''}`,
        },
      }),
    ],
    children: [addChildSchema.parse({ name: name(child), birthDate: born, gender: 'male' })],
  };
}

const grouped = (...families: IntakeFamily[]) =>
  groupFamilies(families.map((one, index) => ({ line: index + 2, family: one }))).map(
    ({ lines, family: { guardians, children } }) => ({
      ...{ lines, guardians: guardians.length, children: children.length },
    }),
  );

test('children of one guardian are one family; a name alone makes no guardian the same', () => {
  const groups = grouped(
    family('Ким Анна', '+79000000001', 'Ким Лев'),
    family('Ким Анна', '8 900 000-00-01', 'Ким Ян', '2018-01-01'),
    family('Ким Анна', '+79000000002', 'Ким Пак', '2019-01-01'),
  );
  expect(groups).toEqual([
    { lines: [2, 3], guardians: 1, children: 2 },
    { lines: [4], guardians: 1, children: 1 },
  ]);
});

test('two guardians of one child are one family, also over a third row', () => {
  const groups = grouped(
    family('Ким Анна', '+79000000001', 'Ким Лев'),
    family('Пак Иван', '+79000000003', 'Пак Ян', '2018-01-01'),
    family('Пак Иван', '+79000000003', 'КИМ ЛЕВ'),
  );
  expect(groups).toEqual([{ lines: [2, 3, 4], guardians: 2, children: 2 }]);
});
