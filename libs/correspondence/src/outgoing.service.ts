import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database } from '#database';
import { Files } from '#files';
import { type Actor, type LocalDate, newId, Problem } from '#kernel';
import { MailRoute, newAddressToken, parseMailAddress } from '#mail';
import { Outbox } from '#outbox';
import { Vault } from '#vault';
import { deliverMessageJob } from './correspondence.jobs.ts';
import { correspondenceProblems } from './correspondence.problems.ts';
import type { FilingChannel } from './correspondence.contract.ts';
import { LettersRepository } from './letters.repository.ts';
import { familyKey, sealContent, sealRegistrationNumber } from './message-content.ts';
import { MessagesRepository } from './messages.repository.ts';
import { tokenHash } from './reply-token.ts';
import { ThreadsRepository } from './threads.repository.ts';

export interface EmailToSend {
  readonly threadId: string;
  /** Must be frozen. */
  readonly letterId: string;
  readonly to: readonly string[];
  /** The name beside our address. */
  readonly senderName: string;
  readonly subject: string;
  readonly text: string;
  /** In the order in which they are attached; the letter itself is one of them only if named here. */
  readonly attachmentFileIds: readonly string[];
}

export interface FilingToRecord {
  readonly threadId: string;
  /** Must be frozen. */
  readonly letterId: string;
  readonly channel: FilingChannel;
  /** Tracking number, incoming number, number of the appeal on the portal. */
  readonly registrationNumber?: string | undefined;
  readonly filedOn: LocalDate;
  readonly evidenceFileIds: readonly string[];
}

/** What leaves the house: by e-mail through the outbox, or by a person's hand, which is recorded here. */
@Injectable()
export class Outgoing {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly files: Files,
    private readonly outbox: Outbox,
    private readonly route: MailRoute,
    private readonly letters: LettersRepository,
    private readonly threads: ThreadsRepository,
    private readonly messages: MessagesRepository,
  ) {}

  /**
   * Queues the letter in the caller's transaction: nothing leaves before it commits, and then it leaves once.
   * @throws Problem correspondence.letter-not-frozen, correspondence.recipient-missing, correspondence.file-foreign,
   *   mail.address-invalid, not-found.
   */
  async sendByEmail(by: Actor, email: EmailToSend): Promise<{ readonly messageId: string }> {
    const { threadId, letterId, attachmentFileIds, subject, text, senderName } = email;
    const to = email.to.map((address) => parseMailAddress(address));
    if (to.length === 0) throw new Problem(correspondenceProblems.noRecipient);
    return this.db.transaction(async () => {
      const { familyId } = await this.ready(threadId, letterId, attachmentFileIds);
      const id = newId();
      const ring = await this.vault.keyring([familyKey({ familyId })]);
      const returnToken = newAddressToken();
      const content = { from: null, to, subject, text, senderName, returnToken };
      await this.messages.insert(
        {
          ...{ id, threadId, familyId, letterId },
          direction: 'outbound',
          channel: 'email',
          state: 'queued',
          messageIdHeader: `<${id}@${this.route.domain}>`,
          returnTokenHash: tokenHash(returnToken),
          contentSealed: sealContent(ring, { id, familyId }, content),
          createdBy: by.kind === 'person' ? by.personId : null,
        },
        attachmentFileIds,
      );
      await this.outbox.enqueue(deliverMessageJob, { messageId: id });
      this.record(by, 'correspondence.queue-message', id, familyId, { channel: 'email', letterId });
      return { messageId: id };
    });
  }

  /** A person has posted or handed in the letter. @throws Problem correspondence.letter-not-frozen, file-foreign, not-found. */
  async recordFiling(by: Actor, filing: FilingToRecord): Promise<{ readonly messageId: string }> {
    const { threadId, letterId, channel, filedOn, registrationNumber, evidenceFileIds } = filing;
    return this.db.transaction(async () => {
      const { familyId } = await this.ready(threadId, letterId, evidenceFileIds);
      const id = newId();
      const ring = await this.vault.keyring([familyKey({ familyId })]);
      const content = { from: null, to: [], subject: null, text: '', filedOn };
      await this.messages.insert(
        {
          ...{ id, threadId, familyId, letterId, channel },
          direction: 'outbound',
          state: 'recorded',
          contentSealed: sealContent(ring, { id, familyId }, content),
          registrationNumberSealed:
            registrationNumber === undefined
              ? null
              : sealRegistrationNumber(ring, { id, familyId }, registrationNumber),
          createdBy: by.kind === 'person' ? by.personId : null,
        },
        evidenceFileIds,
      );
      this.record(by, 'correspondence.record-filing', id, familyId, { channel, letterId, filedOn });
      return { messageId: id };
    });
  }

  /** The letter is frozen and letter, thread and files are one family's. */
  private async ready(threadId: string, letterId: string, fileIds: readonly string[]): Promise<{ familyId: string }> {
    const { familyId } = await this.threads.get(threadId);
    const letter = await this.letters.get(letterId);
    if (letter.familyId !== familyId) throw new Problem(correspondenceProblems.fileForeign, { pointer: '/letterId' });
    if (letter.frozenAt === null) throw new Problem(correspondenceProblems.letterNotFrozen);
    const own = new Set(
      (await this.files.describe(fileIds)).filter((file) => file.familyId === familyId).map(({ id }) => id),
    );
    if (fileIds.some((id) => !own.has(id))) throw new Problem(correspondenceProblems.fileForeign);
    return { familyId };
  }

  private record(by: Actor, action: string, id: string, familyId: string, details: Record<string, string>): void {
    this.audit.record({ action, by, subject: { type: 'message', id }, familyId, details });
  }
}
