import { Injectable } from '@nestjs/common';
import { InvitationLinks } from '#access';
import { Database } from '#database';
import { composeMessage, deliverMessage, MailRoute } from '#mail';
import { GiveUp, HandlesJob, type JobClaim, type JobHandler, Outbox, type PayloadOf, RetryLater } from '#outbox';
import { InvitationAddress } from './invitation-address.ts';
import { invitationMail } from './invitation-mail.ts';
import { sendInvitationJob } from './invitations.jobs.ts';
import { InvitationsRepository } from './invitations.repository.ts';
import { MembersRepository } from './members.repository.ts';
import { Organisations } from './organisations.service.ts';

const LATER_MS = 60_000;
/** From here on a refusal is about the recipient or the mail; before, it is about us. */
const ABOUT_THE_MAIL: readonly string[] = ['mail', 'rcpt', 'data', 'final'];

/**
 * Mails one invitation. It may leave twice when a worker dies in between: the second mail has the same link and the
 * same Message-ID, and does no harm.
 */
@Injectable()
@HandlesJob(sendInvitationJob)
export class SendInvitationHandler implements JobHandler<typeof sendInvitationJob> {
  constructor(
    private readonly db: Database,
    private readonly outbox: Outbox,
    private readonly route: MailRoute,
    private readonly links: InvitationLinks,
    private readonly addresses: InvitationAddress,
    private readonly organisations: Organisations,
    private readonly members: MembersRepository,
    private readonly invitations: InvitationsRepository,
  ) {}

  async run({ invitationId, generation }: PayloadOf<typeof sendInvitationJob>, claim: JobClaim): Promise<void> {
    const mail = await this.db.transaction(() => this.mailOf(invitationId, generation));
    if (mail === null) return;
    const result = await deliverMessage({
      server: this.route.server,
      timeouts: this.route.timeouts,
      // No bounce can be answered here: whether the invitation was accepted shows in the list.
      envelope: { from: '', to: [mail.to] },
      message: await composeMessage(mail.draft),
      beforeBody: () => (claim.signal.aborted ? Promise.reject(new Error('replaced')) : Promise.resolve()),
    });
    if (result.kind === 'refused' && result.permanent && ABOUT_THE_MAIL.includes(result.phase)) {
      throw new GiveUp('organisations.invitation-refused');
    }
    if (result.kind !== 'accepted') throw new RetryLater(LATER_MS, 'organisations.invitation-undelivered');
    await this.db.transaction(async () => {
      await this.invitations.noteSent(invitationId, generation);
      await this.outbox.finish(claim);
    });
  }

  /** Null for what is not to be sent any more: accepted, revoked, expired, or sent again with a newer link. */
  private async mailOf(id: string, generation: number) {
    const row = await this.invitations.find(id);
    if (row?.state !== 'open' || row.generation !== generation) return null;
    const { association, name, timeZone } = await this.organisations.branch();
    const role = (await this.members.findRoles()).find(({ code }) => code === row.role)?.name ?? row.role;
    const link = this.links.linkOf(this.links.tokenOf(id, generation));
    const facts = { association: association.name, branch: name, role, link, expiresAt: row.expiresAt, timeZone };
    const to = this.addresses.open(id, row.emailSealed);
    return {
      to,
      draft: {
        messageId: `<invitation-${id}.${generation}@${this.route.domain}>`,
        date: await this.db.now(),
        from: { address: `no-reply@${this.route.domain}`, name: association.name },
        to: [{ address: to }],
        autoSubmitted: 'auto-generated' as const,
        ...invitationMail(row.language, facts),
      },
    };
  }
}
