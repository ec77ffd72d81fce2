import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { Files, type StoredFile } from '#files';
import { notFound, type Page, type PageQuery, Problem } from '#kernel';
import { Vault } from '#vault';
import type { Message, WholeMessage } from './correspondence.contract.ts';
import { correspondenceProblems } from './correspondence.problems.ts';
import { LettersRepository } from './letters.repository.ts';
import { familyKey, openContent, openRegistrationNumber } from './message-content.ts';
import type { MessageState } from './message-state.ts';
import { messageView, wholeMessageView } from './message-view.ts';
import type { MessageEntity } from './message.entity.ts';
import { MessagesRepository } from './messages.repository.ts';
import { ThreadsRepository } from './threads.repository.ts';

export interface BranchMessagesQuery extends PageQuery {
  readonly state?: readonly MessageState[] | undefined;
  readonly attention?: boolean | undefined;
}

export interface ReadFile {
  readonly file: StoredFile;
  readonly content: Buffer;
}

/** Reads messages and letters for people. Whoever reads content stands in the log before the first byte is given out. */
@Injectable()
export class MessageReading {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly files: Files,
    private readonly letters: LettersRepository,
    private readonly threads: ThreadsRepository,
    private readonly messages: MessagesRepository,
  ) {}

  /** Oldest first. @throws Problem not-found, page.cursor-malformed. */
  async listOfThread(threadId: string, page: PageQuery): Promise<Page<Message>> {
    return this.db.transaction(async () => {
      await this.threads.get(threadId);
      return viewed(await this.messages.list({ threadId }, page));
    });
  }

  /** Of the whole branch, oldest first: for watching over what hangs. @throws Problem page.cursor-malformed. */
  async list({ state, attention, ...page }: BranchMessagesQuery): Promise<Page<Message>> {
    return this.db.transaction(async () => viewed(await this.messages.list({ states: state, attention }, page)));
  }

  /** The message with its content, attachments and attempts. @throws Problem not-found, vault.key-destroyed. */
  async read(by: Principal, messageId: string): Promise<WholeMessage> {
    return this.db.transaction(async () => {
      const row = await this.messages.get(messageId);
      const attached = await this.messages.attachmentsOf(messageId);
      const files = new Map(
        (await this.files.describe(attached.map(({ fileId }) => fileId))).map((file) => [file.id, file]),
      );
      const ring = await this.vault.keyring([familyKey(row)]);
      this.record(by, 'correspondence.read-message', row);
      return wholeMessageView(row, {
        content: openContent(ring, row),
        registrationNumber: openRegistrationNumber(ring, row),
        attachments: attached.flatMap(({ position, fileId }) => {
          const file = files.get(fileId);
          return file === undefined ? [] : [{ position, file }];
        }),
        attempts: await this.messages.attemptsOf(messageId),
      });
    });
  }

  /** The mail as it was sent or came in. @throws Problem not-found, correspondence.raw-missing. */
  async readRaw(by: Principal, messageId: string): Promise<ReadFile> {
    const fileId = await this.db.transaction(async () => {
      const row = await this.messages.get(messageId);
      if (row.rawFileId === null) throw new Problem(correspondenceProblems.rawMissing);
      this.record(by, 'correspondence.read-raw', row);
      return row.rawFileId;
    });
    return this.files.read(fileId);
  }

  /** @throws Problem not-found, files.quarantined. */
  async readAttachment(by: Principal, messageId: string, position: number): Promise<ReadFile> {
    const fileId = await this.db.transaction(async () => {
      const row = await this.messages.get(messageId);
      const attachment = (await this.messages.attachmentsOf(messageId)).find((one) => one.position === position);
      if (attachment === undefined) throw notFound();
      this.record(by, 'correspondence.read-attachment', row, { position });
      return attachment.fileId;
    });
    return this.files.read(fileId);
  }

  /** What goes out or went out: the signed file where there is one. @throws Problem not-found. */
  async readLetter(by: Principal, letterId: string): Promise<ReadFile> {
    const fileId = await this.db.transaction(async () => {
      const { id, familyId, signedFileId, fileId: typeset } = await this.letters.get(letterId);
      this.audit.record({ action: 'correspondence.read-letter', by, subject: { type: 'letter', id }, familyId });
      return signedFileId ?? typeset;
    });
    return this.files.read(fileId);
  }

  private record(by: Principal, action: string, row: MessageEntity, details: Record<string, number> = {}): void {
    const { id, familyId } = row;
    this.audit.record({ action, by, subject: { type: 'message', id }, familyId, details });
  }
}

function viewed(page: Page<MessageEntity>): Page<Message> {
  return { ...page, items: page.items.map(messageView) };
}
