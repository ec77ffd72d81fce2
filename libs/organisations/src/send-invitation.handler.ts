import { Injectable } from '@nestjs/common';
import { InvitationLinks } from '#access';
import { Database } from '#database';
import type { MessageDraft } from '#mail';
import { HandlesJob, type JobClaim, type JobHandler, Outbox, type PayloadOf } from '#outbox';
import { BranchMail } from './branch-mail.ts';
import { InvitationAddress } from './invitation-address.ts';
import { invitationMail } from './invitation-mail.ts';
import { sendInvitationJob } from './invitations.jobs.ts';
import { InvitationsRepository } from './invitations.repository.ts';
import { mailLanguage } from './mail-language.ts';
import { MembersRepository } from './members.repository.ts';
import { Organisations } from './organisations.service.ts';

/** Mails one invitation. Should it leave twice, both mails have the same link. */
@Injectable()
@HandlesJob(sendInvitationJob)
export class SendInvitationHandler implements JobHandler<typeof sendInvitationJob> {
  constructor(
    private readonly db: Database,
    private readonly outbox: Outbox,
    private readonly mail: BranchMail,
    private readonly links: InvitationLinks,
    private readonly addresses: InvitationAddress,
    private readonly organisations: Organisations,
    private readonly members: MembersRepository,
    private readonly invitations: InvitationsRepository,
  ) {}

  async run({ invitationId, generation }: PayloadOf<typeof sendInvitationJob>, claim: JobClaim): Promise<void> {
    const draft = await this.db.transaction(() => this.draftOf(invitationId, generation));
    if (draft === null) return;
    await this.mail.send(draft, claim, 'organisations.invitation');
    await this.db.transaction(async () => {
      await this.invitations.noteSent(invitationId, generation);
      await this.outbox.finish(claim);
    });
  }

  /** Null for what is not to be sent any more: accepted, revoked, expired, or sent again with a newer link. */
  private async draftOf(id: string, generation: number): Promise<MessageDraft | null> {
    const row = await this.invitations.find(id);
    if (row?.state !== 'open' || row.generation !== generation) return null;
    const branch = await this.organisations.branch();
    const role = (await this.members.findRoles()).find(({ code }) => code === row.role)?.name ?? row.role;
    const link = this.links.linkOf(this.links.tokenOf(id, generation));
    const { association, name, timeZone } = branch;
    const facts = { association: association.name, branch: name, role, link, expiresAt: row.expiresAt, timeZone };
    const [key, to] = [`invitation-${id}.${generation}`, this.addresses.open(id, row.emailSealed)];
    const language = mailLanguage(branch.languages, row.language, await this.invitations.usualLanguage(id));
    return this.mail.draft(branch, { key, to, language, ...invitationMail(language, facts) });
  }
}
