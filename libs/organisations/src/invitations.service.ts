import { Injectable } from '@nestjs/common';
import { hashOfToken, InvitationLinks, PeopleService, type Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { cutPage, type Locale, newId, notFound, type Page, Problem } from '#kernel';
import { parseMailAddress } from '#mail';
import { Outbox } from '#outbox';
import { InvitationAddress } from './invitation-address.ts';
import type { Invitation, ListInvitations } from './invitations.contract.ts';
import { sendInvitationJob } from './invitations.jobs.ts';
import { invitationsProblems } from './invitations.problems.ts';
import { type InvitationRow, InvitationsRepository } from './invitations.repository.ts';
import { Members } from './members.service.ts';

const MOST_SENDINGS = 10;

export interface NewInvitee {
  readonly email: string;
  readonly role: string;
  readonly days: number;
  /** Null: whatever is known of the person, else the branch's. */
  readonly language: Locale | null;
}

/**
 * Invitations into the entered branch. Nobody looks whether the address is known before the invited person does: the
 * answer is the same for everybody.
 */
@Injectable()
export class Invitations {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly links: InvitationLinks,
    private readonly people: PeopleService,
    private readonly addresses: InvitationAddress,
    private readonly members: Members,
    private readonly invitations: InvitationsRepository,
  ) {}

  async list(query: ListInvitations): Promise<Page<Invitation>> {
    const rows = await this.db.transaction(() => this.invitations.findPage(query));
    const page = cutPage(rows, query.limit, query.sort, ({ createdAt, id }) => ({ key: createdAt, id }));
    return { ...page, items: page.items.map((row) => this.toView(row)) };
  }

  /** @throws Problem mail.address-invalid, organisations.role-unknown, organisations.role-beyond-own. */
  async invite(by: Principal, { email, role, days, language }: NewInvitee): Promise<Invitation> {
    const address = parseMailAddress(email.trim(), '/email');
    const [id, emailIndex] = [newId(), this.people.indexOf(address)];
    return this.db.transaction(async () => {
      await this.members.assertMayGive(by, role);
      await this.invitations.revokeFor(emailIndex);
      await this.invitations.insert({
        ...{ id, emailIndex, emailSealed: this.addresses.seal(id, address), role, language, days },
        ...{ tokenHash: this.hashOf(id, 1), invitedBy: by.personId },
      });
      await this.outbox.enqueue(sendInvitationJob, { invitationId: id, generation: 1 });
      this.note(by, 'members.invite', id, { role, days });
      return this.toView(await this.get(id));
    });
  }

  /** A new link for the same address, whether or not the old one has expired. @throws Problem invitations.closed. */
  async resend(by: Principal, id: string, days: number): Promise<Invitation> {
    return this.db.transaction(async () => {
      const { generation, role } = await this.get(id);
      await this.members.assertMayGive(by, role);
      if (generation >= MOST_SENDINGS) {
        throw new Problem(invitationsProblems.sentTooOften, { parameters: { times: generation } });
      }
      const next = generation + 1;
      if (!(await this.invitations.renew(id, next, this.hashOf(id, next), days))) {
        throw new Problem(invitationsProblems.closed);
      }
      await this.outbox.enqueue(sendInvitationJob, { invitationId: id, generation: next });
      this.note(by, 'members.resend-invitation', id, { days });
      return this.toView(await this.get(id));
    });
  }

  /** The link is void with the commit. @throws Problem not-found, invitations.closed. */
  async revoke(by: Principal, id: string): Promise<void> {
    await this.db.transaction(async () => {
      await this.get(id);
      if (!(await this.invitations.revoke(id))) throw new Problem(invitationsProblems.closed);
      this.note(by, 'members.revoke-invitation', id, {});
    });
  }

  private hashOf(id: string, generation: number): Buffer {
    return hashOfToken(this.links.tokenOf(id, generation));
  }

  private async get(id: string): Promise<InvitationRow> {
    const row = await this.invitations.find(id);
    if (row === null) throw notFound();
    return row;
  }

  private note(by: Principal, action: string, id: string, details: Record<string, string | number>): void {
    this.audit.record({ action, by, subject: { type: 'invitation', id }, details });
  }

  private toView({ id, role, state, invitedBy, acceptedBy, ...row }: InvitationRow): Invitation {
    return {
      ...{ id, role, state, invitedBy, acceptedBy, email: this.addresses.open(id, row.emailSealed) },
      createdAt: new Date(row.createdAt).toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      sentAt: row.sentAt?.toISOString() ?? null,
      acceptedAt: row.acceptedAt?.toISOString() ?? null,
    };
  }
}
