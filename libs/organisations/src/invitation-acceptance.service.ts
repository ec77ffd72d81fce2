import { Injectable } from '@nestjs/common';
import {
  Attempts,
  type Client,
  hashOfToken,
  PasswordPolicy,
  PeopleService,
  type PersonRow,
  type SignedInPerson,
} from '#access';
import { databaseProblems } from '#database';
import { Problem } from '#kernel';
import { InvitationAddress } from './invitation-address.ts';
import {
  type Acceptance,
  type FoundInvitation,
  InvitationAcceptanceRepository,
  NotAccepted,
} from './invitation-acceptance.repository.ts';
import { invitationsProblems } from './invitations.problems.ts';
import { organisationsProblems } from './organisations.problems.ts';

export interface Caller {
  readonly client: Client;
  readonly requestId: string;
}

/** What the invited person does with the link: looks, and becomes a member as a new person or as the one they are. */
@Injectable()
export class InvitationAcceptance {
  constructor(
    private readonly invitations: InvitationAcceptanceRepository,
    private readonly addresses: InvitationAddress,
    private readonly attempts: Attempts,
    private readonly people: PeopleService,
    private readonly policy: PasswordPolicy,
  ) {}

  /** @throws Problem invitations.gone, alike for tokens that never were. */
  async look(token: string, { client }: Caller) {
    const { id, emailSealed, role, known, needsSecondFactor, branchName, associationName } = await this.openOne(
      token,
      client,
    );
    return {
      ...{ email: this.addresses.open(id, emailSealed), role, needsSignIn: known },
      needsSecondFactor,
      ...{ branch: branchName, association: associationName },
    };
  }

  /** @throws Problem invitations.gone, invitations.sign-in-first; validation for a weak password. */
  async acceptAsNew(token: string, { name, password }: { name: string; password: string }, caller: Caller) {
    const found = await this.openOne(token, caller.client);
    if (found.known) throw new Problem(invitationsProblems.signInFirst);
    const email = this.addresses.open(found.id, found.emailSealed);
    this.policy.assertGood(password, [email, name], '/password');
    const person = await this.people.prepare({ email, name, password });
    return this.accept(token, person, caller);
  }

  /** @throws Problem invitations.gone, invitations.for-another, organisations.already-member. */
  async acceptAs(me: SignedInPerson, token: string, caller: Caller) {
    await this.openOne(token, caller.client);
    return this.accept(token, me.personId, caller);
  }

  private async openOne(token: string, { network }: Client): Promise<FoundInvitation> {
    const tokenHash = hashOfToken(token);
    await this.attempts.take('invitation', tokenHash.toString('hex'), network);
    const found = await this.invitations.find(tokenHash);
    if (found?.open !== true) throw new Problem(invitationsProblems.gone);
    return found;
  }

  private async accept(token: string, person: PersonRow | string, { requestId }: Caller) {
    const { verdict, branchId } = await this.tried(token, person, requestId);
    if (verdict === 'other-person') throw new Problem(invitationsProblems.forAnother);
    if (verdict === 'member') throw new Problem(organisationsProblems.alreadyMember);
    if (verdict === 'gone' || branchId === null) throw new Problem(invitationsProblems.gone);
    return { branchId, personId: typeof person === 'string' ? person : person.id };
  }

  private async tried(token: string, person: PersonRow | string, requestId: string): Promise<Acceptance> {
    try {
      return await this.invitations.accept(hashOfToken(token), person, requestId);
    } catch (error) {
      if (error instanceof NotAccepted) throw new Problem(invitationsProblems.gone);
      // Somebody registered the address in the meantime.
      if (error instanceof Problem && error.code === databaseProblems.conflict.code) {
        throw new Problem(invitationsProblems.signInFirst);
      }
      throw error;
    }
  }
}
