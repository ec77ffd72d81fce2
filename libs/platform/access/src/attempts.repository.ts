import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { Bucket } from './rate-limits.ts';

export interface KeyedBucket extends Bucket {
  readonly key: Buffer;
}

/** Buckets of attempts, in PostgreSQL: every process that serves the API pours into the same ones. */
@Injectable()
export class AttemptsRepository {
  constructor(private readonly db: Database) {}

  /** Seconds to wait; 0 when the attempt was let through and counted. */
  async take(buckets: readonly KeyedBucket[]): Promise<number> {
    const [row] = await this.call<{ wait: number }>('SELECT take_attempt($1, $2, $3) AS wait', [
      buckets.map(({ key }) => key),
      buckets.map(({ burst }) => burst),
      buckets.map(({ refillSeconds }) => refillSeconds),
    ]);
    return row?.wait ?? 0;
  }

  async giveBack(buckets: readonly KeyedBucket[]): Promise<void> {
    await this.call('SELECT return_attempt($1, $2)', [
      buckets.map(({ key }) => key),
      buckets.map(({ refillSeconds }) => refillSeconds),
    ]);
  }

  async forget(): Promise<void> {
    await this.call('SELECT forget_attempts()', []);
  }

  private call<Row>(sql: string, parameters: unknown[]): Promise<Row[]> {
    return this.db.outsideTenants((tx) => tx.query<Row[]>(sql, parameters));
  }
}
