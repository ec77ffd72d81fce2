import { Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { Database } from '#database';
import { type Actor, Problem } from '#kernel';
import { deliverMessage, MailRoute, type RefusedRecipient } from '#mail';
import { HandlesJob, type JobClaim, type JobHandler, Outbox, RetryLater } from '#outbox';
import { AddressBounces } from '#schools';
import { bounceKind } from './bounce-kind.ts';
import { deliverMessageJob, messageSettledJob } from './correspondence.jobs.ts';
import { type DeliveryVerdict, deliveryVerdict } from './delivery-verdict.ts';
import { DeliveriesRepository, type Taken } from './deliveries.repository.ts';
import { MailComposer, type MailToHandOver } from './mail-composer.ts';
import { isSettled, messageTransitions } from './message-state.ts';
import { persistently } from './persistently.ts';
import { RelayLog } from './relay-log.ts';
import { ReplacedWorker } from './replaced-worker.ts';
import { retryDelay } from './retry-delay.ts';
import { Threads } from './threads.service.ts';

const UNDECIDED = 'correspondence.hand-over-undecided';
const PRESENT = {
  verb: 'accept',
  end: {
    outcome: 'accepted',
    phase: 'relay-log',
    response: 'The record of the mail server holds this Message-ID.',
  },
  code: 'relay-log',
} as const satisfies DeliveryVerdict;

/**
 * Hands one message to the mail server. The order is the promise: take over, commit the point of no return, let the body
 * leave, record. A message whose worker died in between is never sent again unless the server's own record rules it out.
 */
@Injectable()
@HandlesJob(deliverMessageJob)
export class DeliverMessageHandler implements JobHandler<typeof deliverMessageJob> {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly route: MailRoute,
    private readonly relayLog: RelayLog,
    private readonly composer: MailComposer,
    private readonly deliveries: DeliveriesRepository,
    private readonly threads: Threads,
    private readonly bounces: AddressBounces,
  ) {}

  async run({ messageId }: { messageId: string }, claim: JobClaim): Promise<void> {
    const taken = await this.db.transaction(() => this.deliveries.take(messageId));
    if (taken === null) return;
    if (taken.handedOverFor !== null && (await this.settledByRelayLog(taken, taken.handedOverFor, claim))) return;
    const mail = await this.mailOf(taken, claim);
    if (mail === null) return;
    const result = await deliverMessage({
      server: this.route.server,
      timeouts: this.route.timeouts,
      envelope: mail.envelope,
      message: mail.raw,
      beforeBody: () => this.passPointOfNoReturn(taken, claim),
    });
    if (result.kind === 'not-sent' && result.cause instanceof ReplacedWorker) return;
    const verdict = deliveryVerdict(result, taken.attempts);
    if (result.kind === 'unknown' && (await this.leftToRelayLog(taken, verdict, claim))) return;
    const refused = result.kind === 'accepted' || result.kind === 'refused' ? result.refusedRecipients : [];
    await this.record(taken, verdict, claim, refused);
  }

  /** When this throws, not one octet of the letter leaves. */
  private async passPointOfNoReturn(taken: Taken, claim: JobClaim): Promise<void> {
    if (claim.signal.aborted) throw new ReplacedWorker();
    await this.db.transaction(async () => {
      if (!(await this.deliveries.handOver(taken))) throw new ReplacedWorker();
    });
  }

  /** What we lost track of ourselves is the log's to decide, where there is one; false: nobody can but a person. */
  private async leftToRelayLog(taken: Taken, { end, code }: DeliveryVerdict, claim: JobClaim): Promise<boolean> {
    const verdict = await this.relayLog.look(taken.messageIdHeader, 0);
    if (verdict.kind === 'cannot-tell') return false;
    if (verdict.kind === 'present') {
      await this.record(taken, PRESENT, claim);
      return true;
    }
    await persistently(claim.signal, () =>
      this.db.transaction(async () => {
        if (!(await this.deliveries.endAttempt(taken, end))) throw new ReplacedWorker();
        this.recordAudit(taken, claim, { state: 'sending', phase: end.phase, code });
      }),
    );
    throw new RetryLater(verdict.kind === 'too-early' ? verdict.decidableIn : 0, UNDECIDED);
  }

  /** True when the message needs nothing more from this worker. */
  private async settledByRelayLog(taken: Taken, handedOverFor: number, claim: JobClaim): Promise<boolean> {
    const verdict = await this.relayLog.look(taken.messageIdHeader, handedOverFor);
    const phase = 'relay-log';
    switch (verdict.kind) {
      case 'present':
        await this.record(taken, PRESENT, claim);
        return true;
      case 'cannot-tell': {
        const response =
          'The worker ended after the hand-over had begun, and the mail server shows no record of its own.';
        await this.record(
          taken,
          { verb: 'loseTrack', end: { outcome: 'unknown', phase, response }, code: phase },
          claim,
        );
        return true;
      }
      case 'too-early':
        throw new RetryLater(verdict.decidableIn, UNDECIDED);
      case 'absent':
        await this.db.transaction(async () => {
          if (!(await this.deliveries.forgetHandOver(taken))) throw new ReplacedWorker();
          this.recordAudit(taken, claim, { state: 'sending', phase, code: 'absent' });
        });
        return false;
    }
  }

  /** Null when it can never be made: then the message has failed, and says why. */
  private async mailOf(taken: Taken, claim: JobClaim): Promise<MailToHandOver | null> {
    try {
      return await this.composer.mailOf(taken, actor(claim));
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) throw error;
      const end = { outcome: 'not-sent', phase: 'compose', response: error.code } as const;
      await this.record(taken, { verb: 'giveUp', end, code: error.code }, claim);
      return null;
    }
  }

  private async record(
    taken: Taken,
    { verb, end, code }: DeliveryVerdict,
    claim: JobClaim,
    refused: readonly RefusedRecipient[] = [],
  ): Promise<void> {
    const state = messageTransitions[verb].to;
    const ours = await persistently(claim.signal, () =>
      this.db.transaction(async () => {
        if (!(await this.deliveries.end(taken, state, end))) return false;
        this.recordAudit(taken, claim, { state, phase: end.phase, code });
        await this.recordBounces(taken, refused, claim);
        if (isSettled(state)) await this.outbox.enqueue(messageSettledJob, { messageId: taken.messageId });
        return true;
      }),
    );
    if (ours && verb === 'postpone') throw new RetryLater(retryDelay(taken.attempts) * 1000, code);
  }

  /** The directory learns of an address that the server refuses for good, so that nobody writes to it again. */
  private async recordBounces(taken: Taken, refused: readonly RefusedRecipient[], claim: JobClaim): Promise<void> {
    const bounced = refused.flatMap(({ address, ...answer }) => {
      const kind = bounceKind({ address, ...answer });
      return kind === null ? [] : [{ address, kind }];
    });
    if (bounced.length === 0) return;
    const { authorityId } = await this.threads.get(taken.threadId);
    const now = await this.db.now();
    for (const { address, kind } of bounced) {
      await this.bounces.recordBounceOf(actor(claim), authorityId, address, kind, now);
    }
  }

  private recordAudit(taken: Taken, claim: JobClaim, details: Record<string, string>): void {
    this.audit.record({
      action: 'correspondence.deliver-message',
      by: actor(claim),
      subject: { type: 'message', id: taken.messageId },
      familyId: taken.familyId,
      details: { ...details, attempt: taken.attempts },
    });
  }
}

function actor({ job, outboxId }: JobClaim): Actor {
  return { kind: 'job', job, outboxId };
}
