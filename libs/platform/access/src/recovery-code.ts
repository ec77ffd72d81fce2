import { createHmac, randomInt } from 'node:crypto';

export const RECOVERY_CODES = 10;
/** Crockford's letters without those that are mistaken for digits. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Ten codes of 50 random bits, as they are printed: `3kf9a-x0bq7`. */
export function newRecoveryCodes(): string[] {
  const half = () => Array.from({ length: 5 }, () => ALPHABET[randomInt(32)] ?? '').join('');
  return Array.from({ length: RECOVERY_CODES }, () => `${half()}-${half()}`);
}

/** What is stored: keyed, so that a stolen table cannot be searched, and bound to the person. */
export function recoveryCodeHash(key: Uint8Array, personId: string, code: string): Buffer {
  const typed = code.toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1');
  return createHmac('sha256', key).update(`${personId}\n${typed}`).digest();
}
