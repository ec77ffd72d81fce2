import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database } from '#database';
import { Files, type PreparedFile } from '#files';
import type { Actor } from '#kernel';
import { MailRoute, MessageParser, type ParsedMessage } from '#mail';
import { HandlesJob, type JobClaim, type JobHandler, Outbox } from '#outbox';
import { Vault } from '#vault';
import { Bounces } from './bounces.service.ts';
import { recordReplyJob, replyRecordedJob } from './correspondence.jobs.ts';
import { type InboundMailRow, InboundMailsRepository } from './inbound-mails.repository.ts';
import { machineOf } from './machine-of.ts';
import { familyKey, sealContent } from './message-content.ts';
import { MessagesRepository } from './messages.repository.ts';
import { parseReceived } from './parse-received.ts';
import { type ReceivedMail, receivedPlace, unpackReceived } from './received-mail.ts';

/**
 * Makes a message of a mail that was taken in. The message has the mail's id: however often this runs, there is one.
 * It matches by the reply address alone, and says nothing about what the answer means.
 */
@Injectable()
@HandlesJob(recordReplyJob)
export class RecordReplyHandler implements JobHandler<typeof recordReplyJob> {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly files: Files,
    private readonly outbox: Outbox,
    private readonly parser: MessageParser,
    private readonly route: MailRoute,
    private readonly bounces: Bounces,
    private readonly mails: InboundMailsRepository,
    private readonly messages: MessagesRepository,
  ) {}

  async run({ inboundMailId: id }: { inboundMailId: string }, claim: JobClaim): Promise<void> {
    const row = await this.db.transaction(() => this.findUnrecorded(id));
    if (row === null) return;
    const packed = this.vault.platformKeyring().openBytes({ kind: 'platform' }, receivedPlace(id), row.rawSealed);
    const mail = unpackReceived(packed);
    const parsed = await parseReceived(this.parser, mail);
    const by: Actor = { kind: 'job', job: claim.job, outboxId: claim.outboxId };
    const { familyId } = row;
    const raw = await this.files.prepare({
      familyId,
      purpose: 'received-mail',
      name: `${id}.eml`,
      content: mail.raw,
      by,
    });
    const attached: PreparedFile[] = [];
    for (const [index, { filename, content }] of (parsed?.attachments ?? []).entries()) {
      // An empty file says nothing, and the raw mail still shows that it was there.
      if (content.length === 0) continue;
      const name = filename ?? `attachment-${index + 1}`;
      attached.push(await this.files.prepare({ familyId, purpose: 'reply', name, content, by }));
    }
    await this.db.transaction(() => this.keep(id, row, { mail, parsed, raw, attached }, by));
  }

  /** Null when it was recorded before; a mail that was sent again after that goes here. */
  private async findUnrecorded(id: string): Promise<InboundMailRow | null> {
    if ((await this.messages.find(id)) === null) return this.mails.find(id);
    await this.mails.remove(id);
    return null;
  }

  private async keep(
    id: string,
    { threadId, familyId, receivedAt, returnedMessageId }: InboundMailRow,
    { mail, parsed, raw, attached }: Recorded,
    by: Actor,
  ): Promise<void> {
    if (!(await this.mails.remove(id)) || (await this.messages.find(id)) !== null) return;
    const rawFile = await this.files.attach(raw);
    const fileIds = [];
    for (const file of attached) fileIds.push((await this.files.attach(file)).id);
    const ring = await this.vault.keyring([familyKey({ familyId })]);
    const machine = machineOf(mail, parsed, this.route.domain);
    await this.messages.insert(
      {
        ...{ id, threadId, familyId, machine, receivedAt },
        direction: 'inbound',
        channel: 'email',
        state: 'received',
        messageIdHeader: parsed?.messageId ?? null,
        rawFileId: rawFile.id,
        contentSealed: sealContent(ring, { id, familyId }, contentOf(mail, parsed)),
      },
      fileIds,
    );
    this.audit.record({
      action: 'correspondence.record-reply',
      by,
      subject: { type: 'message', id },
      familyId,
      details: { threadId, machine: machine ?? 'none', attachments: fileIds.length, sha256: rawFile.sha256 },
    });
    if (returnedMessageId !== null) await this.bounces.record(by, returnedMessageId, mail, parsed);
    await this.outbox.enqueue(replyRecordedJob, { messageId: id });
  }
}

interface Recorded {
  readonly mail: ReceivedMail;
  readonly parsed: ParsedMessage | null;
  readonly raw: PreparedFile;
  readonly attached: readonly PreparedFile[];
}

function contentOf({ envelopeFrom, remoteAddress }: ReceivedMail, parsed: ParsedMessage | null) {
  const envelope = { from: envelopeFrom, remoteAddress };
  if (parsed === null) return { from: null, to: [], subject: null, text: '', envelope };
  const { from, to, subject, text } = parsed;
  return {
    from: from === null ? null : spelled(from),
    to: to.map(spelled),
    subject: subject === '' ? null : subject,
    text,
    envelope,
  };
}

function spelled({ name, address }: { readonly name: string; readonly address: string }): string {
  return name === '' ? address : `${name} <${address}>`;
}
