import { Injectable } from '@nestjs/common';
import { Database } from '#database';

const BATCH = 500;

/** Finds people whose hour has come by the database's clock, in all branches, and asks each branch's own job to write. */
@Injectable()
export class DigestSweep {
  constructor(private readonly database: Database) {}

  /** Sweeps until nothing is due; resolves to how many were asked for. Safe to run in many workers at once. */
  async run(): Promise<number> {
    let total = 0;
    for (let found = BATCH; found === BATCH; total += found) {
      const [row] = await this.database.askOutsideTenants<{ count: number }>(
        'SELECT announce_due_digests($1) AS count',
        [BATCH],
      );
      found = row?.count ?? 0;
    }
    return total;
  }
}
