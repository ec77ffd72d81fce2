import { createHash, createHmac, randomBytes } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { newId, Problem } from '#kernel';
import { AccessKeys } from './access-keys.ts';
import { ACCESS_TOKEN_SECONDS, AccessTokenService } from './access-token.service.ts';
import { accessProblems } from './access.problems.ts';
import { SessionsRepository } from './sessions.repository.ts';

const REFRESH_SECONDS = 30 * 86_400;
/** How long a replaced token still leads to its successor: several tabs, or an answer lost on the way. */
const GRACE_SECONDS = 20;

export interface TokenPair {
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn: number;
  readonly refreshToken: string;
  readonly refreshExpiresIn: number;
}

/** Sign-in sessions: opened by a password, carried on by rotating refresh tokens, ended by logout or by reuse. */
@Injectable()
export class SessionsService {
  private readonly logger = new Logger('sign-in');

  constructor(
    private readonly sessions: SessionsRepository,
    private readonly accessTokens: AccessTokenService,
    private readonly keys: AccessKeys,
  ) {}

  async open(personId: string): Promise<TokenPair> {
    const session = { personId, sessionId: newId() };
    const refreshToken = randomBytes(32).toString('base64url');
    await this.sessions.open(session, { id: newId(), hash: hashOf(refreshToken), seconds: REFRESH_SECONDS });
    this.logger.log({ event: 'session-opened', ...session });
    return this.pair(session, refreshToken);
  }

  /**
   * Exchanges a refresh token. Every call with one token within the grace gets the same successor, because it is
   * derived from that token; a later call ends the session, for one of two holders of the token is a thief.
   */
  async refresh(refreshToken: string): Promise<TokenPair> {
    const successor = this.successorOf(refreshToken);
    const rotation = await this.sessions.rotate(
      hashOf(refreshToken),
      { id: newId(), hash: hashOf(successor), seconds: REFRESH_SECONDS },
      GRACE_SECONDS,
    );
    if (rotation.verdict === 'reused') this.logger.warn({ event: 'refresh-token-reused', ...rotation });
    if (rotation.verdict !== 'rotated') throw new Problem(accessProblems.refreshRefused);
    return this.pair(rotation, successor);
  }

  /** Ends the whole session; the access tokens of it stop working too. Says nothing about unknown tokens. */
  async end(refreshToken: string): Promise<void> {
    const sessionId = await this.sessions.end(hashOf(refreshToken));
    if (sessionId !== null) this.logger.log({ event: 'session-ended', sessionId });
  }

  private successorOf(refreshToken: string): string {
    return createHmac('sha256', this.keys.succession).update(refreshToken).digest('base64url');
  }

  private async pair(session: { personId: string; sessionId: string }, refreshToken: string): Promise<TokenPair> {
    const { personId, sessionId } = session;
    return {
      accessToken: await this.accessTokens.sign({ personId, sessionId }),
      expiresIn: ACCESS_TOKEN_SECONDS,
      refreshToken,
      refreshExpiresIn: REFRESH_SECONDS,
    };
  }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
