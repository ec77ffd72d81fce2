import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database, TenantScope } from '#database';
import { type Page, Problem } from '#kernel';
import { inboxAddress, MailRoute } from '#mail';
import { Vault } from '#vault';
import { correspondenceProblems } from '../correspondence.problems.ts';
import { ThreadsRepository } from '../threads.repository.ts';
import { MailAttaching } from './mail-attaching.service.ts';
import { Suggestions } from './suggestions.service.ts';
import { openTriageContent } from './triage-content.ts';
import { type TriageMailRow, TriageMailsRepository } from './triage-mails.repository.ts';
import type {
  AttachTriageMailBody,
  DiscardTriageMailBody,
  ListTriageQuery,
  TriageMail,
  WholeTriageMail,
} from './triage.contract.ts';

/** Mail that nothing proves to belong anywhere. A person says where it does, or throws it away, and may take that back. */
@Injectable()
export class Triage {
  constructor(
    private readonly db: Database,
    private readonly scope: TenantScope,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly route: MailRoute,
    private readonly threads: ThreadsRepository,
    private readonly mails: TriageMailsRepository,
    private readonly suggestions: Suggestions,
    private readonly attaching: MailAttaching,
  ) {}

  /** Where the branch has its mail sent on to. */
  inbox(): { readonly address: string } {
    return { address: inboxAddress(this.scope.current().branchId, this.route.domain) };
  }

  /** @throws Problem page.cursor-malformed. */
  async list(query: InstanceType<typeof ListTriageQuery>): Promise<Page<TriageMail>> {
    return this.db.transaction(async () => {
      const page = await this.mails.list(query);
      return { ...page, items: page.items.map(viewOf) };
    });
  }

  /** With what it says; who read it stands in the log. @throws Problem not-found. */
  async read(by: Principal, id: string): Promise<WholeTriageMail> {
    return this.db.transaction(async () => {
      const row = await this.mails.get(id);
      const { from, to, subject, text, attachments } = openTriageContent(
        await this.vault.keyring([]),
        id,
        row.contentSealed,
      );
      const threadIds = (await this.mails.linksOf(id)).map(({ threadId }) => threadId);
      this.record(by, 'triage.read-mail', id);
      return { ...viewOf(row), from, to, subject, text, attachments, threadIds };
    });
  }

  /** @throws Problem not-found, http.version-mismatch, triage.settled. */
  async attach(by: Principal, id: string, version: number, chosen: InstanceType<typeof AttachTriageMailBody>) {
    return this.db.transaction(async () => {
      const row = await this.mails.lock(id, version);
      if (row.state !== 'waiting' || row.contentSealed.length === 0) throw settled(row);
      const threads = new Map<string, Awaited<ReturnType<ThreadsRepository['get']>>>();
      for (const threadId of chosen.threadIds) threads.set(threadId, await this.threads.get(threadId));
      for (const about of chosen.about) {
        const thread = await this.threads.getNewestAbout(about);
        threads.set(thread.id, thread);
      }
      const targets = [...threads.values()];
      await this.suggestions.learn(row, targets);
      await this.attaching.attach(row, targets);
      await this.mails.settle(id, 'attached', by.personId);
      for (const { id: threadId, familyId } of targets)
        this.record(by, 'triage.attach-mail', id, { threadId }, familyId);
      return viewOf(await this.mails.get(id));
    });
  }

  /** @throws Problem not-found, http.version-mismatch, triage.settled. */
  async discard(by: Principal, id: string, version: number, { reason }: InstanceType<typeof DiscardTriageMailBody>) {
    return this.db.transaction(async () => {
      const row = await this.mails.lock(id, version);
      if (row.state !== 'waiting') throw settled(row);
      await this.mails.settle(id, 'discarded', by.personId);
      this.record(by, 'triage.discard-mail', id, { why: reason });
      return viewOf(await this.mails.get(id));
    });
  }

  /** @throws Problem not-found, http.version-mismatch, triage.not-settled, triage.still-recording. */
  async undo(by: Principal, id: string, version: number): Promise<TriageMail> {
    // Reading the mail back takes time, so it comes first; the version says whether it was for nothing.
    const packed = await this.attaching.readBack(id);
    return this.db.transaction(async () => {
      const row = await this.mails.lock(id, version);
      if (row.state === 'waiting') throw new Problem(correspondenceProblems.triageNotSettled);
      await this.mails.reopen(id);
      if (row.state === 'attached') await this.attaching.detach(row, packed);
      this.record(by, 'triage.undo', id, { was: row.state });
      return viewOf(await this.mails.get(id));
    });
  }

  private record(by: Principal, action: string, id: string, details: Record<string, string> = {}, familyId?: string) {
    this.audit.record({ action, by, subject: { type: 'triage_mail', id }, familyId, details });
  }
}

function settled({ state }: TriageMailRow): Problem {
  return new Problem(correspondenceProblems.triageSettled, { parameters: { state } });
}

function viewOf({ id, state, machine, receivedAt, settledAt, version }: TriageMailRow): TriageMail {
  return {
    ...{ id, state, machine, version },
    receivedAt: receivedAt.toISOString(),
    settledAt: settledAt?.toISOString() ?? null,
  };
}
