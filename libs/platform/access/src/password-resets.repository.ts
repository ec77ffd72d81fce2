import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { Locale } from '#kernel';

export interface ResetToSend {
  readonly personId: string;
  readonly language: Locale | null;
  readonly expiresAt: Date;
}

/** Links to a new password, through the definer functions that the database allows. */
@Injectable()
export class PasswordResetsRepository {
  constructor(private readonly db: Database) {}

  /** Nothing, and no sign of it, for an address that nobody has. The row and the wish for a mail come together. */
  async request(reset: {
    readonly emailIndex: Buffer;
    readonly id: string;
    readonly tokenHash: Buffer;
    readonly seconds: number;
    readonly outboxId: string;
    readonly language: Locale | null;
  }): Promise<void> {
    const { emailIndex, id, tokenHash, seconds, outboxId, language } = reset;
    await this.call('SELECT request_password_reset($1, $2, $3, make_interval(secs => $4), $5, $6)', [
      ...[emailIndex, id, tokenHash, seconds, outboxId, language],
    ]);
  }

  /** Null for a link that is not to be sent any more. */
  async findToSend(id: string): Promise<ResetToSend | null> {
    const [row] = await this.call<ResetToSend>(
      'SELECT person_id AS "personId", language, expires_at AS "expiresAt" FROM password_reset_to_send($1)',
      [id],
    );
    return row ?? null;
  }

  async findPerson(tokenHash: Buffer): Promise<string | null> {
    const [row] = await this.call<{ id: string | null }>('SELECT find_password_reset($1) AS id', [tokenHash]);
    return row?.id ?? null;
  }

  /** Ends every session. True for one caller, however many hold the link. */
  async finish(tokenHash: Buffer, passwordHash: string): Promise<boolean> {
    const [row] = await this.call<{ yes: boolean }>('SELECT finish_password_reset($1, $2) AS yes', [
      tokenHash,
      passwordHash,
    ]);
    return row?.yes === true;
  }

  private call<Row>(sql: string, parameters: unknown[]): Promise<Row[]> {
    return this.db.outsideTenants((tx) => tx.query<Row[]>(sql, parameters));
  }
}
