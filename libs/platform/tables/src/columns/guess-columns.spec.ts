import { readDay } from '../values/read-day.ts';
import { readEmails } from '../values/read-emails.ts';
import { readPhones } from '../values/read-phones.ts';
import type { ColumnField } from './column-field.ts';
import { guessColumns } from './guess-columns.ts';

const fields: ColumnField[] = [
  { name: 'child', titles: ['ФИО ребёнка', 'ребёнок', 'учащийся', 'child'] },
  { name: 'guardian', titles: ['ФИО родителя', 'родитель', 'законный представитель', 'parent'] },
  { name: 'born', titles: ['дата рождения', 'д.р.', 'birth date'], recognises: (cell) => readDay(cell).value !== null },
  {
    name: 'phone',
    titles: ['телефон', 'моб. тел.', 'phone'],
    several: true,
    recognises: (cell) => readPhones(cell).value !== null,
  },
  { name: 'email', titles: ['эл. почта', 'e-mail', 'email'], recognises: (cell) => readEmails(cell).value !== null },
];

function guessed(...columns: readonly (readonly [string, ...string[]])[]): (string | null)[] {
  const guesses = guessColumns(
    columns.map(([title, ...samples], index) => ({ index, title, samples })),
    fields,
  );
  return columns.map((_, index) => guesses.find(({ column }) => column === index)?.field ?? null);
}

describe('columns', () => {
  it('are told by their titles, however these are spelt', () => {
    expect(guessed(['Ф.И.О. ребенка:'], ['Дата рождения (ребёнка)'], ['Моб.тел.'], ['E-mail'], ['Примечание'])).toEqual(
      ['child', 'born', 'phone', 'email', null],
    );
  });

  it('are told by the last row of a header with groups', () => {
    expect(guessed(['Ребёнок / Дата рождения', '05.06.2015'], ['Родитель / Телефон', '89171234567'])).toEqual([
      'born',
      'phone',
    ]);
  });

  it('without a telling title are told by their values', () => {
    expect(guessed(['', 'ivanova@mail.ru'], ['Столбец 2', '8 917 123-45-67'], ['', '05.06.2015'])).toEqual([
      'email',
      'phone',
      'born',
    ]);
  });

  it('whose values deny their title yield to those whose values fit', () => {
    const [first, second] = guessColumns(
      [
        { index: 0, title: 'Дата рождения', samples: ['Казань', 'Уфа'] },
        { index: 1, title: 'Дата рождения', samples: ['05.06.2015'] },
      ],
      fields,
    );
    expect(first).toMatchObject({ column: 1, field: 'born', score: 1 });
    expect(second).toBeUndefined();
  });

  it('go to a field once, unless it takes several', () => {
    expect(guessed(['Телефон', '89171234567'], ['Телефон 2', '89171234568'], ['Ребёнок'], ['Ребёнок'])).toEqual([
      'phone',
      'phone',
      'child',
      null,
    ]);
  });

  it('say why', () => {
    const [guess] = guessColumns([{ index: 0, title: 'Дата рождения', samples: ['05.06.2015'] }], fields);
    expect(guess?.reasons.map(({ code }) => code)).toEqual(['title-same', 'values-fit']);
  });
});
