import { hkdfSync } from 'node:crypto';
import { ConfigurationError } from './configuration-error.ts';

/** The master key, and beside it, while it is being exchanged, the one that takes its place. 32 bytes each. */
export interface MasterKeys {
  readonly master: Buffer;
  readonly newMaster?: Buffer | undefined;
}

/** Eight bytes in hex that say which key it is and tell nothing of it (HKDF-SHA-256): `9f3c-51aa-0b7e-d210`. */
export function fingerprintOf(key: Buffer): string {
  const bytes = Buffer.from(hkdfSync('sha256', key, '', 'otzyv master key fingerprint', 8));
  return (bytes.toString('hex').match(/.{4}/g) ?? []).join('-');
}

/**
 * The one of the given keys that the data are under.
 * @param expected fingerprint that the database names; null while it names none.
 * @throws ConfigurationError that names the fingerprints, when none of the given keys is the right one.
 */
export function masterInForce({ master, newMaster }: MasterKeys, expected: string | null): Buffer {
  const given = newMaster === undefined ? [master] : [master, newMaster];
  const found = expected === null ? master : given.find((key) => fingerprintOf(key) === expected);
  if (found !== undefined) return found;
  throw new ConfigurationError(
    `The data are under the master key ${expected ?? ''}, but the key given is ${given.map(fingerprintOf).join(' and ')}. ` +
      `Set MASTER_KEY_FILE to the file of the key ${expected ?? ''}.`,
  );
}
