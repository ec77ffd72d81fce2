import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { Locale } from '#kernel';

/** Feeds of people, through the definer functions that the database allows; no table is read from here. */
@Injectable()
export class CalendarFeedsRepository {
  constructor(private readonly database: Database) {}

  async find(personId: string): Promise<{ createdAt: Date; language: Locale } | null> {
    return this.one('SELECT created_at AS "createdAt", language FROM calendar_feed_of($1)', [personId]);
  }

  /** The address before it is void. Resolves to when the new one was made. */
  async put(personId: string, secretHash: Buffer, language: Locale): Promise<Date> {
    const made = await this.one<{ at: Date }>('SELECT put_calendar_feed($1, $2, $3) AS at', [
      ...[personId, secretHash, language],
    ]);
    if (made === null) throw new Error('The feed was not written.');
    return made.at;
  }

  async drop(personId: string): Promise<void> {
    await this.one('SELECT drop_calendar_feed($1)', [personId]);
  }

  /** Null for a secret that is unknown or revoked, and for a disabled person. */
  async findReader(secretHash: Buffer): Promise<{ personId: string; language: Locale } | null> {
    return this.one('SELECT person_id AS "personId", language FROM read_calendar_feed($1)', [secretHash]);
  }

  /** Where the person works now. */
  async branchesOf(personId: string): Promise<string[]> {
    const rows = await this.database.askOutsideTenants<{ id: string }>('SELECT branch_id AS id FROM branches_of($1)', [
      personId,
    ]);
    return rows.map(({ id }) => id);
  }

  private async one<Row>(sql: string, parameters: unknown[]): Promise<Row | null> {
    const [row] = await this.database.askOutsideTenants<Row>(sql, parameters);
    return row ?? null;
  }
}
