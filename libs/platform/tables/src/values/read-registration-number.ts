import type { Reading } from '../finding.ts';
import { isBlank, plainText } from './plain-text.ts';
import { reading } from './value-findings.ts';

export type RegistrationNumber = 'inn' | 'ogrn' | 'kpp';

const LENGTHS: Readonly<Record<RegistrationNumber, readonly number[]>> = { inn: [10, 12], ogrn: [13, 15], kpp: [9] };

/**
 * The digits of an ИНН, ОГРН or КПП, also out of «ИНН/КПП 1659001234/165901001». A zero that a spreadsheet took from the
 * front is put back with a warning (no ОГРН begins with one). Check digits are not verified here.
 */
export function readRegistrationNumber(cell: string, kind: RegistrationNumber): Reading<string> {
  const text = plainText(cell).replace(/[.,]0+$/, '');
  if (isBlank(text)) return reading<string>(null);
  if (/^\d[.,]?\d*e\+?\d+$/i.test(text)) return reading<string>(null, 'number-as-exponent');
  const lengths = LENGTHS[kind];
  const parts = text.split(/[/\\,;]/).map((part) => part.replace(/[^\dA-Z]/g, '').replace(/\D*(?=\d)/, ''));
  const [whole] = parts.filter((part) => lengths.includes(part.length));
  if (whole !== undefined && isWellFormed(whole, kind)) return reading(whole);
  const [short] = parts.filter((part) => kind !== 'ogrn' && lengths.includes(part.length + 1) && /^\d+$/.test(part));
  return short === undefined ? reading<string>(null, 'number-length') : reading(`0${short}`, 'leading-zero-restored');
}

/** The reason of registration inside a КПП may have letters (Приказ ФНС России от 29.06.2012 № ММВ-7-6/435@). */
function isWellFormed(text: string, kind: RegistrationNumber): boolean {
  return kind === 'kpp' ? /^\d{4}[\dA-Z]{2}\d{3}$/.test(text) : /^\d+$/.test(text);
}
