import { Injectable } from '@nestjs/common';
import { Database } from '#database';

const BATCH = 10_000;

/** Folds the changes of the counts into sums, in all branches. Safe to run in many workers at once. */
@Injectable()
export class CountFolding {
  constructor(private readonly database: Database) {}

  /** Resolves to how many changes were folded. */
  async run(): Promise<number> {
    let total = 0;
    for (let folded = BATCH; folded === BATCH; total += folded) {
      const rows = await this.database.askOutsideTenants<{ count: number }>('SELECT fold_request_counts($1) AS count', [
        BATCH,
      ]);
      folded = rows[0]?.count ?? 0;
    }
    return total;
  }
}
