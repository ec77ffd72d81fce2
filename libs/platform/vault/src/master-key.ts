import { hkdfSync } from 'node:crypto';
import { fingerprintOf } from '#config';
import type { KeyService } from './key-service.ts';
import { BoxRefused, openBox, sealBox } from './sealed-box.ts';

const GENERATION = 1;

/**
 * The one key that is not in the database, from a file. It wraps and does nothing else, so that it can be exchanged.
 * The bytes lie in a private field: no log, inspection or JSON shows them.
 */
export class MasterKey implements KeyService {
  readonly fingerprint: string;
  readonly #wrapping: Buffer;
  readonly #other: MasterKey | null;

  /** @param other the second key of an exchange under way: opens what this one does not, and wraps nothing. */
  constructor(key: Buffer, other?: Buffer) {
    if (key.length !== 32) throw new RangeError('The master key must have 32 bytes.');
    this.fingerprint = fingerprintOf(key);
    this.#wrapping = Buffer.from(hkdfSync('sha256', key, '', 'otzyv vault wrapping', 32));
    this.#other = other === undefined ? null : new MasterKey(other);
  }

  wrap(key: Buffer, context: readonly string[]): Buffer {
    return sealBox(this.#wrapping, GENERATION, context, key);
  }

  /** @throws BoxRefused when wrapped by another master key or for another context. */
  unwrap(wrapped: Uint8Array, context: readonly string[]): Buffer {
    try {
      return openBox(this.#wrapping, context, wrapped);
    } catch (error) {
      if (!(error instanceof BoxRefused) || this.#other === null) throw error;
      return this.#other.unwrap(wrapped, context);
    }
  }
}
