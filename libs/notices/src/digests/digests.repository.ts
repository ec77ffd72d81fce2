import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { Locale, LocalDate } from '#kernel';

export interface AskedDigest {
  readonly id: string;
  readonly personId: string;
  readonly localDay: LocalDate;
  readonly state: DigestState;
  readonly language: Locale;
  readonly timeZone: string;
  readonly linkGeneration: number;
  /** The digests were turned off, or the person's day is over: it would come too late to be of use. */
  readonly unwanted: boolean;
  /** Milliseconds since the point of no return, by the real clock; null before it. */
  readonly handedOverFor: number | null;
}

export type DigestState = 'asked' | 'sending' | DigestEnd;
export type DigestEnd = 'sent' | 'empty' | 'dropped' | 'refused' | 'unknown';

@Injectable()
export class DigestsRepository {
  constructor(private readonly database: Database) {}

  /** Joins, as the job. Null when there is no such digest. */
  async find(id: string): Promise<AskedDigest | null> {
    const [row] = await this.database.manager.query<AskedDigest[]>(
      `SELECT d.id, d.person_id AS "personId", d.local_day::text AS "localDay", d.state, s.language, z.zone AS "timeZone",
          s.link_generation AS "linkGeneration",
          s.frequency = 'off' OR (app_now() AT TIME ZONE z.zone)::date > d.local_day AS unwanted,
          extract(epoch FROM clock_timestamp() - d.handed_over_at)::float8 * 1000 AS "handedOverFor"
        FROM digests d JOIN digest_settings s ON s.branch_id = d.branch_id AND s.person_id = d.person_id
          JOIN branches b ON b.id = d.branch_id, LATERAL (SELECT coalesce(s.time_zone, b.time_zone) AS zone) z
        WHERE d.branch_id = current_branch() AND d.id = $1`,
      [id],
    );
    return row ?? null;
  }

  /**
   * Joins. The point of no return. False: it was passed already, the digest has ended, or digests were turned off since it
   * was read, which also made its link void.
   */
  async handOver({ id, personId, linkGeneration }: AskedDigest, linkHash: Buffer): Promise<boolean> {
    // First, because it waits for whoever is turning them off.
    const [, wanted] = await this.database.manager.query<[unknown[], number]>(
      `UPDATE digest_settings SET link_hash = $3 WHERE branch_id = current_branch() AND person_id = $1
        AND frequency <> 'off' AND link_generation = $2`,
      [personId, linkGeneration, linkHash],
    );
    if (wanted === 0) return false;
    const [, handedOver] = await this.database.manager.query<[unknown[], number]>(
      `UPDATE digests SET state = 'sending', handed_over_at = clock_timestamp()
        WHERE branch_id = current_branch() AND id = $1 AND state = 'asked'`,
      [id],
    );
    return handedOver === 1;
  }

  /** Joins. Drops what has not left and was turned off since it was read. */
  async dropUnwanted({ id, personId, linkGeneration }: AskedDigest): Promise<void> {
    await this.database.manager.query(
      `UPDATE digests SET state = 'dropped', settled_at = app_now()
        WHERE branch_id = current_branch() AND id = $1 AND state = 'asked' AND NOT EXISTS (
          SELECT FROM digest_settings WHERE branch_id = current_branch() AND person_id = $2
            AND frequency <> 'off' AND link_generation = $3)`,
      [id, personId, linkGeneration],
    );
  }

  /** Joins. It has certainly not left; it may be tried again. */
  async takeBack(id: string): Promise<void> {
    await this.database.manager.query(
      `UPDATE digests SET state = 'asked', handed_over_at = NULL
        WHERE branch_id = current_branch() AND id = $1 AND state = 'sending'`,
      [id],
    );
  }

  /** Joins. True when this call ended it. */
  async end(id: string, state: DigestEnd): Promise<boolean> {
    const [, count] = await this.database.manager.query<[unknown[], number]>(
      `UPDATE digests SET state = $2, settled_at = app_now()
        WHERE branch_id = current_branch() AND id = $1 AND state IN ('asked', 'sending')`,
      [id, state],
    );
    return count === 1;
  }
}
