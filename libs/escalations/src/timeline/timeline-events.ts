import type { AuditEntry } from '#audit';
import type { DeliveryAttempt, MessageFacts } from '#correspondence';
import { formatRussianDay } from '#kernel';
import { demandKind, demandOutcomes } from '#law';
import type { DeadlineView, RequestView } from '#requests';
import { actionTexts } from './action-texts.ts';
import type { TimelineEvent } from './timeline.contract.ts';

export function actionEvent({ id, at, actor, action, subject }: AuditEntry): TimelineEvent {
  const text = actionTexts[action] ?? { ru: action, en: action };
  return { id, at: at.toISOString(), kind: 'action', who: { ...actor }, text, link: `/${subject.type}s/${subject.id}` };
}

export function messageEvents(message: MessageFacts, attempts: readonly DeliveryAttempt[]): TimelineEvent[] {
  const { id, sentAt, receivedAt, machine, channel } = message;
  const link = `/messages/${id}`;
  const events: TimelineEvent[] = [];
  if (sentAt !== null) {
    const text = { ru: `Отправлено (${channel})`, en: `Sent (${channel})` };
    events.push({ id, at: sentAt.toISOString(), kind: 'message_sent', who: null, text, link });
  }
  if (receivedAt !== null && message.direction === 'inbound') {
    const text =
      machine === null
        ? { ru: 'Пришло письмо', en: 'Message received' }
        : { ru: 'Пришло письмо почтового робота', en: 'Message of a machine received' };
    events.push({ id, at: receivedAt.toISOString(), kind: 'message_received', who: null, text, link });
  }
  for (const attempt of attempts) {
    const [ru, en] = ATTEMPTS[attempt.outcome ?? 'unknown'];
    events.push({
      ...{ id: attempt.id, at: attempt.startedAt.toISOString(), kind: 'delivery_attempt', who: null, link },
      text: { ru, en },
    });
  }
  return events;
}

const ATTEMPTS: Readonly<Record<NonNullable<DeliveryAttempt['outcome']>, readonly [string, string]>> = {
  accepted: ['Попытка отправки: принято сервером адресата', 'Delivery attempt: accepted by the server'],
  refused: ['Попытка отправки: сервер отказал', 'Delivery attempt: refused by the server'],
  'not-sent': ['Попытка отправки: не отправлено', 'Delivery attempt: not sent'],
  unknown: ['Попытка отправки: исход неизвестен', 'Delivery attempt: outcome unknown'],
};

const ENDS = {
  superseded: ['clock_superseded', 'Срок заменён другим', 'Clock superseded'],
  passed: ['clock_passed', 'Срок истёк без исполнения', 'Clock passed unmet'],
  met: ['clock_met', 'Срок остановлен ответом', 'Clock met'],
} as const;

export function clockEvents(clock: DeadlineView, link: string): TimelineEvent[] {
  const { id, title, dueOn, change, armedAt, settledAt, status } = clock;
  const extended = change === 'extension';
  const due = { ru: `${title.ru}: до ${formatRussianDay(dueOn)}`, en: `${title.en}: due ${dueOn}` };
  const events: TimelineEvent[] = [
    {
      ...{ id, at: armedAt, kind: extended ? 'clock_extended' : 'clock_armed', who: null, link },
      text: {
        ru: `${extended ? 'Срок продлён' : 'Срок пошёл'}: ${due.ru}`,
        en: `${extended ? 'Clock extended' : 'Clock armed'}: ${due.en}`,
      },
    },
  ];
  if (status !== 'armed' && settledAt !== null) {
    const [kind, ru, en] = ENDS[status];
    events.push({ id, at: settledAt, kind, who: null, text: { ru: `${ru}: ${due.ru}`, en: `${en}: ${due.en}` }, link });
  }
  return events;
}

export function decisionEvents({ id: request, demands }: RequestView): TimelineEvent[] {
  return demands.flatMap(({ id, kind, outcome, outcomeAt }): TimelineEvent[] => {
    if (outcome === null || outcomeAt === null) return [];
    const { title } = demandKind(kind);
    const verdict = demandOutcomes.find(({ code }) => code === outcome)?.title ?? { ru: outcome, en: outcome };
    const text = { ru: `${title.ru}: ${verdict.ru}`, en: `${title.en}: ${verdict.en}` };
    return [{ id, at: outcomeAt, kind: 'decision', who: null, text, link: `/requests/${request}` }];
  });
}
