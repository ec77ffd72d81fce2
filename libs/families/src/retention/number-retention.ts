import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { documentRetentionRule } from './document-retention-rule.ts';

const BATCH = 500;

/** Finds numbers of documents whose time is over by the database's clock, in all branches. Safe in many workers at once. */
@Injectable()
export class NumberRetention {
  constructor(private readonly database: Database) {}

  /** Resolves to how many guardians were announced to their branch's own job. */
  async run(): Promise<number> {
    const { daysAfterLetter, daysWithoutLetter } = documentRetentionRule;
    let total = 0;
    for (let found = BATCH; found === BATCH; total += found) {
      found = await this.database.outsideTenants(async (tx) => {
        const rows = await tx.query<{ count: number }[]>('SELECT announce_document_numbers($1, $2, $3) AS count', [
          daysAfterLetter,
          daysWithoutLetter,
          BATCH,
        ]);
        return rows[0]?.count ?? 0;
      });
    }
    return total;
  }
}
