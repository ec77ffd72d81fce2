import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { WrappedPlatformKey } from './platform-keys.ts';

/** What the runtime login may know of the key that everything is under. */
@Injectable()
export class PlatformKeysRepository {
  constructor(private readonly db: Database) {}

  /** Undefined: no keys were stored yet. Null: the data are older than that, `migrate` must store them. */
  async findFingerprint(): Promise<string | null | undefined> {
    const rows = await this.db.outsideTenants((tx) =>
      tx.query<{ fingerprint: string | null }[]>('SELECT fingerprint FROM master_key'),
    );
    return rows[0]?.fingerprint;
  }

  findAll(): Promise<WrappedPlatformKey[]> {
    return this.db.outsideTenants((tx) => tx.query<WrappedPlatformKey[]>('SELECT name, wrapped FROM platform_keys'));
  }

  /** Of two processes that found at once the later changes nothing. Read again. */
  async found(fingerprint: string, keys: readonly WrappedPlatformKey[]): Promise<void> {
    await this.db.outsideTenants((tx) =>
      tx.query('SELECT found_platform_keys($1, $2, $3)', [
        fingerprint,
        keys.map(({ name }) => name),
        keys.map(({ wrapped }) => wrapped),
      ]),
    );
  }
}
