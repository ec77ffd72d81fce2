import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { SignedInPerson } from './principal.ts';

export type Rotation =
  { readonly verdict: 'unknown' } | ({ readonly verdict: 'rotated' | 'ended' | 'reused' } & SignedInPerson);

export interface Admission {
  readonly sessionLives: boolean;
  readonly role: string | null;
  readonly branchStatus: 'open' | 'suspended' | null;
  /** Of a role of the association's own; null for the built-in ones. */
  readonly rolePermissions: readonly string[] | null;
}

/** Sessions and admissions, through the definer functions that the database allows. */
@Injectable()
export class SessionsRepository {
  constructor(private readonly db: Database) {}

  async open(session: SignedInPerson, token: { id: string; hash: Buffer; seconds: number }): Promise<void> {
    const parameters = [session.sessionId, session.personId, token.id, token.hash, token.seconds];
    await this.call('SELECT open_session($1, $2, $3, $4, make_interval(secs => $5))', parameters);
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

  async lives({ sessionId, personId }: SignedInPerson): Promise<boolean> {
    const [row] = await this.call<{ lives: boolean }>('SELECT session_lives($1, $2) AS lives', [sessionId, personId]);
    return row?.lives ?? false;
  }

  async admit({ sessionId, personId }: SignedInPerson, branchId: string): Promise<Admission> {
    const [row] = await this.call<Admission>(
      `SELECT session_lives AS "sessionLives", role, branch_status AS "branchStatus",
        role_permissions(role) AS "rolePermissions" FROM admit($1, $2, $3)`,
      [sessionId, personId, branchId],
    );
    return row ?? { sessionLives: false, role: null, branchStatus: null, rolePermissions: null };
  }

  private call<Row>(sql: string, parameters: unknown[]): Promise<Row[]> {
    return this.db.outsideTenants((tx) => tx.query<Row[]>(sql, parameters));
  }
}
