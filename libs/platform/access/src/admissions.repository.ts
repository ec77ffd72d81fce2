import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { SignedInPerson } from './principal.ts';

/** How the session was proven. Infinity for a session that does not exist. */
export interface Strength {
  /** A role in the branch asks for two factors and the session has shown one. */
  readonly secondFactorMissing: boolean;
  readonly confirmedSecondsAgo: number;
}

interface Membership {
  /** Null for who is no member. */
  readonly role: string | null;
  readonly branchStatus: 'open' | 'suspended' | null;
  /** Of a role of the association's own; null for the built-in ones. */
  readonly rolePermissions: readonly string[] | null;
}

export type Admission = Membership &
  Strength & {
    readonly sessionLives: boolean;
    /** The session has been used in the branch before. */
    readonly entered: boolean;
  };

export type KeyAdmission = Membership & {
  readonly keyId: string;
  readonly personId: string;
  readonly scopes: readonly string[];
};

const STRENGTH = `coalesce(second_factor_missing, true) AS "secondFactorMissing",
  coalesce(confirmed_seconds_ago, 'Infinity') AS "confirmedSecondsAgo"`;
const MEMBERSHIP = `role, branch_status AS "branchStatus", role_permissions(role) AS "rolePermissions"`;

/** All that the guard must know of a request, in one round trip each, read anew every time. */
@Injectable()
export class AdmissionsRepository {
  constructor(private readonly db: Database) {}

  /** Into a branch, by a session. */
  async admit({ sessionId, personId }: SignedInPerson, branchId: string): Promise<Admission | null> {
    return this.one<Admission>(
      `SELECT session_lives AS "sessionLives", ${MEMBERSHIP}, ${STRENGTH}, session_entered($1, $3) AS entered
        FROM admit($1, $2, $3) LEFT JOIN session_strength($1, $2, $3) ON true`,
      [sessionId, personId, branchId],
    );
  }

  /** Notes in the branch's log that the session has come, once. */
  async noteEntry({ sessionId, personId }: SignedInPerson, branchId: string, requestId: string): Promise<void> {
    await this.one('SELECT enter_session($1, $2, $3, $4)', [sessionId, personId, branchId, requestId]);
  }

  /** Outside of branches, about an association that the person may administer; null when the session has ended. */
  async strengthFor({ sessionId, personId }: SignedInPerson, associationId: string): Promise<Strength | null> {
    return this.one<Strength>(`SELECT ${STRENGTH} FROM association_strength($1, $2, $3) WHERE session_lives($1, $2)`, [
      sessionId,
      personId,
      associationId,
    ]);
  }

  /** Into a branch, by a key; null for one that is unknown, revoked, expired, or whose owner is disabled. */
  async admitKey(keyHash: Buffer, branchId: string): Promise<KeyAdmission | null> {
    return this.one<KeyAdmission>(
      `SELECT key_id AS "keyId", person_id AS "personId", scopes, ${MEMBERSHIP} FROM admit_api_key($1, $2)`,
      [keyHash, branchId],
    );
  }

  /** Outside of branches; null when the session has ended. */
  async strengthOf({ sessionId, personId }: SignedInPerson): Promise<Strength | null> {
    return this.one<Strength>(`SELECT ${STRENGTH} FROM session_strength($1, $2, NULL) WHERE session_lives($1, $2)`, [
      sessionId,
      personId,
    ]);
  }

  private async one<Row>(sql: string, parameters: unknown[]): Promise<Row | null> {
    const [row] = await this.db.askOutsideTenants<Row>(sql, parameters);
    return row ?? null;
  }
}
