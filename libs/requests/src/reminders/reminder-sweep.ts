import { Injectable } from '@nestjs/common';
import { Database } from '#database';

const BATCH = 1000;

/** Finds reminders that the database's clock has passed, in all branches, and asks each branch's own job to tell. */
@Injectable()
export class ReminderSweep {
  constructor(private readonly database: Database) {}

  /** Sweeps until nothing is due; resolves to how many were announced. Safe to run in many workers at once. */
  async run(): Promise<number> {
    let total = 0;
    for (let found = BATCH; found === BATCH; total += found) {
      found = await this.database.outsideTenants(async (tx) => {
        const rows = await tx.query<{ count: number }[]>('SELECT announce_due_reminders($1) AS count', [BATCH]);
        return rows[0]?.count ?? 0;
      });
    }
    return total;
  }
}
