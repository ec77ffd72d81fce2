import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit } from '#audit';
import { Messages } from '#correspondence';
import { Database } from '#database';
import { versionMismatch } from '#http';
import { newId, notFound, Problem } from '#kernel';
import { type AnswerRequirement, answerRequirements } from '#law';
import { Vault } from '#vault';
import { requestsProblems } from '../requests.problems.ts';
import { RequestsService } from '../requests.service.ts';
import { ChecklistMarksRepository, type MarkRow } from './checklist-marks.repository.ts';
import type { ChecklistItem, MarkItem } from './checklists.contract.ts';

export type ItemMark = Pick<ChecklistItem, 'mark' | 'version'>;
interface MarkedItem {
  readonly requestId: string;
  readonly messageId: string;
  readonly item: string;
}

/** What people say of the points of a checklist, against one reply; it moves no stage and no clock. */
@Injectable()
export class ChecklistMarks {
  constructor(
    private readonly database: Database,
    private readonly requests: RequestsService,
    private readonly messages: Messages,
    private readonly marks: ChecklistMarksRepository,
    private readonly vault: Vault,
    private readonly audit: Audit,
  ) {}

  /** @throws Problem not-found, requests.message-unknown, http.version-mismatch. */
  async mark(by: Principal, { requestId, messageId, item }: MarkedItem, version: number, body: MarkItem) {
    return this.database.transaction(async (): Promise<ChecklistItem> => {
      const { familyId, threadId, demands } = await this.requests.view(requestId);
      const asked = answerRequirements.find(
        ({ code, demands: kinds }) => code === item && demands.some(({ kind }) => kinds.includes(kind)),
      );
      if (asked === undefined) throw notFound();
      const message = await this.messages.find(messageId);
      if (message === null || message.threadId !== threadId || message.direction !== 'inbound') {
        throw new Problem(requestsProblems.messageUnknown, { pointer: '?message' });
      }
      const before = (await this.marks.of(requestId, messageId)).find((row) => row.item === item);
      if ((before?.version ?? 1) !== version) throw versionMismatch();
      const id = before?.id ?? newId();
      const owner = { kind: 'family', familyId } as const;
      const keyring = await this.vault.keyring([owner]);
      const noteSealed = body.note === null || body.note === '' ? null : keyring.seal(owner, placeOf(id), body.note);
      const row = await this.marks.put(
        { ...{ id, familyId, requestId, messageId, item, noteSealed }, state: body.state, markedBy: by.personId },
        version,
      );
      if (row === null) throw versionMismatch();
      this.audit.record({
        ...{ action: 'checklists.mark', by, subject: { type: 'request', id: requestId }, familyId },
        details: { item, state: body.state, message: messageId },
      });
      return itemOf(asked, viewOf(row, body.note === '' ? null : body.note), false);
    });
  }

  /** Joins. By the code of the point. */
  async of(requestId: string, familyId: string, messageId: string): Promise<ReadonlyMap<string, ItemMark>> {
    const rows = await this.marks.of(requestId, messageId);
    const owner = { kind: 'family', familyId } as const;
    const keyring = rows.some(({ noteSealed }) => noteSealed !== null) ? await this.vault.keyring([owner]) : null;
    return new Map(
      rows.map((row) => {
        const note =
          row.noteSealed === null || keyring === null ? null : keyring.open(owner, placeOf(row.id), row.noteSealed);
        return [row.item, viewOf(row, note)] as const;
      }),
    );
  }
}

/** A point of the law with what is known of it. @param hinted whether a hint of the reply speaks for it. */
export function itemOf(
  { code, text, basis, confidence }: AnswerRequirement,
  { mark, version }: ItemMark,
  hinted: boolean,
): ChecklistItem {
  return { code, text, basis, confidence, mark, version, state: mark?.state ?? (hinted ? 'found_by_hint' : 'missing') };
}

function viewOf({ state, markedBy, markedAt, version }: MarkRow, note: string | null): ItemMark {
  return { version, mark: state === 'open' ? null : { state, note, by: markedBy, at: markedAt.toISOString() } };
}

function placeOf(row: string) {
  return { table: 'checklist_marks', column: 'note', row };
}
