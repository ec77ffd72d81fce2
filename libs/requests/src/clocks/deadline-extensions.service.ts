import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Messages } from '#correspondence';
import { Database } from '#database';
import { versionMismatch } from '#http';
import { localDate, notFound, Problem } from '#kernel';
import type { DeadlineEntity } from '../deadline.entity.ts';
import { deadlineViewOf } from '../deadline-view.ts';
import { DeadlinesRepository } from '../deadlines.repository.ts';
import type { DeadlineView, ExtendDeadlineBody } from '../deadlines.contract.ts';
import { requestsProblems } from '../requests.problems.ts';
import { RequestsRepository } from '../requests.repository.ts';
import { deadlineRow, inPlaceOf, originOf, startOf } from './deadline-row.ts';
import { amountOf, lateNotice, refuseEnded, refuseUnreasoned, ruleOf, type SaidExtension } from './extension-checks.ts';
import { LawInForce } from './law-in-force.service.ts';

export interface ExtensionNotice extends SaidExtension {
  /** What the notice is: a message that came, or a paper that was scanned. */
  readonly messageId: string | null;
  readonly fileId: string | null;
  /** Throws when the notice came after the term. */
  readonly refuseLate: (row: DeadlineEntity) => void;
}

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
   * Of a request, by a message of its thread. A notice that came in time counts although it is recorded when the term has
   * passed already: the addressee kept to the law.
   * @throws Problem as `grant` does, requests.extension-too-late, requests.message-unknown.
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
      if (request.version !== version) throw versionMismatch();
      const notice = await this.messages.find(body.messageId);
      if (notice?.threadId !== request.threadId || notice.direction !== 'inbound') {
        throw new Problem(requestsProblems.messageUnknown, { pointer: '/messageId' });
      }
      const view = await this.grant(by, { id: requestId, familyId: request.familyId }, deadlineId, {
        ...{ reason: body.reason, amount: body.amount, messageId: notice.id, fileId: null },
        until: body.until === undefined ? undefined : localDate(body.until),
        refuseLate: (row) => {
          const cameAt = notice.receivedAt ?? notice.sentAt;
          if (cameAt === null || cameAt >= row.dueAt) throw lateNotice(row, '/messageId');
        },
      });
      await this.requests.update(requestId, version, { replyWaitingSince: null });
      return view;
    });
  }

  /**
   * Joins; whoever calls holds the subject. Arms a new row in the place of the old one.
   * @throws Problem not-found, requests.deadline-not-open, requests.already-extended, requests.extension-unreasoned,
   * requests.extension-too-short, law.extension-not-provided, law.extension-too-long, and what `refuseLate` throws.
   */
  async grant(
    by: Principal,
    subject: { readonly id: string; readonly familyId: string },
    deadlineId: string,
    notice: ExtensionNotice,
  ): Promise<DeadlineView> {
    const row = await this.deadlines.lock(deadlineId);
    if (row?.subjectId !== subject.id) throw notFound();
    refuseEnded(row);
    notice.refuseLate(row);
    const law = await this.law.now();
    const rule = ruleOf(row, law);
    const { reason, messageId, fileId } = notice;
    refuseUnreasoned(rule, reason);
    const extended = deadlineRow(
      {
        ...{ origin: originOf(row), rule, at: startOf(row), replaced: inPlaceOf(row, 'extension') },
        extension: {
          ...{ extensionAmount: amountOf(row, rule, notice, law), extensionReason: reason },
          ...{ extensionMessageId: messageId, extensionFileId: fileId },
        },
      },
      law,
    );
    await this.deadlines.supersede([row.id]);
    await this.deadlines.insert([extended]);
    this.audit.record({
      ...{ action: 'deadlines.extend', by, subject: { type: row.subjectType, id: row.subjectId } },
      familyId: subject.familyId,
      details: {
        ...{
          deadline: row.id,
          becomes: extended.id,
          rule: rule.id,
          reason,
          dueOn: row.dueOn,
          extendedTo: extended.dueOn,
        },
        ...(messageId !== null && { message: messageId }),
        ...(fileId !== null && { file: fileId }),
      },
    });
    const kept = await this.deadlines.find(extended.id);
    if (kept === null) throw notFound();
    return deadlineViewOf(kept, law.rules);
  }
}
