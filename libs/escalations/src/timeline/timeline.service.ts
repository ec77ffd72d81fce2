import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { AuditReader } from '#audit';
import { Messages } from '#correspondence';
import { Database } from '#database';
import { sortOf } from '#http';
import { cutPage, decodeCursor, type Page } from '#kernel';
import { Deadlines, RequestsService } from '#requests';
import { EscalationsRepository } from '../escalations.repository.ts';
import { actionTexts } from './action-texts.ts';
import { actionEvent, clockEvents, decisionEvents, messageEvents } from './timeline-events.ts';
import type { TimelineEvent, TimelineQuery } from './timeline.contract.ts';

/**
 * The story of one request out of the rooms that hold its parts. It is told here because this is the first room that may
 * see requests and complaints both; nothing before it needs to know that it is told.
 */
@Injectable()
export class Timeline {
  constructor(
    private readonly database: Database,
    private readonly requests: RequestsService,
    private readonly deadlines: Deadlines,
    private readonly messages: Messages,
    private readonly escalations: EscalationsRepository,
    private readonly audit: AuditReader,
  ) {}

  /** A page of the whole story. @throws Problem not-found, page.cursor-malformed. */
  async list(
    _by: Principal,
    requestId: string,
    query: InstanceType<typeof TimelineQuery>,
  ): Promise<Page<TimelineEvent>> {
    const { descending } = sortOf(query.sort);
    const after = decodeCursor(query.cursor, query.sort);
    const events = inOrder(await this.whole(requestId));
    if (descending) events.reverse();
    const from =
      after === null
        ? 0
        : events.filter((event) => {
            const side = keyOf(event) === after.key ? order(event.id, after.id) : order(keyOf(event), after.key);
            return descending ? side >= 0 : side <= 0;
          }).length;
    const rows = events.slice(from, from + query.limit + 1);
    return cutPage(rows, query.limit, query.sort, (event) => ({ key: keyOf(event), id: event.id }));
  }

  /** Everything that happened, in no order: a case has some hundreds of events, told by a fixed number of questions. */
  async whole(requestId: string): Promise<TimelineEvent[]> {
    return this.database.transaction(async () => {
      const request = await this.requests.view(requestId);
      const rungs = await this.escalations.ofRequest(requestId);
      const threadIds = [request.threadId, ...rungs.map(({ threadId }) => threadId)].filter((id) => id !== null);
      const messages = await this.messages.ofThreads(threadIds);
      const attempts = await this.messages.attemptsOf(messages.map(({ id }) => id));
      const letterIds = [request.letterId, ...rungs.map(({ letterId }) => letterId)].filter((id) => id !== null);
      const clocks = await this.clocksOf([requestId, ...rungs.map(({ id }) => id)]);
      const subjectIds = [requestId, ...[...rungs, ...messages].map(({ id }) => id), ...threadIds, ...letterIds];
      const actions = await this.audit.story(subjectIds, Object.keys(actionTexts));
      return [
        ...actions.map(actionEvent),
        ...messages.flatMap((message) =>
          messageEvents(
            message,
            attempts.filter(({ messageId }) => messageId === message.id),
          ),
        ),
        ...clocks,
        ...decisionEvents(request),
      ];
    });
  }

  private async clocksOf([request, ...rungs]: readonly [string, ...string[]]): Promise<TimelineEvent[]> {
    const ofRequest = await this.deadlines.listOf(request);
    const events = ofRequest.flatMap((clock) => clockEvents(clock, `/requests/${request}/deadlines`));
    for (const rung of rungs) {
      const ofRung = await this.deadlines.listOf(rung);
      events.push(...ofRung.flatMap((clock) => clockEvents(clock, `/escalations/${rung}/deadlines`)));
    }
    return events;
  }
}

function keyOf({ at, kind }: TimelineEvent): string {
  return `${at} ${kind}`;
}

/** Oldest first. */
export function inOrder(events: readonly TimelineEvent[]): TimelineEvent[] {
  return [...events].sort((a, b) => order(keyOf(a), keyOf(b)) || order(a.id, b.id));
}

/** By code unit, as a cursor compares it too. */
function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
