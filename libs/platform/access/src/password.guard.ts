import { Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { Problem } from '#kernel';
import { accessProblems } from './access.problems.ts';
import { PASSWORD_STRATEGY } from './password.strategy.ts';

/** For the login route only. Lets a body without the two fields pass, so that its contract can name what is missing. */
@Injectable()
export class PasswordGuard extends AuthGuard(PASSWORD_STRATEGY) {
  override handleRequest<Person>(
    error: Error | null,
    personId: Person | false,
    _info: unknown,
    _context: unknown,
    status?: number,
  ): Person {
    if (error !== null) throw error;
    if (personId === false && status !== 400) throw new Problem(accessProblems.credentialsWrong);
    return personId as Person;
  }
}
