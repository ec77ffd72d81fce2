import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { SignedInPerson } from './principal.ts';

export type Rotation =
  { readonly verdict: 'unknown' } | ({ readonly verdict: 'rotated' | 'ended' | 'reused' } & SignedInPerson);

export interface SessionRow {
  readonly id: string;
  readonly client: Buffer | null;
  readonly secondFactor: boolean;
  readonly startedAt: Date;
  readonly lastUsedAt: Date;
}

/** Sessions, through the definer functions that the database allows. */
@Injectable()
export class SessionsRepository {
  constructor(private readonly db: Database) {}

  async open(
    session: SignedInPerson,
    token: { id: string; hash: Buffer; seconds: number },
    proof: { clientSealed: Buffer; secondFactor: boolean },
  ): Promise<void> {
    const parameters = [session.sessionId, session.personId, token.id, token.hash, token.seconds];
    await this.db.outsideTenants(async (tx) => {
      await tx.query('SELECT open_session($1, $2, $3, $4, make_interval(secs => $5))', parameters);
      const { clientSealed, secondFactor } = proof;
      await tx.query('SELECT describe_session($1, $2, $3)', [session.sessionId, clientSealed, secondFactor]);
    });
  }

  /** The password or a code was shown again just now. */
  async confirm({ sessionId, personId }: SignedInPerson, proof: { secondFactor: boolean }): Promise<void> {
    await this.call('SELECT confirm_session($1, $2, $3)', [sessionId, personId, proof.secondFactor]);
  }

  findOf(personId: string): Promise<SessionRow[]> {
    return this.call(
      `SELECT id, client, second_factor AS "secondFactor", started_at AS "startedAt", last_used_at AS "lastUsedAt"
        FROM sessions_of($1)`,
      [personId],
    );
  }

  /** False when there is no such session of this person. */
  async revoke(personId: string, sessionId: string): Promise<boolean> {
    const [row] = await this.call<{ yes: boolean }>('SELECT revoke_session($1, $2) AS yes', [personId, sessionId]);
    return row?.yes === true;
  }

  async revokeOthers({ personId, sessionId }: SignedInPerson): Promise<void> {
    await this.call('SELECT revoke_other_sessions($1, $2)', [personId, sessionId]);
  }

  async rotate(
    tokenHash: Buffer,
    successor: { id: string; hash: Buffer; seconds: number },
    graceSeconds: number,
  ): Promise<Rotation> {
    const [row] = await this.call<Rotation>(
      `SELECT verdict, person_id AS "personId", session_id AS "sessionId"
        FROM rotate_refresh_token($1, $2, $3, make_interval(secs => $4), make_interval(secs => $5))`,
      [tokenHash, successor.id, successor.hash, successor.seconds, graceSeconds],
    );
    return row ?? { verdict: 'unknown' };
  }

  /** Resolves to the session that this call ended, or null. */
  async end(tokenHash: Buffer): Promise<string | null> {
    const [row] = await this.call<{ id: string | null }>('SELECT end_session($1) AS id', [tokenHash]);
    return row?.id ?? null;
  }

  private call<Row>(sql: string, parameters: unknown[]): Promise<Row[]> {
    return this.db.outsideTenants((tx) => tx.query<Row[]>(sql, parameters));
  }
}
