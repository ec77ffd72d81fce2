import { createHmac } from 'node:crypto';
import { KeyCache } from './key-cache.ts';
import type { KeyService } from './key-service.ts';
import type { OwnedKey } from './keyring.ts';
import { freshKey } from './wrapped-keys.ts';

/** A row of `platform_keys`. */
export interface WrappedPlatformKey {
  readonly name: string;
  readonly wrapped: Buffer;
}

export const SEALING = 'platform 1';
export const INDEX = 'index';

export function platformContext(name: string): string[] {
  return ['platform key', name];
}

/**
 * The keys of the system itself, unwrapped once when a process starts: the one that seals for people of the system,
 * and the root of the blind indexes. A realm (a branch, or `platform`) whose indexes are older than the root has a seed of its own.
 */
export class PlatformKeys {
  readonly #keys: ReadonlyMap<string, Buffer>;
  readonly #indexKeys = new KeyCache(1000);

  /** @param keys by name; @throws Error when one is missing. */
  constructor(keys: ReadonlyMap<string, Buffer>) {
    for (const name of [SEALING, INDEX]) if (!keys.has(name)) throw new Error(`The platform key "${name}" is missing.`);
    this.#keys = keys;
  }

  static async open(rows: readonly WrappedPlatformKey[], master: KeyService): Promise<PlatformKeys> {
    const keys = new Map<string, Buffer>();
    for (const { name, wrapped } of rows) keys.set(name, await master.unwrap(wrapped, platformContext(name)));
    return new PlatformKeys(keys);
  }

  /** Fresh random ones, wrapped. */
  static async make(master: KeyService): Promise<WrappedPlatformKey[]> {
    return Promise.all(
      [SEALING, INDEX].map(async (name) => ({ name, wrapped: await master.wrap(freshKey(), platformContext(name)) })),
    );
  }

  get sealing(): readonly OwnedKey[] {
    return [{ generation: 1, key: this.named(SEALING) }];
  }

  /** 32 bytes for the HMAC of one realm and purpose. */
  indexKey(realm: string, purpose: string): Buffer {
    const name = `${realm} ${purpose}`;
    let key = this.#indexKeys.get(name);
    if (key === undefined) {
      const seed = this.#keys.get(`${INDEX} ${realm}`) ?? seedOf(this.named(INDEX), realm);
      key = createHmac('sha256', seed).update(`otzyv vault blind index ${purpose}\u0001`, 'utf8').digest();
      this.#indexKeys.set(name, key);
    }
    return key;
  }

  private named(name: string): Buffer {
    const key = this.#keys.get(name);
    if (key === undefined) throw new Error(`The platform key "${name}" is missing.`);
    return key;
  }
}

/** The first half of HKDF-SHA-256 (RFC 5869, extract) with the realm as salt; `indexKey` is the second (expand). */
export function seedOf(root: Buffer, realm: string): Buffer {
  return createHmac('sha256', realm).update(root).digest();
}
