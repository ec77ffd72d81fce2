import { createHmac } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { newId, Problem } from '#kernel';
import { Vault } from '#vault';
import { AccessKeys } from './access-keys.ts';
import { ACCESS_TOKEN_SECONDS, AccessTokenService } from './access-token.service.ts';
import { accessProblems } from './access.problems.ts';
import type { Client } from './client.ts';
import type { SignedInPerson } from './principal.ts';
import { hashOfToken, newSecretToken } from './secret-token.ts';
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

export interface SessionView extends Client {
  readonly id: string;
  readonly secondFactor: boolean;
  readonly startedAt: Date;
  readonly lastUsedAt: Date;
  /** The session that asks. */
  readonly current: boolean;
}

const OWNER = { kind: 'platform' } as const;
const UNKNOWN_CLIENT: Client = { network: 'unknown', device: 'other' };

/** Sign-in sessions: opened by a password, carried on by rotating refresh tokens, ended by logout or by reuse. */
@Injectable()
export class SessionsService {
  private readonly logger = new Logger('sign-in');

  constructor(
    private readonly sessions: SessionsRepository,
    private readonly accessTokens: AccessTokenService,
    private readonly keys: AccessKeys,
    private readonly vault: Vault,
  ) {}

  async open(
    personId: string,
    { client, secondFactor }: { client: Client; secondFactor: boolean },
  ): Promise<TokenPair> {
    const session = { personId, sessionId: newId() };
    const refreshToken = newSecretToken();
    const clientSealed = this.vault
      .platformKeyring()
      .seal(OWNER, clientPlace(session.sessionId), JSON.stringify(client));
    await this.sessions.open(
      session,
      { id: newId(), hash: hashOfToken(refreshToken), seconds: REFRESH_SECONDS },
      { clientSealed, secondFactor },
    );
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
      hashOfToken(refreshToken),
      { id: newId(), hash: hashOfToken(successor), seconds: REFRESH_SECONDS },
      GRACE_SECONDS,
    );
    if (rotation.verdict === 'reused') this.logger.warn({ event: 'refresh-token-reused', ...rotation });
    if (rotation.verdict !== 'rotated') throw new Problem(accessProblems.refreshRefused);
    return this.pair(rotation, successor);
  }

  /** Ends the whole session; the access tokens of it stop working too. Says nothing about unknown tokens. */
  async end(refreshToken: string): Promise<void> {
    const sessionId = await this.sessions.end(hashOfToken(refreshToken));
    if (sessionId !== null) this.logger.log({ event: 'session-ended', sessionId });
  }

  /** The living sessions of the person, the last used first. */
  async list({ personId, sessionId }: SignedInPerson): Promise<SessionView[]> {
    const keyring = this.vault.platformKeyring();
    return (await this.sessions.findOf(personId)).map(({ id, client, secondFactor, startedAt, lastUsedAt }) => {
      const { network, device } =
        client === null ? UNKNOWN_CLIENT : (JSON.parse(keyring.open(OWNER, clientPlace(id), client)) as Client);
      return { id, network, device, secondFactor, startedAt, lastUsedAt, current: id === sessionId };
    });
  }

  /** Says nothing about sessions that are not the person's own or have ended. */
  async revoke(me: SignedInPerson, sessionId: string): Promise<void> {
    if (await this.sessions.revoke(me.personId, sessionId)) this.logger.log({ event: 'session-revoked', sessionId });
  }

  /** Signs the person out everywhere else. */
  async revokeOthers(me: SignedInPerson): Promise<void> {
    await this.sessions.revokeOthers(me);
    this.logger.log({ event: 'other-sessions-revoked', personId: me.personId });
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

function clientPlace(sessionId: string) {
  return { table: 'sessions', column: 'client', row: sessionId };
}
