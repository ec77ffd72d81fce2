import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Files } from '#files';
import { Problem } from '#kernel';
import { Outbox } from '#outbox';
import { Vault } from '#vault';
import { recordReplyJob, sortMailJob } from '../correspondence.jobs.ts';
import { correspondenceProblems } from '../correspondence.problems.ts';
import { InboundMailsRepository } from '../inbound-mails.repository.ts';
import { familyKey, openContent } from '../message-content.ts';
import { MessagesRepository } from '../messages.repository.ts';
import { inboundMailId, packReceived, receivedPlace, unpackReceived } from '../received-mail.ts';
import type { ThreadEntity } from '../thread.entity.ts';
import { openTriageRaw } from './triage-content.ts';
import { TriageMailsRepository, type WholeTriageMailRow } from './triage-mails.repository.ts';

const PLATFORM = { kind: 'platform' } as const;

/** Puts a mail into threads by the very way that mail to a reply address takes, and takes it out again. */
@Injectable()
export class MailAttaching {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly files: Files,
    private readonly outbox: Outbox,
    private readonly inbound: InboundMailsRepository,
    private readonly messages: MessagesRepository,
    private readonly mails: TriageMailsRepository,
  ) {}

  /** Joins the open transaction. A mail that the thread has already is not put there a second time. */
  async attach(mail: WholeTriageMailRow, threads: readonly ThreadEntity[]): Promise<void> {
    const ring = await this.vault.keyring([]);
    const packed = openTriageRaw(ring, mail.id, mail.rawSealed);
    for (const thread of threads) {
      const messageId = await this.intoThread(packed, mail.receivedAt, thread);
      await this.mails.addLink({ mailId: mail.id, threadId: thread.id, messageId });
    }
  }

  /** Joins the open transaction. Resolves to the id that the message has or will have. */
  async intoThread(packed: Buffer, receivedAt: Date, thread: ThreadEntity): Promise<string> {
    const id = inboundMailId(thread.replyTokenHash, unpackReceived(packed).raw);
    const existing = await this.messages.find(id);
    if (existing !== null) {
      if (existing.detachedAt !== null) await this.messages.setDetached([id], false);
      return id;
    }
    const rawSealed = this.sealed(id, packed);
    if (await this.inbound.put({ id, threadId: thread.id, rawSealed, receivedAt })) {
      await this.outbox.enqueue(recordReplyJob, { inboundMailId: id });
    }
    return id;
  }

  /** Outside transactions: the mail as it came, from where it was attached. Null when it is attached nowhere. */
  async readBack(mailId: string): Promise<Buffer | null> {
    const found = await this.db.transaction(async () => {
      const links = await this.mails.linksOf(mailId);
      if (links.length === 0) return null;
      const messages = await this.messages.findAll(links.map(({ messageId }) => messageId));
      const [message] = messages;
      if (message === undefined || message.rawFileId === null || messages.length < links.length) {
        throw new Problem(correspondenceProblems.triageStillRecording);
      }
      const { envelope } = openContent(await this.vault.keyring([familyKey(message)]), message);
      return { fileId: message.rawFileId, envelope };
    });
    if (found === null) return null;
    const { content: raw } = await this.files.read(found.fileId);
    const { from: envelopeFrom, remoteAddress } = found.envelope ?? { from: '', remoteAddress: '' };
    return packReceived({ arrivedAt: 'inbox', envelopeFrom, remoteAddress, raw });
  }

  /** Joins the open transaction: out of the threads, and to be sorted again. */
  async detach({ id, receivedAt }: WholeTriageMailRow, packed: Buffer | null): Promise<void> {
    if (packed === null) throw new Problem(correspondenceProblems.triageStillRecording);
    const links = await this.mails.linksOf(id);
    await this.messages.setDetached(
      links.map(({ messageId }) => messageId),
      true,
    );
    await this.mails.removeLinks(id);
    await this.inbound.put({ id, threadId: null, rawSealed: this.sealed(id, packed), receivedAt });
    await this.outbox.enqueue(sortMailJob, { inboundMailId: id });
  }

  private sealed(id: string, packed: Buffer): Buffer {
    return this.vault.platformKeyring().sealBytes(PLATFORM, receivedPlace(id), packed);
  }
}
