import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { PutDigestSettings } from './digest-settings.contract.ts';

export interface DigestSettingsRow extends PutDigestSettings {
  readonly version: number;
  readonly nextAt: Date | null;
}

const COLUMNS = 'frequency, weekday, hour, time_zone AS "timeZone", language, version, next_at AS "nextAt"';

@Injectable()
export class DigestSettingsRepository {
  constructor(private readonly database: Database) {}

  /** Joins. Null: never set. */
  async find(personId: string): Promise<DigestSettingsRow | null> {
    const [row] = await this.database.manager.query<DigestSettingsRow[]>(
      `SELECT ${COLUMNS} FROM digest_settings WHERE branch_id = current_branch() AND person_id = $1`,
      [personId],
    );
    return row ?? null;
  }

  /** Joins. What was never set has version 1. Null: it is not at `version` any more. */
  async put(personId: string, version: number, settings: PutDigestSettings): Promise<DigestSettingsRow | null> {
    const { frequency, weekday, hour, timeZone, language } = settings;
    const rows = await this.database.manager.query<DigestSettingsRow[]>(
      `INSERT INTO digest_settings AS s (person_id, frequency, weekday, hour, time_zone, language, version, next_at)
        SELECT $1, $3, $4, $5, $6, $7, 2, next_digest_at($3, $4, $5, coalesce($6, b.time_zone), app_now())
          FROM branches b WHERE b.id = current_branch() AND ($2 = 1
            OR EXISTS (SELECT FROM digest_settings WHERE branch_id = b.id AND person_id = $1))
        ON CONFLICT (branch_id, person_id) DO UPDATE SET frequency = excluded.frequency, weekday = excluded.weekday,
            hour = excluded.hour, time_zone = excluded.time_zone, language = excluded.language,
            next_at = excluded.next_at, version = s.version + 1,
            link_generation = s.link_generation + CASE WHEN s.frequency = 'off' AND excluded.frequency <> 'off' THEN 1 ELSE 0 END
          WHERE s.version = $2
        RETURNING ${COLUMNS}`,
      [personId, version, frequency, weekday, hour, timeZone, language],
    );
    return rows[0] ?? null;
  }

  /** Joins. True when digests were on. The link of the mails that are out is void from now on. */
  async turnOff(personId: string): Promise<boolean> {
    const [, count] = await this.database.manager.query<[unknown[], number]>(
      `UPDATE digest_settings SET frequency = 'off', next_at = NULL, link_hash = NULL, version = version + 1
        WHERE branch_id = current_branch() AND person_id = $1 AND frequency <> 'off'`,
      [personId],
    );
    return count === 1;
  }

  /** Whose settings a link is of; asked before any branch is known. */
  async findByLink(linkHash: Buffer): Promise<{ branchId: string; personId: string } | null> {
    const [row] = await this.database.askOutsideTenants<{ branchId: string; personId: string }>(
      'SELECT branch_id AS "branchId", person_id AS "personId" FROM find_digest_of_link($1)',
      [linkHash],
    );
    return row ?? null;
  }
}
