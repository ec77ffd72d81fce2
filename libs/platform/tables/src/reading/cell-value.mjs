const DAY_MS = 86_400_000;
/** Days from the spreadsheet's day 0 to 1970-01-01, in the calendar that takes 1900 for a leap year. */
const EPOCH = 25_569;
const SHIFT_1904 = 1462;

/** Number formats 14-22, 27-36, 45-47, 50-58 are built-in dates and times (ECMA-376 part 1, 18.8.30). */
export function isDateFormat(id, code) {
  if (code === undefined)
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
  return /[dmyhs]/i.test(code.replace(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|general/gi, ''));
}

/** @returns {[string, string?]} the text of a number cell and what is to be said of it */
export function numberText(raw, style, date1904) {
  const value = Number(raw);
  if (raw.trim() === '' || !Number.isFinite(value)) return [raw];
  if (style === 'date') return dateText(value, date1904);
  if (/^-?\d+$/.test(raw)) return [typeof style === 'number' ? raw.padStart(style, '0') : raw, lostDigits(raw)];
  if (Number.isInteger(value)) return [BigInt(value).toString(), lostDigits(BigInt(value).toString())];
  // A spreadsheet shows fifteen digits; 0.1 + 0.2 is 0.3 there.
  const shown = Number(value.toPrecision(15));
  return [/e/.test(String(shown)) ? shown.toFixed(20).replace(/0+$/, '') : String(shown)];
}

function lostDigits(digits) {
  return digits.replace(/^-|0+$/g, '').length >= 15 && digits.length > 15 ? 'digits-lost' : undefined;
}

function dateText(serial, date1904) {
  const shifted = date1904 ? serial + SHIFT_1904 : serial;
  const day = Math.floor(shifted);
  const milliseconds = Math.round(((shifted - day) * DAY_MS) / 1000) * 1000;
  if (day === 0 && !date1904) return [new Date(milliseconds).toISOString().slice(11, 16)];
  // The 29th of February 1900 is day 60 and never was; nothing beyond 9999 is a day either.
  if (day < 1 || day === 60 || day > 2_958_465) return [String(serial), 'date-impossible'];
  const time = new Date((day - EPOCH + (day < 60 ? 1 : 0)) * DAY_MS + milliseconds).toISOString();
  return [milliseconds === 0 ? time.slice(0, 10) : time.slice(0, 19)];
}
