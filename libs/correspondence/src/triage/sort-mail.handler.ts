import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database } from '#database';
import type { Actor } from '#kernel';
import { MailRoute, MessageParser, type ParsedMessage, replyTokensIn, tokenFromAddress } from '#mail';
import { HandlesJob, type JobClaim, type JobHandler } from '#outbox';
import { normaliseEmail, Vault } from '#vault';
import { sortMailJob } from '../correspondence.jobs.ts';
import { InboundMailsRepository } from '../inbound-mails.repository.ts';
import { machineOf } from '../machine-of.ts';
import { parseReceived } from '../parse-received.ts';
import { type ReceivedMail, receivedPlace, unpackReceived } from '../received-mail.ts';
import { tokenHash } from '../reply-token.ts';
import type { ThreadEntity } from '../thread.entity.ts';
import { ThreadsRepository } from '../threads.repository.ts';
import { MailAttaching } from './mail-attaching.service.ts';
import { sealTriageContent, sealTriageRaw, triageContentOf } from './triage-content.ts';
import { TriageMailsRepository } from './triage-mails.repository.ts';

interface Sorted {
  readonly packed: Buffer;
  readonly mail: ReceivedMail;
  readonly parsed: ParsedMessage | null;
  readonly receivedAt: Date;
}

/**
 * Sorts mail that came to the mailbox of a branch: into a thread when it carries that thread's secret, else to the people
 * of the branch. What anybody could have written (a reference, a number, a sender) attaches nothing.
 */
@Injectable()
@HandlesJob(sortMailJob)
export class SortMailHandler implements JobHandler<typeof sortMailJob> {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly parser: MessageParser,
    private readonly route: MailRoute,
    private readonly inbound: InboundMailsRepository,
    private readonly threads: ThreadsRepository,
    private readonly attaching: MailAttaching,
    private readonly mails: TriageMailsRepository,
  ) {}

  async run({ inboundMailId: id }: { inboundMailId: string }, claim: JobClaim): Promise<void> {
    const row = await this.db.transaction(() => this.inbound.findUnsorted(id));
    if (row === null) return;
    const packed = this.vault.platformKeyring().openBytes({ kind: 'platform' }, receivedPlace(id), row.rawSealed);
    const mail = unpackReceived(packed);
    const parsed = await parseReceived(this.parser, mail);
    const by: Actor = { kind: 'job', job: claim.job, outboxId: claim.outboxId };
    await this.db.transaction(async () => {
      if (!(await this.inbound.remove(id))) return;
      const sorted = { packed, mail, parsed, receivedAt: row.receivedAt };
      const threads = await this.threadsProvenBy(parsed);
      for (const thread of threads) await this.attaching.intoThread(packed, row.receivedAt, thread);
      if (threads.length === 0) await this.leaveToPeople(id, sorted);
      this.audit.record({
        action: 'triage.sort-mail',
        by,
        subject: { type: 'triage_mail', id },
        details: { threads: threads.length },
      });
    });
  }

  /** By the address it was sent to, else by the token in its subject; one mail may carry the secrets of several threads. */
  private async threadsProvenBy(parsed: ParsedMessage | null): Promise<ThreadEntity[]> {
    if (parsed === null) return [];
    const addressed = [...parsed.to, ...parsed.cc].flatMap(
      ({ address }) => tokenFromAddress(address, this.route.domain) ?? [],
    );
    for (const tokens of [addressed, replyTokensIn(parsed.subject)]) {
      const threads = await this.threads.findByTokens(tokens.map(tokenHash));
      if (threads.length > 0) return threads;
    }
    return [];
  }

  private async leaveToPeople(id: string, { packed, mail, parsed, receivedAt }: Sorted): Promise<void> {
    const ring = await this.vault.keyring([]);
    const content = triageContentOf(parsed);
    const { fromAddress } = content;
    await this.mails.put({
      id,
      receivedAt,
      machine: machineOf(mail, parsed, this.route.domain),
      senderIndex: fromAddress === null ? null : this.vault.blindIndex('mail-sender', normaliseEmail(fromAddress)),
      contentSealed: sealTriageContent(ring, id, content),
      rawSealed: sealTriageRaw(ring, id, packed),
    });
  }
}
