import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { cutPage, decodeCursor, notFound, type Page } from '#kernel';
import { sortOf } from '#http';
import type { DutyKind, ListDutiesQuery, RecordIncidentBody } from './duties.contract.ts';

export interface DutyRow {
  readonly id: string;
  readonly version: number;
  readonly kind: DutyKind;
  readonly familyId: string | null;
  readonly incidentId: string | null;
  readonly consentId: string | null;
  readonly createdAt: Date;
  readonly doneAt: Date | null;
}

const COLUMNS = `id, version, kind, family_id AS "familyId", incident_id AS "incidentId", consent_id AS "consentId",
  created_at AS "createdAt", done_at AS "doneAt"`;

@Injectable()
export class DutiesRepository {
  constructor(private readonly database: Database) {}

  async insertIncident(id: string, by: string, incident: RecordIncidentBody): Promise<void> {
    const { nature, dataCategories, subjects, detectedAt } = incident;
    await this.database.manager.query(
      `INSERT INTO incidents (id, nature, data_categories, subjects, detected_at, recorded_by)
        VALUES ($1, $2, $3, $4, $5, $6)`,
      [id, nature, [...new Set(dataCategories)], subjects, detectedAt, by],
    );
  }

  /** False: there is one for the same consent or incident already. */
  async insert(duty: Pick<DutyRow, 'id' | 'kind' | 'familyId' | 'incidentId' | 'consentId'>): Promise<boolean> {
    const { id, kind, familyId, incidentId, consentId } = duty;
    const rows = await this.database.manager.query<unknown[]>(
      `INSERT INTO our_duties (id, kind, family_id, incident_id, consent_id) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT DO NOTHING RETURNING id`,
      [id, kind, familyId, incidentId, consentId],
    );
    return rows.length === 1;
  }

  /** Held until the transaction ends. @throws Problem not-found. */
  async lock(id: string): Promise<DutyRow> {
    const [row] = await this.database.manager.query<DutyRow[]>(
      `SELECT ${COLUMNS} FROM our_duties WHERE branch_id = current_branch() AND id = $1 FOR UPDATE`,
      [id],
    );
    if (row === undefined) throw notFound();
    return row;
  }

  async markDone(id: string, by: string): Promise<void> {
    await this.database.manager.query(
      `UPDATE our_duties SET done_at = app_now(), done_by = $2, version = version + 1
        WHERE branch_id = current_branch() AND id = $1`,
      [id, by],
    );
  }

  async list({ sort, cursor, limit, open, kind }: InstanceType<typeof ListDutiesQuery>): Promise<Page<DutyRow>> {
    const after = decodeCursor(cursor, sort);
    const { descending } = sortOf(sort);
    const rows = await this.database.manager.query<(DutyRow & { key: string })[]>(
      `SELECT ${COLUMNS}, to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS key FROM our_duties
        WHERE branch_id = current_branch() AND ($1::boolean IS NULL OR (done_at IS NULL) = $1)
          AND ($2::text IS NULL OR kind = $2)
          AND ($3::timestamptz IS NULL OR (created_at, id) ${descending ? '<' : '>'} ($3, $4::uuid))
        ORDER BY created_at ${descending ? 'DESC' : 'ASC'}, id ${descending ? 'DESC' : 'ASC'} LIMIT $5`,
      [open ?? null, kind ?? null, after?.key ?? null, after?.id ?? null, limit + 1],
    );
    return cutPage(rows, limit, sort, ({ key, id }) => ({ key, id }));
  }
}
