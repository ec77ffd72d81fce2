import { Injectable } from '@nestjs/common';
import { newId, Problem } from '#kernel';
import { accessProblems } from './access.problems.ts';
import { Attempts } from './attempts.service.ts';
import type { Client } from './client.ts';
import { SecondFactor } from './second-factor.service.ts';
import { SecondFactorsRepository } from './second-factors.repository.ts';
import { hashOfToken, newSecretToken } from './secret-token.ts';
import { SignInLog } from './sign-in-log.ts';
import { SessionsService, type TokenPair } from './sessions.service.ts';

/** Long enough to find the telephone. */
const CHALLENGE_SECONDS = 300;

export interface Challenge {
  readonly challenge: string;
  readonly challengeExpiresIn: number;
}

/** Signing in, in one step or two: the password was right already when this is called. */
@Injectable()
export class SignIn {
  constructor(
    private readonly sessions: SessionsService,
    private readonly secondFactor: SecondFactor,
    private readonly factors: SecondFactorsRepository,
    private readonly attempts: Attempts,
    private readonly log: SignInLog,
  ) {}

  /** Tokens, or, for who has a second factor, a challenge that its code answers. */
  async afterPassword(personId: string, client: Client): Promise<TokenPair | Challenge> {
    const { enrolled } = await this.secondFactor.state(personId);
    if (!enrolled) return this.sessions.open(personId, { client, secondFactor: false });
    const challenge = newSecretToken();
    await this.factors.openChallenge(newId(), personId, hashOfToken(challenge), CHALLENGE_SECONDS);
    return { challenge, challengeExpiresIn: CHALLENGE_SECONDS };
  }

  /** @throws Problem access.challenge-refused, access.code-wrong, access.too-many-attempts. */
  async withCode(challenge: string, code: string, client: Client): Promise<TokenPair> {
    const tokenHash = hashOfToken(challenge);
    const personId = await this.factors.findChallenge(tokenHash);
    await this.attempts.take('secondFactor', personId, client.network);
    if (personId === null) throw new Problem(accessProblems.challengeRefused);
    if (!(await this.secondFactor.accepts(personId, code))) {
      this.log.codeFailed(personId);
      throw new Problem(accessProblems.codeWrong);
    }
    // The challenge goes with the first right code; a second one has to begin with the password again.
    if (!(await this.factors.finishChallenge(tokenHash))) throw new Problem(accessProblems.challengeRefused);
    await this.attempts.giveBack('secondFactor', personId, client.network);
    return this.sessions.open(personId, { client, secondFactor: true });
  }
}
