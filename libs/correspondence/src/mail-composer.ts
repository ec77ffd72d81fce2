import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Files } from '#files';
import type { Actor } from '#kernel';
import { composeMessage, MailRoute, replyAddress, verpReturnPath } from '#mail';
import { Vault } from '#vault';
import { DeliveriesRepository, type Taken } from './deliveries.repository.ts';
import { familyKey, openContent } from './message-content.ts';
import { MessagesRepository } from './messages.repository.ts';
import { ReplacedWorker } from './replaced-worker.ts';
import { taggedSubject } from './tagged-subject.ts';
import { Threads } from './threads.service.ts';

export interface MailToHandOver {
  readonly raw: Buffer;
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
}

/** Makes the bytes of an outgoing mail once; every later attempt hands over the very same. */
@Injectable()
export class MailComposer {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly files: Files,
    private readonly route: MailRoute,
    private readonly threads: Threads,
    private readonly messages: MessagesRepository,
    private readonly deliveries: DeliveriesRepository,
  ) {}

  /** Outside transactions. @throws ReplacedWorker; Problems of mail, files and vault when it cannot be made. */
  async mailOf(taken: Taken, by: Actor): Promise<MailToHandOver> {
    const { content, token, fileIds } = await this.db.transaction(async () => {
      const ring = await this.vault.keyring([familyKey(taken)]);
      return {
        content: openContent(ring, { ...taken, id: taken.messageId }),
        token: await this.threads.tokenOf(taken.threadId),
        fileIds: (await this.messages.attachmentsOf(taken.messageId)).map(({ fileId }) => fileId),
      };
    });
    const { domain } = this.route;
    // Mail queued before every message had a return path of its own goes out with an empty one: nobody could match its bounce.
    const from = content.returnToken === null ? '' : verpReturnPath(content.returnToken, domain);
    const envelope = { from, to: content.to };
    if (taken.rawFileId !== null) return { raw: (await this.files.read(taken.rawFileId)).content, envelope };

    const attachments = [];
    for (const id of fileIds) {
      const { file, content: bytes } = await this.files.read(id);
      attachments.push({ filename: file.name, contentType: file.mediaType, content: bytes });
    }
    // From is the thread's own address: whatever a mail program answers to, the answer comes back here.
    const address = replyAddress(token, domain);
    const raw = await composeMessage({
      messageId: taken.messageIdHeader,
      date: taken.now,
      from: content.senderName === null ? { address } : { address, name: content.senderName },
      to: content.to.map((recipient) => ({ address: recipient })),
      replyTo: { address },
      subject: taggedSubject(content.subject ?? '', token),
      text: content.text,
      attachments,
    });
    await this.freeze(taken, raw, by);
    return { raw, envelope };
  }

  private async freeze(taken: Taken, raw: Buffer, by: Actor): Promise<void> {
    const { familyId, messageId } = taken;
    const name = `${messageId}.eml`;
    const prepared = await this.files.prepare({ familyId, purpose: 'sent-mail', name, content: raw, by });
    await this.db.transaction(async () => {
      const { id } = await this.files.attach(prepared);
      if (!(await this.deliveries.keepRaw(taken, id))) throw new ReplacedWorker();
    });
  }
}
