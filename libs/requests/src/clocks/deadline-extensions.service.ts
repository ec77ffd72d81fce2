import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { type MessageFacts, Messages } from '#correspondence';
import { Database } from '#database';
import { versionMismatch } from '#http';
import { localDate, notFound, Problem } from '#kernel';
import { type DeadlineRule, extendUntil, extensionReasons, ruleInForce } from '#law';
import type { DeadlineEntity } from '../deadline.entity.ts';
import { deadlineViewOf } from '../deadline-view.ts';
import { DeadlinesRepository } from '../deadlines.repository.ts';
import type { DeadlineView, ExtendDeadlineBody } from '../requests.contract.ts';
import { requestsProblems } from '../requests.problems.ts';
import { RequestsRepository } from '../requests.repository.ts';
import { deadlineRow, inPlaceOf, originOf, startOf } from './deadline-row.ts';
import { type Law, LawInForce } from './law-in-force.service.ts';

/** A person records the addressee's notice that it needs longer, where the rule allows that. */
@Injectable()
export class DeadlineExtensions {
  constructor(
    private readonly database: Database,
    private readonly requests: RequestsRepository,
    private readonly deadlines: DeadlinesRepository,
    private readonly messages: Messages,
    private readonly law: LawInForce,
    private readonly audit: Audit,
  ) {}

  /**
   * Arms a new row in the place of the old one. A notice that came in time counts although it is recorded when the term
   * has passed already: the addressee kept to the law.
   * @throws Problem requests.deadline-not-open, requests.already-extended, requests.extension-too-late,
   * requests.extension-unreasoned, requests.extension-too-short, law.extension-not-provided, law.extension-too-long.
   */
  async extend(
    by: Principal,
    requestId: string,
    deadlineId: string,
    version: number,
    body: ExtendDeadlineBody,
  ): Promise<DeadlineView> {
    return this.database.transaction(async () => {
      const request = await this.requests.lock(requestId);
      const row = await this.deadlines.lock(deadlineId);
      if (row?.subjectId !== requestId) throw notFound();
      if (request.version !== version) throw versionMismatch();
      refuseEnded(row);
      const notice = await this.messages.find(body.messageId);
      if (notice?.threadId !== request.threadId || notice.direction !== 'inbound') {
        throw new Problem(requestsProblems.messageUnknown, { pointer: '/messageId' });
      }
      refuseLate(row, notice);
      const law = await this.law.now();
      const rule = ruleOf(row, law);
      refuseUnreasoned(rule, body.reason);
      const extended = deadlineRow(
        {
          ...{ origin: originOf(row), rule, at: startOf(row) },
          extension: {
            extensionAmount: amountOf(row, rule, body, law),
            extensionReason: body.reason,
            extensionMessageId: notice.id,
          },
          replaced: inPlaceOf(row, 'extension'),
        },
        law,
      );
      await this.deadlines.supersede([row.id]);
      await this.deadlines.insert([extended]);
      await this.requests.update(requestId, version, { replyWaitingSince: null });
      this.audit.record({
        ...{ action: 'deadlines.extend', by, subject: { type: row.subjectType, id: row.subjectId } },
        familyId: request.familyId,
        details: {
          ...{ deadline: row.id, becomes: extended.id, rule: rule.id, message: notice.id, reason: body.reason },
          ...{ dueOn: row.dueOn, extendedTo: extended.dueOn },
        },
      });
      const kept = await this.deadlines.find(extended.id);
      if (kept === null) throw notFound();
      return deadlineViewOf(kept);
    });
  }
}

/** The very version that the deadline was computed by: it stays the one of the case. */
export function ruleOf({ ruleId, ruleVersion, startedOn }: DeadlineEntity, { rules }: Law): DeadlineRule {
  const kept = rules.find(({ id, version }) => id === ruleId && version === ruleVersion);
  return kept ?? ruleInForce(ruleId, localDate(startedOn), rules);
}

function refuseEnded({ status, extended }: DeadlineEntity): void {
  if (status !== 'armed' && status !== 'passed') throw new Problem(requestsProblems.deadlineNotOpen);
  if (extended) throw new Problem(requestsProblems.alreadyExtended);
}

function refuseLate({ dueAt, dueOn }: DeadlineEntity, { receivedAt, sentAt }: MessageFacts): void {
  const cameAt = receivedAt ?? sentAt;
  if (cameAt !== null && cameAt < dueAt) return;
  throw new Problem(requestsProblems.extensionTooLate, { pointer: '/messageId', parameters: { dueOn } });
}

function refuseUnreasoned(rule: DeadlineRule, code: string): void {
  const needsReasons = rule.extension?.condition.startsWith('reasoned_') === true;
  if (!needsReasons || extensionReasons.find((reason) => reason.code === code)?.isReason === true) return;
  throw new Problem(requestsProblems.extensionUnreasoned, { pointer: '/reason', parameters: { rule: rule.id } });
}

function amountOf(row: DeadlineEntity, rule: DeadlineRule, { amount, until }: ExtendDeadlineBody, law: Law): number {
  if (until === undefined) return amount ?? rule.extension?.amount ?? 1;
  const calendar = law.calendar.countedFor(rule, row.regionCode);
  const found = extendUntil({ rule, event: startOf(row), timeZone: row.timeZone, calendar }, localDate(until));
  if (found !== null || rule.extension === null) return found ?? 1;
  throw new Problem(requestsProblems.extensionTooShort, { pointer: '/until', parameters: { dueOn: row.dueOn } });
}
