import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Audit, AuditReader } from '#audit';
import { Letters, type MessageFacts, Messages } from '#correspondence';
import { Database } from '#database';
import { LetterRenderer, printable } from '#documents';
import { Files } from '#files';
import { formatRussianDay, localDateIn } from '#kernel';
import { letterheadOf, Organisations } from '#organisations';
import { Deadlines, type DeadlineView, RequestsService } from '#requests';
import { Authorities } from '#schools';
import { EscalationsRepository } from '../escalations.repository.ts';
import type { TimelineEvent } from './timeline.contract.ts';
import { inOrder, Timeline } from './timeline.service.ts';

/** More would be a book; the timeline itself goes on by pages. */
const MOST = { events: 2_000, messages: 500, deadlines: 300 };

/** Prints what happened in a request, with digests, derivations and the head of the log, so that others can check it. */
@Injectable()
export class RequestRecord {
  constructor(
    private readonly database: Database,
    private readonly requests: RequestsService,
    private readonly organisations: Organisations,
    private readonly authorities: Authorities,
    private readonly letters: Letters,
    private readonly messages: Messages,
    private readonly deadlines: Deadlines,
    private readonly escalations: EscalationsRepository,
    private readonly files: Files,
    private readonly timeline: Timeline,
    private readonly chain: AuditReader,
    private readonly audit: Audit,
    private readonly renderer: LetterRenderer,
  ) {}

  /** Gathers in one transaction and typesets after it. @throws Problem not-found, documents.render-timed-out. */
  async print(by: Principal, requestId: string): Promise<{ caseNumber: string; pdf: Uint8Array }> {
    const data = await this.database.transaction(async () => {
      const request = await this.requests.view(requestId);
      const { caseNumber, familyId } = request;
      const operator = await this.authorities.get(request.authorityId);
      const { timeZone } = operator;
      const branch = await this.organisations.branch();
      const letterhead = letterheadOf(branch);
      const rungs = await this.escalations.ofRequest(requestId);
      const messages = await this.messages.ofThreads(known([request.threadId, ...rungs.map((rung) => rung.threadId)]));
      const clocks: DeadlineView[] = [];
      for (const id of [requestId, ...rungs.map((rung) => rung.id)]) clocks.push(...(await this.deadlines.listOf(id)));
      const events = inOrder(await this.timeline.whole(requestId)).slice(0, MOST.events);
      const chain = await this.chain.head();
      const subject = { type: 'request', id: requestId };
      this.audit.record({ action: 'requests.read-record', by, subject, familyId, details: { head: chain.number } });
      return {
        ...{ caseNumber, timeZone, chain },
        date: await this.organisations.today(),
        letterhead: { lines: [...letterhead.lines], contact: [...letterhead.contact] },
        operator: printable(operator.fullName),
        events: events.map((event) => lineOf(event, timeZone)),
        deadlines: clocks.slice(0, MOST.deadlines).map((clock) => ({
          title: `${printable(clock.title.ru)} (${clock.ruleId}), редакция ${clock.ruleVersion}, календарь ${clock.calendarVersion}: ${STATUS[clock.status]}, до ${formatRussianDay(clock.dueOn)}`,
          steps: clock.explanation.ru.map(printable),
        })),
        messages: messages.slice(0, MOST.messages).flatMap((message) => messageOf(message, timeZone)),
        files: await this.filesOf(
          known([request.letterId, ...rungs.map((rung) => rung.letterId)]),
          messages.slice(0, MOST.messages),
          timeZone,
        ),
      };
    });
    const { pdf } = await this.renderer.render('request-record', data);
    return { caseNumber: data.caseNumber, pdf };
  }

  /** By the digests that were taken when each came in; names of files are personal, so they are not printed. */
  private async filesOf(letterIds: readonly string[], messages: readonly MessageFacts[], timeZone: string) {
    const titles = new Map<string, readonly [string, string]>();
    for (const id of letterIds) {
      const { fileId, signed } = await this.letters.get(id);
      titles.set(fileId, ['Письмо, как оно свёрстано', 'letter.pdf']);
      if (signed !== null) titles.set(signed.fileId, ['Письмо с подписью', 'letter-signed']);
    }
    for (const { rawFileId, direction } of messages) {
      if (rawFileId === null) continue;
      titles.set(rawFileId, [direction === 'outbound' ? 'Отправленное письмо' : 'Полученное письмо', 'message.eml']);
    }
    const files = await this.files.describe([...titles.keys()]);
    return files.map(({ id, sha256, size, createdAt }) => {
      const [title = '', fileName = ''] = titles.get(id) ?? [];
      return { ...{ title, fileName, sha256 }, bytes: size, date: localDateIn(timeZone, createdAt) };
    });
  }
}

const STATUS: Readonly<Record<DeadlineView['status'], string>> = {
  armed: 'идёт',
  passed: 'истёк без исполнения',
  met: 'остановлен ответом',
  superseded: 'заменён другим',
};

function lineOf({ at, who, text }: TimelineEvent, timeZone: string) {
  const day = localDateIn(timeZone, new Date(at));
  const actor = who === null ? '' : ` (${who.kind === 'job' ? 'программа' : `сотрудник ${who.id.slice(-8)}`})`;
  return { day, text: printable(`${timeIn(timeZone, new Date(at))} — ${text.ru}${actor}`) };
}

function messageOf({ direction, sentAt, receivedAt, messageIdHeader, serverResponse }: MessageFacts, timeZone: string) {
  const at = sentAt ?? receivedAt;
  if (at === null || messageIdHeader === null) return [];
  const when = `${formatRussianDay(localDateIn(timeZone, at))} ${timeIn(timeZone, at)}`;
  const answer = printable(serverResponse ?? '').slice(0, 1_000);
  return [
    {
      title: `${direction === 'outbound' ? 'Отправлено' : 'Получено'} ${when}`,
      id: printable(messageIdHeader).slice(0, 1_000),
      answer: answer === '' ? null : answer,
    },
  ];
}

function timeIn(timeZone: string, at: Date): string {
  return new Intl.DateTimeFormat('ru-RU', { timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(
    at,
  );
}

function known(ids: readonly (string | null)[]): string[] {
  return ids.filter((id) => id !== null);
}
