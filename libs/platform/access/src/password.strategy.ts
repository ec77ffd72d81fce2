import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-local';
import type { FastifyRequest } from 'fastify';
import { normaliseEmail } from '#vault';
import { Attempts } from './attempts.service.ts';
import { clientOfRequest } from './client.decorator.ts';
import { LONGEST_PASSWORD } from './password.service.ts';
import { PeopleService } from './people.service.ts';
import { SignInLog } from './sign-in-log.ts';

export const PASSWORD_STRATEGY = 'password';

/** Passport's local strategy over e-mail and password. */
@Injectable()
export class PasswordStrategy extends PassportStrategy(Strategy, PASSWORD_STRATEGY) {
  constructor(
    private readonly people: PeopleService,
    private readonly attempts: Attempts,
    private readonly log: SignInLog,
  ) {
    super({ usernameField: 'email', passwordField: 'password', session: false, passReqToCallback: true });
  }

  /** Resolves to the person's id, or false; passport hands over whatever the body holds, hence `unknown`. */
  async validate(request: FastifyRequest, email: unknown, password: unknown): Promise<string | false> {
    if (typeof email !== 'string' || typeof password !== 'string') return false;
    const { network } = clientOfRequest(request);
    const account = normaliseEmail(email);
    // Before the hashing, which is what attempts cost us.
    await this.attempts.take('login', account, network);
    if (password.length > LONGEST_PASSWORD) return false;
    const personId = await this.people.findByPassword(email, password);
    if (personId === null) this.log.passwordFailed(this.people.indexOf(email));
    else await this.attempts.giveBack('login', account, network);
    return personId ?? false;
  }
}
