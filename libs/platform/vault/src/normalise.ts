/** Spelling variants of one value become one text, so that its blind index finds them all. Pure. */

export function normaliseEmail(address: string): string {
  return address.trim().normalize('NFC').toLowerCase();
}

/** `+79161234567` for every Russian spelling, `+` and digits for others, null when it is no telephone number. */
export function normalisePhone(number: string): string | null {
  const international = number.trim().startsWith('+');
  const digits = number.replace(/\D/g, '');
  if (!international && digits.length === 10 && !/^[0-27]/.test(digits)) return `+7${digits}`;
  if (digits.length === 11 && (digits.startsWith('7') || (digits.startsWith('8') && !international))) {
    return `+7${digits.slice(1)}`;
  }
  return international && !digits.startsWith('7') && digits.length >= 7 && digits.length <= 15 ? `+${digits}` : null;
}

/** Lower case, ё as е, single spaces; hyphens of any kind become `-`. */
export function normaliseName(name: string): string {
  const spaced = name.normalize('NFC').trim().replace(/\s+/g, ' ');
  return spaced
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[\u2010-\u2015\u2212]/g, '-');
}

/** Letters and digits only, upper case: series and number are written with and without spaces, № and dashes. */
export function normaliseDocument(number: string): string {
  return number
    .normalize('NFC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
