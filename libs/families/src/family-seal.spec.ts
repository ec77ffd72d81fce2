import { initialsOf } from './family-seal.ts';

test.each([
  [{ surname: 'Иванова', givenName: 'Мария', patronymic: 'Петровна' }, 'И. М. П.'],
  [{ surname: 'Ким', givenName: 'анна-мария', patronymic: null }, 'К. А.'],
  [{ surname: "д'Арк", givenName: 'Жанна', patronymic: null }, 'Д. Ж.'],
])('%j is listed as %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
