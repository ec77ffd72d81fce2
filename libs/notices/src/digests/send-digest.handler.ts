import { Injectable } from '@nestjs/common';
import { hashOfToken, PeopleService, UnsubscribeLinks } from '#access';
import { Audit } from '#audit';
import { RelayLog, ReplacedWorker } from '#correspondence';
import { Database } from '#database';
import { Problem } from '#kernel';
import type { DeliveryResult } from '#mail';
import { BranchMail } from '#organisations';
import { HandlesJob, type JobClaim, type JobHandler, type PayloadOf, RetryLater } from '#outbox';
import { sendDigest } from '../notices.jobs.ts';
import { DigestContents } from './digest-contents.service.ts';
import { digestMail } from './digest-mail.ts';
import { type AskedDigest, type DigestEnd, DigestsRepository } from './digests.repository.ts';

const LATER_MS = 60_000;
const UNDELIVERED = 'notices.digest-undelivered';
/** From here on a refusal is about the recipient or the mail; before, it is about us. */
const ABOUT_THE_MAIL: readonly string[] = ['mail', 'rcpt', 'data', 'final'];

/**
 * Writes one person about one branch. What is in it is looked up as that person, just before it leaves; the point of no
 * return is committed before the body does, so whoever dies in between, it is not written twice.
 */
@Injectable()
@HandlesJob(sendDigest)
export class SendDigestHandler implements JobHandler<typeof sendDigest> {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly people: PeopleService,
    private readonly links: UnsubscribeLinks,
    private readonly mail: BranchMail,
    private readonly relayLog: RelayLog,
    private readonly digests: DigestsRepository,
    private readonly contents: DigestContents,
  ) {}

  async run({ digestId }: PayloadOf<typeof sendDigest>, claim: JobClaim): Promise<void> {
    const digest = await this.database.transaction(() => this.digests.find(digestId));
    if (digest === null || (digest.state !== 'asked' && digest.state !== 'sending')) return;
    if (digest.handedOverFor !== null && !(await this.hasNotLeft(digest, digest.handedOverFor, claim))) return;
    if (digest.unwanted) return this.end(digest, 'dropped', claim);
    const { branchId } = claim;
    const to = await this.addressOf(digest.personId);
    const content = to === null ? 'nobody' : await this.contents.of({ branchId, personId: digest.personId }, digest);
    if (to === null || content === 'nobody') return this.end(digest, 'dropped', claim);
    if (content === 'nothing') return this.end(digest, 'empty', claim);
    const token = this.links.tokenOf(branchId, digest.personId, digest.linkGeneration);
    const { language } = digest;
    const draft = await this.database.transaction(() =>
      this.mail.draft(content.branch, {
        ...{ key: keyOf(digest), to, language },
        ...digestMail(content, language, this.links.linkOf(token)),
      }),
    );
    const result = await this.mail.handOver(draft, async () => {
      if (claim.signal.aborted) throw new ReplacedWorker();
      await this.database.transaction(async () => {
        if (!(await this.digests.handOver(digest, hashOfToken(token)))) throw new ReplacedWorker();
      });
    });
    await this.conclude(digest, result, claim);
  }

  private async conclude(digest: AskedDigest, result: DeliveryResult, claim: JobClaim): Promise<void> {
    if (result.kind === 'not-sent' && result.cause instanceof ReplacedWorker) {
      return this.database.transaction(() => this.digests.dropUnwanted(digest));
    }
    if (result.kind === 'accepted') return this.end(digest, 'sent', claim);
    if (result.kind === 'unknown') {
      // Still as handed over: the next try asks the server's own record first.
      throw new RetryLater(LATER_MS, UNDELIVERED);
    }
    if (result.kind === 'refused' && result.permanent && ABOUT_THE_MAIL.includes(result.phase)) {
      return this.end(digest, 'refused', claim);
    }
    await this.database.transaction(() => this.digests.takeBack(digest.id));
    throw new RetryLater(LATER_MS, UNDELIVERED);
  }

  /** Of a hand-over whose end nobody saw. False: it has ended here and now. */
  private async hasNotLeft(digest: AskedDigest, handedOverFor: number, claim: JobClaim): Promise<boolean> {
    const verdict = await this.relayLog.look(this.mail.messageIdOf(keyOf(digest)), handedOverFor);
    if (verdict.kind === 'too-early') throw new RetryLater(verdict.decidableIn, 'notices.digest-undecided');
    if (verdict.kind === 'absent') {
      await this.database.transaction(() => this.digests.takeBack(digest.id));
      return true;
    }
    await this.end(digest, verdict.kind === 'present' ? 'sent' : 'unknown', claim);
    return false;
  }

  private async end({ id, personId, localDay }: AskedDigest, state: DigestEnd, { job, outboxId }: JobClaim) {
    await this.database.transaction(async () => {
      if (!(await this.digests.end(id, state)) || state === 'empty') return;
      this.audit.record({
        ...{ action: 'digests.send', by: { kind: 'job', job, outboxId }, subject: { type: 'person', id: personId } },
        details: { digest: id, day: localDay, came: state },
      });
    });
  }

  /** Null: the account was disabled since. */
  private async addressOf(personId: string): Promise<string | null> {
    try {
      return (await this.people.getCard(personId)).email;
    } catch (error) {
      if (error instanceof Problem && error.status === 404) return null;
      throw error;
    }
  }
}

function keyOf({ id }: AskedDigest): string {
  return `digest-${id}`;
}
