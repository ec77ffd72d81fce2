import { addDays, localDate } from '#kernel';

const SURNAMES = [
  'Иванов',
  'Смирнов',
  'Хасанов',
  'Петров',
  'Волков',
  'Фёдоров',
  'Галиев',
  'Соловьёв',
  'Егоров',
  'Козлов',
];
const MOTHERS = ['Мария', 'Анна', 'Елена', 'Гульнара', 'Наталья', 'Ольга', 'Любовь', 'Ирина'];
const FATHERS = ['Сергей', 'Алексей', 'Ринат', 'Дмитрий', 'Павел', 'Николай'];
const BOYS = ['Пётр', 'Тимур', 'Артём', 'Лев', 'Матвей'];
const GIRLS = ['Софья', 'Амина', 'Ева', 'Варвара', 'Полина'];
const PATRONYMICS = ['Сергеев', 'Алексеев', 'Ринатов', 'Дмитриев', 'Павлов', 'Николаев'];
const SYSTEMS = ['my_school', 'sferum', 'e_diary', 'navigator', 'gto', 'data_mart_edu'];

/** One family of the demo association as the API takes it: invented, but with the variety that real rows have. */
export function demoFamily(index: number, schoolIds: readonly string[]) {
  const surname = pick(SURNAMES, index);
  const mother = index % 3 !== 0;
  const fathersName = index % PATRONYMICS.length;
  const children = Array.from({ length: 1 + (index % 5 === 0 ? 1 : 0) }, (_, child) =>
    demoChild(index, child, schoolIds),
  );
  return {
    dataSource: 'guardian_in_person',
    guardians: [
      {
        relation: index % 11 === 10 ? 'guardian' : 'parent',
        name: {
          surname: mother ? `${surname}а` : surname,
          givenName: mother ? pick(MOTHERS, index) : pick(FATHERS, fathersName),
          patronymic: `${pick(PATRONYMICS, index + 2)}${mother ? 'на' : 'ич'}`,
        },
        phone: `+7 900 ${String(100 + index)}-${String(10 + (index % 90))}-${String(99 - index)}`,
        email: `parent${index + 1}@families.test`,
        postalAddress: `ул. Родительская, д. ${index + 1}, кв. ${(index % 60) + 1}`,
        basisDocument: `свидетельство о рождении серии I-АА № ${String(500_000 + index * 37)}`,
      },
    ],
    children,
    consents: children.flatMap(({ enrolment }, childIndex) =>
      [0, 1, 2].map((offset) => ({
        childIndex,
        authorityId: enrolment.authorityId,
        systemCode: pick(SYSTEMS, index + offset),
        givenOn: '2025-09-01',
      })),
    ),
    mandate:
      index % 4 === 3 ? null : { guardianIndex: 0, scope: 'submit', signedOn: '2026-09-10', expiresOn: '2027-09-10' },
  };
}

function demoChild(index: number, child: number, schoolIds: readonly string[]) {
  const girl = (index + child) % 2 === 0;
  const grade = 1 + ((index + child * 3) % 11);
  return {
    name: {
      surname: `${pick(SURNAMES, index)}${girl ? 'а' : ''}`,
      givenName: pick(girl ? GIRLS : BOYS, index + child),
      patronymic: `${pick(PATRONYMICS, index)}${girl ? 'на' : 'ич'}`,
    },
    birthDate: addDays(localDate('2019-06-01'), -(grade * 365 + index * 3)),
    enrolment: {
      authorityId: pick(schoolIds, index + child),
      classLabel: `${grade} «${pick(['А', 'Б', 'В'], index)}»`,
      from: '2026-09-01',
    },
  };
}

function pick<T>(list: readonly T[], index: number): T {
  const found = list[index % list.length];
  if (found === undefined) throw new RangeError('There is nothing to pick from.');
  return found;
}
