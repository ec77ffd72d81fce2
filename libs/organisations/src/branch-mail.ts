import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { Locale } from '#kernel';
import { composeMessage, deliverMessage, type DeliveryResult, type MessageDraft, MailRoute } from '#mail';
import { GiveUp, type JobClaim, RetryLater } from '#outbox';
import { senderNameOf, signatureOf } from './branch-identity.ts';
import type { Branch } from './organisations.contract.ts';

export interface BranchNotice {
  /** What stands before the `@` of the Message-ID; the same for every try. */
  readonly key: string;
  readonly to: string;
  readonly language: Locale;
  readonly subject: string;
  readonly text: string;
  /** Makes the same in HTML out of the lines of the signature. */
  readonly html?: (signature: readonly string[]) => string;
  readonly headers?: Readonly<Record<string, string>>;
}

const LATER_MS = 60_000;
/** From here on a refusal is about the recipient or the mail; before, it is about us. */
const ABOUT_THE_MAIL: readonly string[] = ['mail', 'rcpt', 'data', 'final'];

/** Mail that the program writes to the people of a branch, in the branch's name. */
@Injectable()
export class BranchMail {
  constructor(
    private readonly db: Database,
    private readonly route: MailRoute,
  ) {}

  /** From says which branch, Reply-To leads to its responsible person, the signature tells who they are. */
  async draft(branch: Branch, notice: BranchNotice): Promise<MessageDraft> {
    const { key, to, language, subject, text, html, headers } = notice;
    const signature = signatureOf(branch, language);
    const replyTo = branch.responsible?.email ?? null;
    return {
      messageId: this.messageIdOf(key),
      date: await this.db.now(),
      from: { address: `no-reply@${this.route.domain}`, name: senderNameOf(branch) },
      to: [{ address: to }],
      ...(replyTo !== null && { replyTo: { address: replyTo } }),
      autoSubmitted: 'auto-generated',
      subject,
      text: `${text}\n${signature}`,
      ...(html !== undefined && { html: html(signature.trimEnd().split('\n').slice(1)) }),
      ...(headers !== undefined && { headers }),
    };
  }

  /**
   * Outside transactions. It may leave twice when a worker dies in between: the second mail has the same Message-ID and
   * does no harm.
   * @throws GiveUp when the mail itself is refused, RetryLater when the way is blocked; both carry the code.
   */
  async send(draft: MessageDraft, claim: JobClaim, code: string): Promise<void> {
    const result = await this.handOver(draft, () =>
      claim.signal.aborted ? Promise.reject(new Error('replaced')) : Promise.resolve(),
    );
    if (result.kind === 'refused' && result.permanent && ABOUT_THE_MAIL.includes(result.phase)) {
      throw new GiveUp(`${code}-refused`);
    }
    if (result.kind !== 'accepted') throw new RetryLater(LATER_MS, `${code}-undelivered`);
  }

  /** Under which a mail server knows what was sent with this key. */
  messageIdOf(key: string): string {
    return `<${key}@${this.route.domain}>`;
  }

  /** Outside transactions, once: what is to be done about how it ended is the caller's. @param beforeBody as in `deliverMessage`. */
  async handOver(draft: MessageDraft, beforeBody: () => Promise<void>): Promise<DeliveryResult> {
    return deliverMessage({
      server: this.route.server,
      timeouts: this.route.timeouts,
      // No bounce can be answered here.
      envelope: { from: '', to: draft.to.map(({ address }) => address) },
      message: await composeMessage(draft),
      beforeBody,
    });
  }
}
