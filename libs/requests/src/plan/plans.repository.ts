import { Injectable } from '@nestjs/common';
import { Database } from '#database';

export interface RunningRequest {
  readonly id: string;
  readonly caseNumber: string;
  readonly authorityId: string;
  readonly systemCodes: string[];
}

@Injectable()
export class PlansRepository {
  constructor(private readonly database: Database) {}

  /** Requests of these children that are not at an end, the newest first. */
  runningOf(familyId: string, childIds: readonly string[]): Promise<RunningRequest[]> {
    return this.database.manager.query<RunningRequest[]>(
      `SELECT r.id, r.case_number AS "caseNumber", r.authority_id AS "authorityId",
          (SELECT coalesce(array_agg(DISTINCT code), '{}') FROM demands d, unnest(d.system_codes) code
            WHERE d.branch_id = r.branch_id AND d.request_id = r.id) AS "systemCodes"
        FROM requests r
        WHERE r.branch_id = current_branch() AND r.family_id = $1
          AND r.stage NOT IN ('closed', 'withdrawn', 'transferred')
          AND EXISTS (SELECT FROM request_children c
            WHERE c.branch_id = r.branch_id AND c.request_id = r.id AND c.child_id = ANY($2::uuid[]))
        ORDER BY r.created_at DESC, r.id DESC LIMIT 100`,
      [familyId, childIds],
    );
  }

  async recordAcknowledgement(record: {
    readonly id: string;
    readonly familyId: string;
    readonly guardianId: string;
    readonly digest: string;
    readonly consequences: readonly string[];
    readonly on: string;
    readonly by: string;
  }): Promise<void> {
    await this.database.manager.query(
      `INSERT INTO consequence_acknowledgements
          (id, family_id, guardian_id, plan_digest, consequences, acknowledged_on, recorded_by)
        VALUES ($1, $2, $3, decode($4, 'hex'), $5, $6, $7)`,
      [record.id, record.familyId, record.guardianId, record.digest, record.consequences, record.on, record.by],
    );
  }
}
