import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database } from '#database';
import { type Actor, newId } from '#kernel';
import { MailRoute, newAddressToken, replyAddress } from '#mail';
import { Vault } from '#vault';
import { tokenHash, tokenOwner, tokenPlace } from './reply-token.ts';
import type { ThreadSubject } from './thread.entity.ts';
import { ThreadsRepository } from './threads.repository.ts';

export interface Thread {
  readonly id: string;
  readonly familyId: string;
  readonly authorityId: string;
  readonly subject: { readonly type: ThreadSubject; readonly id: string };
}

/** Exchanges, each with one addressee about one thing. Only the reply address of a thread brings mail into it. */
@Injectable()
export class Threads {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly route: MailRoute,
    private readonly threads: ThreadsRepository,
  ) {}

  /** Joins the caller's transaction. `replyAddress` is a secret: who knows it can write into the thread. */
  async open(
    by: Actor,
    { familyId, authorityId, subject }: Omit<Thread, 'id'>,
  ): Promise<{ readonly id: string; readonly replyAddress: string }> {
    return this.db.transaction(async () => {
      const id = newId();
      const token = newAddressToken();
      const owner = tokenOwner(familyId);
      const keyring = await this.vault.keyring([owner]);
      await this.threads.insert({
        id,
        familyId,
        authorityId,
        subjectType: subject.type,
        subjectId: subject.id,
        replyTokenHash: tokenHash(token),
        replyTokenSealed: keyring.seal(owner, tokenPlace(id), token),
      });
      this.audit.record({
        action: 'correspondence.open-thread',
        by,
        subject: { type: 'thread', id },
        familyId,
        details: { authorityId, about: subject.type, aboutId: subject.id },
      });
      return { id, replyAddress: replyAddress(token, this.route.domain) };
    });
  }

  /** @throws Problem not-found. */
  async get(threadId: string): Promise<Thread> {
    return this.db.transaction(async () => {
      const { id, familyId, authorityId, subjectType, subjectId } = await this.threads.get(threadId);
      return { id, familyId, authorityId, subject: { type: subjectType, id: subjectId } };
    });
  }

  /** The thread's address token, by which mail is sent and answers come back. */
  async tokenOf(threadId: string): Promise<string> {
    return this.db.transaction(async () => {
      const { familyId, replyTokenSealed } = await this.threads.get(threadId);
      const owner = tokenOwner(familyId);
      const keyring = await this.vault.keyring([owner]);
      return keyring.open(owner, tokenPlace(threadId), replyTokenSealed);
    });
  }
}
