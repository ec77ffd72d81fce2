import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Database } from '#database';
import { Files } from '#files';
import { versionMismatch } from '#http';
import { localDate, localDateIn, Problem } from '#kernel';
import { DeadlineExtensions, type DeadlineView, lateNotice } from '#requests';
import type { ExtendEscalationBody } from './escalations.contract.ts';
import { escalationsProblems } from './escalations.problems.ts';
import { EscalationsRepository } from './escalations.repository.ts';

/** A body that was complained to says that it needs longer (59-ФЗ ст. 12 ч. 2); a person records its notice. */
@Injectable()
export class EscalationExtensions {
  constructor(
    private readonly database: Database,
    private readonly escalations: EscalationsRepository,
    private readonly extensions: DeadlineExtensions,
    private readonly files: Files,
  ) {}

  /**
   * @throws Problem http.version-mismatch, escalations.notice-unknown, escalations.notice-in-future, and what
   * `DeadlineExtensions.grant` throws.
   */
  async extend(
    by: Principal,
    id: string,
    deadlineId: string,
    version: number,
    body: ExtendEscalationBody,
  ): Promise<DeadlineView> {
    return this.database.transaction(async () => {
      const rung = await this.escalations.lock(id);
      if (rung.version !== version) throw versionMismatch();
      const [notice] = await this.files.describe([body.fileId]);
      if (notice?.familyId !== rung.familyId) {
        throw new Problem(escalationsProblems.noticeUnknown, { pointer: '/fileId' });
      }
      const noticedOn = localDate(body.noticedOn);
      const now = await this.database.now();
      const view = await this.extensions.grant(by, rung, deadlineId, {
        ...{ reason: body.reason, amount: body.amount, messageId: null, fileId: notice.id },
        until: body.until === undefined ? undefined : localDate(body.until),
        refuseLate: (row) => {
          if (noticedOn > localDateIn(row.timeZone, now)) {
            throw new Problem(escalationsProblems.noticeInFuture, { pointer: '/noticedOn' });
          }
          if (noticedOn > row.dueOn) throw lateNotice(row, '/noticedOn');
        },
      });
      await this.escalations.update(id, version, {});
      return view;
    });
  }
}
