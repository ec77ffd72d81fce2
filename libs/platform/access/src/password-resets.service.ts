import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { type Locale, newId, Problem } from '#kernel';
import { normaliseEmail } from '#vault';
import { AccessKeys } from './access-keys.ts';
import { accessProblems } from './access.problems.ts';
import { Attempts } from './attempts.service.ts';
import type { Client } from './client.ts';
import { PasswordPolicy } from './password-policy.ts';
import { PasswordResetsRepository } from './password-resets.repository.ts';
import { PasswordService } from './password.service.ts';
import { PeopleService } from './people.service.ts';
import { PublicLinks } from './public-links.ts';
import { hashOfToken } from './secret-token.ts';

const LINK_SECONDS = 3600;
/** Every request is answered after so long: far above what the work takes, whether there is any or not. */
const ANSWER_MS = 400;

export interface PasswordResetMail {
  readonly email: string;
  /** Null: nothing is known, and the branch decides. */
  readonly language: Locale | null;
  readonly link: string;
  readonly expiresAt: Date;
}

/** A new password for who has lost the old one: by a link to the own address, once, for an hour. */
@Injectable()
export class PasswordResets {
  private readonly logger = new Logger('sign-in');

  constructor(
    private readonly resets: PasswordResetsRepository,
    private readonly people: PeopleService,
    private readonly passwords: PasswordService,
    private readonly policy: PasswordPolicy,
    private readonly attempts: Attempts,
    private readonly keys: AccessKeys,
    private readonly links: PublicLinks,
  ) {}

  /** Answers alike, and after the same time, whether or not anybody has the address. @throws access.too-many-attempts. */
  async request(email: string, language: Locale | null, { network }: Client): Promise<void> {
    await this.attempts.take('passwordReset', normaliseEmail(email), network);
    const [id, outboxId, answer] = [newId(), newId(), sleep(ANSWER_MS)];
    await this.resets.request({
      ...{ id, outboxId, language, seconds: LINK_SECONDS },
      ...{ emailIndex: this.people.indexOf(email), tokenHash: hashOfToken(this.tokenOf(id)) },
    });
    await answer;
  }

  /** For the mail; null when the link is used, over, or replaced by a newer one. */
  async mailOf(id: string): Promise<PasswordResetMail | null> {
    const found = await this.resets.findToSend(id);
    if (found === null) return null;
    const { email, language: usual } = await this.people.getCard(found.personId);
    const { expiresAt } = found;
    const language = found.language ?? usual;
    // Behind the `#`, where no server and no log sees the token.
    return { email, language, expiresAt, link: this.links.to(`/password-reset#${this.tokenOf(id)}`) };
  }

  /** Ends every session; a second factor stays. @throws Problem access.reset-gone; validation for a weak password. */
  async finish(token: string, password: string, { network }: Client): Promise<void> {
    const tokenHash = hashOfToken(token);
    await this.attempts.take('passwordResetLink', tokenHash.toString('hex'), network);
    const personId = await this.resets.findPerson(tokenHash);
    if (personId === null) throw new Problem(accessProblems.resetGone);
    const { email, name } = await this.people.getCard(personId);
    this.policy.assertGood(password, [email, name], '/password');
    const done = await this.resets.finish(tokenHash, await this.passwords.hash(password));
    if (!done) throw new Problem(accessProblems.resetGone);
    this.logger.log({ event: 'password-reset', personId });
  }

  /** Derived, so that the mail can be written later although the database holds a hash only. */
  private tokenOf(id: string): string {
    return createHmac('sha256', this.keys.passwordReset).update(id).digest('base64url');
  }
}
