import type { LetterheadInput } from './letterhead.schema.ts';

/** Of an invented branch. */
export const exampleLetterhead: LetterheadInput = {
  lines: [
    'Союз родителей «Пример»',
    'Отделение в Примерской области',
    '123456, г. Примерск, ул. Садовая, д. 1 · primersk@parents.test',
  ],
  contact: ['Нуриева Лилия Маратовна, ответственная за обработку персональных данных', 'тел. +7 900 000-00-01'],
};
