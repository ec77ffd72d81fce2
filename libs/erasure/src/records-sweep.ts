import { Injectable } from '@nestjs/common';
import { Database } from '#database';

const BATCH = 100;

/** Finds acts of destruction whose time of keeping is over, in all branches, and asks each branch's own job to act. */
@Injectable()
export class RecordsSweep {
  constructor(private readonly database: Database) {}

  /** Resolves to how many were announced. Safe to run in many workers at once. */
  async run(): Promise<number> {
    let total = 0;
    for (let found = BATCH; found === BATCH; total += found) {
      found = await this.database.outsideTenants(async (tx) => {
        const rows = await tx.query<{ count: number }[]>('SELECT announce_expired_records($1) AS count', [BATCH]);
        return rows[0]?.count ?? 0;
      });
    }
    return total;
  }
}
