import { Injectable, Logger } from '@nestjs/common';
import { Problem } from '#kernel';
import { accessProblems, tokenInvalid } from './access.problems.ts';
import { Attempts } from './attempts.service.ts';
import type { Client } from './client.ts';
import { PasswordPolicy } from './password-policy.ts';
import { PasswordService } from './password.service.ts';
import { PeopleRepository } from './people.repository.ts';
import { PeopleService } from './people.service.ts';
import type { SignedInPerson } from './principal.ts';
import { SecondFactor } from './second-factor.service.ts';
import { SessionsRepository } from './sessions.repository.ts';

/** What a signed-in person does with the own password: change it, and confirm by it that it is still they who act. */
@Injectable()
export class OwnPassword {
  private readonly logger = new Logger('sign-in');

  constructor(
    private readonly people: PeopleRepository,
    private readonly cards: PeopleService,
    private readonly sessions: SessionsRepository,
    private readonly passwords: PasswordService,
    private readonly policy: PasswordPolicy,
    private readonly secondFactor: SecondFactor,
    private readonly attempts: Attempts,
  ) {}

  /** Ends all other sessions. @throws Problem access.password-wrong, validation, access.too-many-attempts. */
  async change(me: SignedInPerson, oldPassword: string, newPassword: string, { network }: Client): Promise<void> {
    const { personId, sessionId } = me;
    await this.attempts.take('password', personId, network);
    const login = await this.people.findLoginOf(personId);
    if (login === null) throw tokenInvalid();
    const wrong = new Problem(accessProblems.passwordWrong, { pointer: '/oldPassword' });
    if (!(await this.passwords.matches(login.passwordHash, oldPassword))) throw wrong;
    await this.attempts.giveBack('password', personId, network);
    const { email, name } = await this.cards.getCard(personId);
    this.policy.assertGood(newPassword, [email, name], '/newPassword');
    const newHash = await this.passwords.hash(newPassword);
    if (!(await this.people.changePassword(personId, login.passwordHash, newHash, sessionId))) throw wrong;
    this.logger.log({ event: 'password-changed', personId });
  }

  /**
   * Opens the next ten minutes to what needs a step-up. Who has a second factor confirms by its code, others by password.
   * @throws Problem access.confirmation-wrong, access.too-many-attempts.
   */
  async confirm(me: SignedInPerson, proof: { password?: string; code?: string }, { network }: Client): Promise<void> {
    const { personId } = me;
    await this.attempts.take('password', personId, network);
    const login = await this.people.findLoginOf(personId);
    const fits =
      login?.totp === true
        ? proof.code !== undefined && (await this.secondFactor.accepts(personId, proof.code))
        : proof.password !== undefined && (await this.passwords.matches(login?.passwordHash, proof.password));
    if (!fits) throw new Problem(accessProblems.confirmationWrong);
    await this.attempts.giveBack('password', personId, network);
    await this.sessions.confirm(me, { secondFactor: login?.totp === true });
  }
}
