/**
 * Unwrapped keys by the id of their row, least recently used out first. The row is read from the database every time
 * all the same: a cached key of a rolled-back or destroyed row is never asked for.
 */
export class KeyCache {
  readonly #keys = new Map<string, { key: Buffer; until: number }>();

  constructor(
    private readonly limit = 5000,
    private readonly ttlMs = 300_000,
  ) {}

  get(id: string): Buffer | undefined {
    const held = this.#keys.get(id);
    if (held === undefined) return undefined;
    this.#keys.delete(id);
    if (held.until <= Date.now()) return undefined;
    this.#keys.set(id, held);
    return held.key;
  }

  set(id: string, key: Buffer): void {
    this.#keys.set(id, { key, until: Date.now() + this.ttlMs });
    for (const oldest of this.#keys.keys()) {
      if (this.#keys.size <= this.limit) break;
      this.#keys.delete(oldest);
    }
  }

  /** Not wiped in place: a keyring may still hold the same bytes and would go on sealing with zeroes. */
  delete(id: string): void {
    this.#keys.delete(id);
  }

  get size(): number {
    return this.#keys.size;
  }
}
