import type { PersonName } from '#families';
import { readPersonName } from '#tables';
import type { RowCells } from './row-cells.ts';

/** From three columns, or from one that holds the whole name; null when there is none. Its faults are noted. */
export function readName(
  cells: RowCells,
  person: 'guardian' | 'child',
  whole: string | null = null,
): PersonName | null {
  const [surname, givenName] = [cells.text(`${person}.surname`), cells.text(`${person}.givenName`)];
  if (surname !== null && givenName !== null) {
    return { surname, givenName, patronymic: cells.text(`${person}.patronymic`) };
  }
  const field = `${person}.fullName`;
  const name = whole === null ? cells.read(field, readPersonName) : readPersonName(whole).value;
  if (name === null) return null;
  return { surname: name.family, givenName: name.given, patronymic: name.patronymic };
}
