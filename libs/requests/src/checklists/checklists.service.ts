import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { HintsService, Messages } from '#correspondence';
import { Database } from '#database';
import { Problem } from '#kernel';
import { answerRequirementKindSchema, answerRequirementsFor } from '#law';
import { requestsProblems } from '../requests.problems.ts';
import { RequestsService } from '../requests.service.ts';
import { ChecklistMarks, itemOf } from './checklist-marks.service.ts';
import type { Checklist } from './checklists.contract.ts';
import { foundByHints } from './found-by-hints.ts';

const NEVER_MARKED = { mark: null, version: 1 };

/** Holds a reply against what the law asks of a complete answer, a refusal and an act of destruction. */
@Injectable()
export class Checklists {
  constructor(
    private readonly database: Database,
    private readonly requests: RequestsService,
    private readonly messages: Messages,
    private readonly hints: HintsService,
    private readonly marks: ChecklistMarks,
  ) {}

  /** The checklists that the demands of the request call for. @throws Problem not-found, requests.message-unknown. */
  async list(by: Principal, requestId: string, messageId: string): Promise<{ items: Checklist[] }> {
    const { request, marks } = await this.database.transaction(async () => {
      const view = await this.requests.view(requestId);
      const message = await this.messages.find(messageId);
      if (message === null || message.threadId !== view.threadId || message.direction !== 'inbound') {
        throw new Problem(requestsProblems.messageUnknown, { pointer: '?message' });
      }
      return { request: view, marks: await this.marks.of(requestId, view.familyId, messageId) };
    });
    const found = foundByHints((await this.hints.of(by, messageId)).items);
    const items = answerRequirementKindSchema.options.map((code): Checklist => {
      const asking = request.demands.filter(({ kind }) => answerRequirementsFor(kind, code).length > 0);
      const rows = new Map(
        asking.flatMap(({ kind }) => answerRequirementsFor(kind, code).map((row) => [row.code, row] as const)),
      );
      return {
        code,
        demandIds: asking.map(({ id }) => id),
        items: [...rows.values()].map((row) => itemOf(row, marks.get(row.code) ?? NEVER_MARKED, found.has(row.code))),
      };
    });
    return { items: items.filter(({ demandIds }) => demandIds.length > 0) };
  }
}
