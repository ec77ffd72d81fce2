import { Injectable } from '@nestjs/common';
import type { PersonRow } from '#access';
import { Database } from '#database';
import { newId } from '#kernel';

export interface FoundInvitation {
  readonly id: string;
  readonly emailSealed: Buffer;
  readonly role: string;
  readonly open: boolean;
  /** Somebody is registered with the invited address. */
  readonly known: boolean;
  /** The role lets its holders in with two factors only. */
  readonly needsSecondFactor: boolean;
  readonly branchName: string;
  readonly associationName: string;
}

export interface Acceptance {
  readonly verdict: 'accepted' | 'gone' | 'other-person' | 'member';
  readonly branchId: string | null;
}

/** Invitations as the invited person reaches them, from outside of any branch, by the token alone. */
@Injectable()
export class InvitationAcceptanceRepository {
  constructor(private readonly db: Database) {}

  async find(tokenHash: Buffer): Promise<FoundInvitation | null> {
    const [row] = await this.db.outsideTenants((tx) =>
      tx.query<FoundInvitation[]>(
        `SELECT id, email AS "emailSealed", role, open, known,
          invitation_needs_second_factor($1) AS "needsSecondFactor", branch_name AS "branchName",
          association_name AS "associationName" FROM find_invitation($1)`,
        [tokenHash],
      ),
    );
    return row ?? null;
  }

  /** `person` is registered in the same transaction when given as a row; otherwise it is the id of a registered one. */
  async accept(tokenHash: Buffer, person: PersonRow | string, requestId: string): Promise<Acceptance> {
    return this.db.outsideTenants(async (tx) => {
      const personId = typeof person === 'string' ? person : person.id;
      if (typeof person !== 'string') {
        const { id, emailIndex, emailSealed, nameSealed, passwordHash } = person;
        const row = [id, emailIndex, emailSealed, nameSealed, passwordHash];
        await tx.query('SELECT register_person($1, $2, $3, $4, $5)', row);
      }
      const [acceptance] = await tx.query<Acceptance[]>(
        'SELECT verdict, branch_id AS "branchId" FROM accept_invitation($1, $2, $3, $4)',
        [tokenHash, newId(), personId, requestId],
      );
      // Nobody is registered by an invitation that closed in between.
      if (acceptance?.verdict !== 'accepted' && typeof person !== 'string') throw new NotAccepted();
      return acceptance ?? { verdict: 'gone', branchId: null };
    });
  }
}

/** Rolls back the registration of a person whose invitation was not open any more. */
export class NotAccepted extends Error {}
