import type { FullName } from './full-name.ts';

/** «Иванова М. П.»; «Сидорова А.-М. И.» for a double given name; «Ким А.» without a patronymic. */
export function initials(name: FullName): string {
  const surname = name.surname.trim();
  const letters = [letterOf(name.givenName), letterOf(name.patronymic ?? '')].filter((part) => part !== '');
  return [surname, ...letters].join(' ');
}

function letterOf(part: string): string {
  return part
    .trim()
    .split('-')
    .map((piece) => piece.normalize('NFC').charAt(0))
    .filter((letter) => letter !== '')
    .map((letter) => `${letter.toLocaleUpperCase('ru')}.`)
    .join('-');
}
