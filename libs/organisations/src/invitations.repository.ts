import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { decodeCursor, type Locale } from '#kernel';
import type { Invitation, ListInvitations } from './invitations.contract.ts';

export interface InvitationRow {
  readonly id: string;
  readonly emailSealed: Buffer;
  readonly role: string;
  readonly language: Locale | null;
  readonly generation: number;
  readonly state: Invitation['state'];
  readonly invitedBy: string;
  /** PostgreSQL's own spelling, to the microsecond, for the cursor. */
  readonly createdAt: string;
  readonly expiresAt: Date;
  readonly sentAt: Date | null;
  readonly acceptedAt: Date | null;
  readonly acceptedBy: string | null;
}

export interface NewInvitation {
  readonly id: string;
  readonly emailIndex: Buffer;
  readonly emailSealed: Buffer;
  readonly role: string;
  readonly language: Locale | null;
  readonly tokenHash: Buffer;
  readonly invitedBy: string;
  readonly days: number;
}

const STATE = `CASE WHEN accepted_at IS NOT NULL THEN 'accepted' WHEN revoked_at IS NOT NULL THEN 'revoked'
  WHEN expires_at <= app_now() THEN 'expired' ELSE 'open' END`;
const COLUMNS = `id, email_sealed AS "emailSealed", role, language, generation, ${STATE} AS state,
  invited_by AS "invitedBy", created_at::text AS "createdAt", expires_at AS "expiresAt", sent_at AS "sentAt",
  accepted_at AS "acceptedAt", accepted_by AS "acceptedBy"`;

/** Invitations of the entered branch. */
@Injectable()
export class InvitationsRepository {
  constructor(private readonly db: Database) {}

  async insert(row: NewInvitation): Promise<void> {
    const { id, emailIndex, emailSealed, role, language, tokenHash, invitedBy, days } = row;
    await this.db.manager.query(
      `INSERT INTO invitations (id, email_index, email_sealed, role, language, token_hash, invited_by, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, app_now() + make_interval(days => $8))`,
      [id, emailIndex, emailSealed, role, language, tokenHash, invitedBy, days],
    );
  }

  /** What is known of whom the invited address belongs to; null where nothing is, or nobody is registered. */
  async usualLanguage(id: string): Promise<Locale | null> {
    const [row] = await this.db.manager.query<{ language: Locale | null }[]>(
      'SELECT language_of_address(email_index) AS language FROM invitations WHERE id = $1',
      [id],
    );
    return row?.language ?? null;
  }

  /** Takes back what still waits for the address, so that only the newest invitation counts. */
  async revokeFor(emailIndex: Buffer): Promise<void> {
    await this.db.manager.query(
      `UPDATE invitations SET revoked_at = app_now()
        WHERE email_index = $1 AND accepted_at IS NULL AND revoked_at IS NULL`,
      [emailIndex],
    );
  }

  async find(id: string): Promise<InvitationRow | null> {
    const [row] = await this.db.manager.query<InvitationRow[]>(`SELECT ${COLUMNS} FROM invitations WHERE id = $1`, [
      id,
    ]);
    return row ?? null;
  }

  async findPage({ state, sort, cursor, limit }: ListInvitations): Promise<InvitationRow[]> {
    const after = decodeCursor(cursor, sort);
    return this.db.manager.query<InvitationRow[]>(
      `SELECT ${COLUMNS} FROM invitations
        WHERE ($1::timestamptz IS NULL OR (created_at, id) < ($1, $2::uuid)) AND ($3::text IS NULL OR ${STATE} = $3)
        ORDER BY created_at DESC, id DESC LIMIT $4`,
      [after?.key ?? null, after?.id ?? null, state ?? null, limit + 1],
    );
  }

  /** True when it was still waiting. */
  async revoke(id: string): Promise<boolean> {
    return this.change('revoked_at = app_now()', id);
  }

  /** A new token and a new term; the old link is void. True when it was still waiting, expired or not. */
  async renew(id: string, generation: number, tokenHash: Buffer, days: number): Promise<boolean> {
    return this.change(
      'generation = $2, token_hash = $3, expires_at = app_now() + make_interval(days => $4), sent_at = NULL',
      id,
      generation,
      tokenHash,
      days,
    );
  }

  async noteSent(id: string, generation: number): Promise<void> {
    await this.db.manager.query('UPDATE invitations SET sent_at = app_now() WHERE id = $1 AND generation = $2', [
      id,
      generation,
    ]);
  }

  private async change(set: string, id: string, ...parameters: unknown[]): Promise<boolean> {
    const [, count] = await this.db.manager.query<[unknown[], number]>(
      `UPDATE invitations SET ${set} WHERE id = $1 AND accepted_at IS NULL AND revoked_at IS NULL`,
      [id, ...parameters],
    );
    return count === 1;
  }
}
