import type { Reading } from '../finding.ts';
import { foldToRussian } from './fold-look-alikes.ts';
import { isBlank, plainText } from './plain-text.ts';
import { reading } from './value-findings.ts';

export interface SchoolClass {
  /** 1 to 12. */
  readonly grade: number;
  /** Capital Russian letter, or `''`. */
  readonly letter: string;
}

const CLASS = /^(\d{1,2})\s?[-–—./]?\s?["«'“„]*\s?([а-яё]?)\s?["»'”]*\s?(?:класс|кл)?\.?$/iu;

/** «3А», «3 "а"», «3-А класс», «11». */
export function readSchoolClass(cell: string): Reading<SchoolClass> {
  const { text, changed } = foldToRussian(plainText(cell));
  if (isBlank(text)) return reading<SchoolClass>(null);
  const [, grade, letter] = CLASS.exec(text) ?? [];
  if (grade === undefined || Number(grade) < 1 || Number(grade) > 12)
    return reading<SchoolClass>(null, 'class-unreadable');
  const value = { grade: Number(grade), letter: (letter ?? '').toUpperCase() };
  return changed ? reading(value, 'look-alike-letters') : reading(value);
}
