import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-local';
import { LONGEST_PASSWORD } from './password.service.ts';
import { PeopleService } from './people.service.ts';

export const PASSWORD_STRATEGY = 'password';

/** Passport's local strategy over e-mail and password. */
@Injectable()
export class PasswordStrategy extends PassportStrategy(Strategy, PASSWORD_STRATEGY) {
  constructor(private readonly people: PeopleService) {
    super({ usernameField: 'email', passwordField: 'password', session: false });
  }

  /** Resolves to the person's id, or false; passport hands over whatever the body holds, hence `unknown`. */
  async validate(email: unknown, password: unknown): Promise<string | false> {
    if (typeof email !== 'string' || typeof password !== 'string' || password.length > LONGEST_PASSWORD) return false;
    return (await this.people.findByPassword(email, password)) ?? false;
  }
}
