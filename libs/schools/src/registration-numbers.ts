const INN_WEIGHTS = [2, 4, 10, 3, 5, 9, 4, 6, 8] as const;

/**
 * True for the ten-digit taxpayer number (ИНН) of an organisation whose last digit is right: the weighted sum of the
 * first nine, modulo 11, modulo 10. Source: rules of assigning ИНН, Приказ ФНС России от 29.06.2012 № ММВ-7-6/435@
 * (structure: four digits of the tax office, five of the entry, one check digit); weights known, not re-checked.
 */
export function isInn(text: string): boolean {
  if (!/^\d{10}$/.test(text)) return false;
  const sum = INN_WEIGHTS.reduce((total, weight, index) => total + weight * Number(text.charAt(index)), 0);
  return (sum % 11) % 10 === Number(text.charAt(9));
}

/**
 * True for the thirteen-digit state registration number (ОГРН) of an organisation whose last digit is right: the first
 * twelve digits modulo 11, modulo 10. Source: rules of keeping ЕГРЮЛ, Приказ Минфина России от 30.10.2017 № 165н
 * (before: Постановление Правительства от 19.06.2002 № 438); known, not re-checked.
 */
export function isOgrn(text: string): boolean {
  if (!/^\d{13}$/.test(text)) return false;
  return (Number(text.slice(0, 12)) % 11) % 10 === Number(text.charAt(12));
}

/**
 * True for the nine-place reason code (КПП) of an organisation: four digits of the tax office, two places of the reason
 * (digits or capital Latin letters), three digits of the entry. It has no check digit. Source: Приказ ФНС России от
 * 29.06.2012 № ММВ-7-6/435@; known, not re-checked.
 */
export function isKpp(text: string): boolean {
  return /^\d{4}[\dA-Z]{2}\d{3}$/.test(text);
}
