import { hkdfSync } from 'node:crypto';
import type { KeyService } from './key-service.ts';
import { openBox, sealBox } from './sealed-box.ts';

const GENERATION = 1;

/**
 * The one key that is not in the database, from a file. Everything else is wrapped by it or derived from it. The bytes lie in a private field: no log, inspection or JSON shows them.
 */
export class MasterKey implements KeyService {
  readonly #key: Buffer;
  readonly #wrapping: Buffer;

  constructor(key: Buffer) {
    if (key.length !== 32) throw new RangeError('The master key must have 32 bytes.');
    this.#key = key;
    this.#wrapping = this.derive('wrapping');
  }

  wrap(key: Buffer, context: readonly string[]): Buffer {
    return sealBox(this.#wrapping, GENERATION, context, key);
  }

  /** @throws BoxRefused when wrapped by another master key or for another context. */
  unwrap(wrapped: Uint8Array, context: readonly string[]): Buffer {
    return openBox(this.#wrapping, context, wrapped);
  }

  /** 32 bytes that differ for every purpose and salt (HKDF-SHA-256, RFC 5869). */
  derive(purpose: string, salt = ''): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#key, salt, `otzyv vault ${purpose}`, 32));
  }
}
