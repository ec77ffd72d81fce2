import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { localDate, notFound } from '#kernel';
import type { HandOver, Incoming, Offer, SisterBranch } from './hand-overs.contract.ts';

interface Row {
  readonly id: string;
  readonly familyId: string;
  readonly toBranchId: string;
  readonly status: HandOver['status'];
  readonly guardianId: string;
  readonly givenOn: string;
  readonly fileId: string | null;
  readonly offeredBy: string;
  readonly offeredAt: Date;
  readonly decidedAt: Date | null;
}

const COLUMNS = `id, family_id AS "familyId", to_branch_id AS "toBranchId", status, consent_guardian_id AS "guardianId",
  consent_on::text AS "givenOn", consent_file_id AS "fileId", offered_by AS "offeredBy", offered_at AS "offeredAt",
  decided_at AS "decidedAt"`;

/** Offers of the entered branch, and those made to it, which only functions of the database reach. */
@Injectable()
export class HandOversRepository {
  constructor(private readonly db: Database) {}

  async findSisters(): Promise<SisterBranch[]> {
    return this.db.manager.query('SELECT id, name, region_code AS "regionCode" FROM sister_branches()');
  }

  async mayGoTo(branchId: string): Promise<boolean> {
    const [row] = await this.db.manager.query<{ may: boolean }[]>('SELECT may_hand_over_to($1) AS may', [branchId]);
    return row?.may ?? false;
  }

  /** False while another offer of the family is open. */
  async insert(id: string, familyId: string, offeredBy: string, { toBranchId, consent }: Offer): Promise<boolean> {
    const rows = await this.db.manager.query<unknown[]>(
      `INSERT INTO hand_overs (id, family_id, to_branch_id, consent_guardian_id, consent_on, consent_file_id, offered_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (branch_id, family_id) WHERE status IN ('offered', 'accepted') DO NOTHING RETURNING id`,
      [id, familyId, toBranchId, consent.guardianId, consent.givenOn, consent.fileId, offeredBy],
    );
    return rows.length === 1;
  }

  async findOf(familyId: string): Promise<HandOver[]> {
    const rows = await this.db.manager.query<Row[]>(
      `SELECT ${COLUMNS} FROM hand_overs WHERE family_id = $1 ORDER BY offered_at DESC, id DESC`,
      [familyId],
    );
    return rows.map(toHandOver);
  }

  async get(id: string): Promise<HandOver> {
    const [row] = await this.db.manager.query<Row[]>(`SELECT ${COLUMNS} FROM hand_overs WHERE id = $1`, [id]);
    if (row === undefined) throw notFound();
    return toHandOver(row);
  }

  /** False when it was decided before. */
  async revoke(familyId: string, id: string, personId: string): Promise<boolean> {
    const [, count] = await this.db.manager.query<[unknown[], number]>(
      `UPDATE hand_overs SET status = 'revoked', decided_by = $3, decided_at = app_now()
       WHERE id = $1 AND family_id = $2 AND status = 'offered'`,
      [id, familyId, personId],
    );
    return count === 1;
  }

  async findIncoming(): Promise<Incoming[]> {
    const rows = await this.db.manager.query<(Omit<Incoming, 'offeredAt'> & { offeredAt: Date })[]>(
      `SELECT id, from_branch_id AS "fromBranchId", status, consent_on::text AS "consentOn", offered_at AS "offeredAt"
       FROM incoming_hand_overs()`,
    );
    return rows.map((row) => ({
      ...row,
      consentOn: localDate(row.consentOn),
      offeredAt: row.offeredAt.toISOString(),
    }));
  }

  /** Opens the passage to the offered family. @throws Problem not-found. */
  async begin(id: string): Promise<{ fromBranchId: string; familyId: string }> {
    const [row] = await this.db.manager.query<{ fromBranchId: string; familyId: string }[]>(
      'SELECT from_branch_id AS "fromBranchId", family_id AS "familyId" FROM begin_hand_over($1)',
      [id],
    );
    if (row === undefined) throw notFound();
    return row;
  }

  /** False when the family has changed since `version`, or the passage is closed. */
  async finish(id: string, receivedId: string, version: number, requestId: string): Promise<boolean> {
    const [row] = await this.db.manager.query<{ done: boolean }[]>('SELECT finish_hand_over($1, $2, $3, $4) AS done', [
      ...[id, receivedId, version, requestId],
    ]);
    return row?.done ?? false;
  }

  async reject(id: string, requestId: string): Promise<boolean> {
    const [row] = await this.db.manager.query<{ done: boolean }[]>('SELECT reject_hand_over($1, $2) AS done', [
      id,
      requestId,
    ]);
    return row?.done ?? false;
  }
}

function toHandOver({ guardianId, givenOn, fileId, offeredAt, decidedAt, ...row }: Row): HandOver {
  return {
    ...row,
    consent: { guardianId, givenOn: localDate(givenOn), fileId },
    offeredAt: offeredAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
  };
}
