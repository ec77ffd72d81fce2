import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Database } from '#database';
import { cutPage, newId, notFound, type Page, Problem } from '#kernel';
import { Outbox } from '#outbox';
import { type Keyring, Vault } from '#vault';
import type { BreakGlassEvent, ListBreakGlass } from './break-glass.contract.ts';
import { sendBreakGlassNoticeJob } from './break-glass.jobs.ts';
import { BreakGlassRepository, type BreakGlassRow } from './break-glass.repository.ts';
import { familiesProblems } from './families.problems.ts';
import { FamilySeal } from './family-seal.ts';

const OWNER = { kind: 'branch' } as const;

/** Emergency access to a family that the person does not see: for minutes, with a reason, before everybody's eyes. */
@Injectable()
export class BreakGlass {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly events: BreakGlassRepository,
  ) {}

  /**
   * From the commit on the person sees the family until the time is over; every log entry of theirs about it carries
   * the event. @throws Problem not-found, families.visible-already.
   */
  async open(by: Principal, familyId: string, { reason, minutes }: { reason: string; minutes: number }) {
    return this.db.transaction(async (): Promise<BreakGlassEvent> => {
      const [id, assignmentId] = [newId(), newId()];
      const keyring = await this.vault.keyring([OWNER, { kind: 'family', familyId }]);
      const verdict = await this.events.open({
        ...{ id, assignmentId, familyId, minutes },
        reasonSealed: keyring.seal(OWNER, placeOf(id), reason),
        assignmentReasonSealed: new FamilySeal(keyring, familyId).reason(assignmentId, reason),
      });
      if (verdict === 'absent') throw notFound();
      if (verdict === 'visible') throw new Problem(familiesProblems.visibleAlready);
      const subject = { type: 'family', id: familyId };
      this.audit.record({ action: 'break-glass.use', by, subject, familyId, details: { minutes } });
      for (const personId of await this.events.hearers(by.personId)) {
        await this.outbox.enqueue(sendBreakGlassNoticeJob, { eventId: id, personId });
      }
      return toEvent(await this.events.get(id), keyring);
    });
  }

  /** The newest first; what nobody has looked at yet: `reviewed=false`. */
  async list({ ...query }: ListBreakGlass): Promise<Page<BreakGlassEvent>> {
    return this.db.transaction(async () => {
      const rows = await this.events.findPage(query);
      const page = cutPage(rows, query.limit, query.sort, ({ key, id }) => ({ key, id }));
      const keyring = await this.vault.keyring([OWNER]);
      return { ...page, items: page.items.map((row) => toEvent(row, keyring)) };
    });
  }

  /** A second person has looked at it. @throws Problem not-found, families.review-own; reviewing twice changes nothing. */
  async review(by: Principal, id: string): Promise<BreakGlassEvent> {
    return this.db.transaction(async () => {
      const { personId, familyId, reviewedAt } = await this.events.get(id);
      if (personId === by.personId) throw new Problem(familiesProblems.reviewOwn);
      if (reviewedAt === null && (await this.events.review(id, by.personId))) {
        const subject = { type: 'break-glass', id };
        this.audit.record({ action: 'break-glass.review', by, subject, familyId });
      }
      return toEvent(await this.events.get(id), await this.vault.keyring([OWNER]));
    });
  }
}

function toEvent(row: BreakGlassRow, keyring: Keyring): BreakGlassEvent {
  const { id, familyId, personId, reviewedBy } = row;
  return {
    ...{ id, familyId, personId, reviewedBy },
    reason: row.reasonSealed.length === 0 ? null : keyring.open(OWNER, placeOf(id), row.reasonSealed),
    openedAt: row.openedAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    reviewedAt: row.reviewedAt?.toISOString() ?? null,
  };
}

function placeOf(row: string) {
  return { table: 'break_glass_events', column: 'reason', row };
}
