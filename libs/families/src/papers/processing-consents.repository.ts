import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { notFound } from '#kernel';
import type { AddProcessingConsent } from './papers.contract.ts';

export interface ProcessingConsentRow extends Omit<AddProcessingConsent, 'givenOn' | 'expiresOn'> {
  readonly id: string;
  readonly familyId: string;
  readonly givenOn: string;
  readonly expiresOn: string | null;
  readonly recordedBy: string;
  readonly recordedAt: Date;
  readonly withdrawnOn: string | null;
  readonly withdrawalFileId: string | null;
  readonly destroyBy: string | null;
  /** The association that it was given to. */
  readonly operatorId: string;
  /** It names an association that the branch belongs to no more, and was not given anew. */
  readonly renewalNeeded: boolean;
}

/** Without an operator: the association that the branch belongs to. */
export type NewProcessingConsent = Omit<ProcessingConsentRow, 'recordedAt' | 'operatorId' | 'renewalNeeded'> & {
  readonly operatorId?: string;
};

const COLUMNS = `id, family_id AS "familyId", guardian_id AS "guardianId", purpose, how, text_version AS "textVersion",
  encode(text_sha256, 'hex') AS "textSha256", given_on::text AS "givenOn", expires_on::text AS "expiresOn",
  file_id AS "fileId", recorded_by AS "recordedBy", recorded_at AS "recordedAt", withdrawn_on::text AS "withdrawnOn",
  withdrawal_file_id AS "withdrawalFileId", destroy_by::text AS "destroyBy",
  operator_id AS "operatorId", EXISTS (SELECT FROM papers_to_renew r WHERE r.branch_id = processing_consents.branch_id
    AND r.kind = 'processing-consent' AND r.id = processing_consents.id) AS "renewalNeeded"`;

@Injectable()
export class ProcessingConsentsRepository {
  constructor(private readonly db: Database) {}

  async findOf(familyId: string): Promise<ProcessingConsentRow[]> {
    return this.db.manager.query<ProcessingConsentRow[]>(
      `SELECT ${COLUMNS} FROM processing_consents WHERE family_id = $1 ORDER BY given_on DESC, id DESC`,
      [familyId],
    );
  }

  /** @throws Problem not-found. */
  async get(familyId: string, id: string): Promise<ProcessingConsentRow> {
    const rows = await this.db.manager.query<ProcessingConsentRow[]>(
      `SELECT ${COLUMNS} FROM processing_consents WHERE family_id = $1 AND id = $2`,
      [familyId, id],
    );
    if (rows[0] === undefined) throw notFound();
    return rows[0];
  }

  async insert(rows: readonly NewProcessingConsent[]): Promise<void> {
    for (const row of rows) {
      await this.db.manager.query(
        `INSERT INTO processing_consents (id, family_id, guardian_id, purpose, how, text_version, text_sha256, given_on,
           expires_on, file_id, recorded_by, withdrawn_on, withdrawal_file_id, destroy_by, operator_id)
         VALUES ($1, $2, $3, $4, $5, $6, decode($7, 'hex'), $8, $9, $10, $11, $12, $13, $14,
           coalesce($15, current_association()))`,
        [
          ...[row.id, row.familyId, row.guardianId, row.purpose, row.how, row.textVersion, row.textSha256],
          ...[row.givenOn, row.expiresOn, row.fileId, row.recordedBy],
          ...[row.withdrawnOn, row.withdrawalFileId, row.destroyBy, row.operatorId ?? null],
        ],
      );
    }
  }

  /** Null when it stands, or when there is none. */
  async withdrawalOf(id: string): Promise<{ familyId: string; withdrawnOn: string } | null> {
    const [row] = await this.db.manager.query<{ familyId: string; withdrawnOn: string }[]>(
      `SELECT family_id AS "familyId", withdrawn_on::text AS "withdrawnOn" FROM processing_consents
        WHERE branch_id = current_branch() AND id = $1 AND withdrawn_on IS NOT NULL`,
      [id],
    );
    return row ?? null;
  }

  /** False when it was withdrawn before. */
  async withdraw(
    familyId: string,
    id: string,
    { withdrawnOn, fileId, destroyBy }: { withdrawnOn: string; fileId: string | null; destroyBy: string },
  ): Promise<boolean> {
    const [, count] = await this.db.manager.query<[unknown[], number]>(
      `UPDATE processing_consents SET withdrawn_on = $3, withdrawal_file_id = $4, destroy_by = $5,
         withdrawal_recorded_at = app_now() WHERE family_id = $1 AND id = $2 AND withdrawn_on IS NULL`,
      [familyId, id, withdrawnOn, fileId, destroyBy],
    );
    return count === 1;
  }

  /** Whether the family has this request; a composite foreign key says the same once more. */
  async hasRequest(familyId: string, requestId: string): Promise<boolean> {
    const rows = await this.db.manager.query<unknown[]>('SELECT FROM requests WHERE family_id = $1 AND id = $2', [
      familyId,
      requestId,
    ]);
    return rows.length === 1;
  }
}
