import { localDate } from '#kernel';
import { type DeadlineRule, type Explainable, explainDeadline, koapLimit, ruleTitle } from '#law';
import type { DeadlineEntity } from './deadline.entity.ts';
import type { DeadlineView } from './deadlines.contract.ts';

/** @param rules in force, loaded ones included: they know the names of terms. */
export function deadlineViewOf(row: DeadlineEntity, rules: readonly DeadlineRule[]): DeadlineView {
  const explainable = row.steps as Explainable;
  const { extensionAmount, extensionReason, extensionMessageId, extensionFileId } = row;
  return {
    id: row.id,
    demandId: row.demandId,
    ruleId: row.ruleId,
    title: ruleTitle(row.ruleId, row.ruleVersion, rules),
    ruleVersion: row.ruleVersion,
    calendarVersion: row.calendarVersion,
    timeZone: row.timeZone,
    startEvent: row.startEvent,
    startConfidence: row.startConfidence,
    startedOn: localDate(row.startedOn),
    evidenceMessageId: row.evidenceMessageId,
    extended: row.extended,
    extension:
      extensionAmount === null
        ? null
        : {
            ...{ amount: extensionAmount, reason: extensionReason },
            ...{ messageId: extensionMessageId, fileId: extensionFileId },
          },
    supersedes: row.supersedes,
    change: row.change,
    dueOn: localDate(row.dueOn),
    dueAt: row.dueAt.toISOString(),
    provisional: row.provisional,
    status: row.status,
    armedAt: row.createdAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
    lateSeconds: row.lateSeconds === null ? null : Number(row.lateSeconds),
    koapLimitOn: row.status === 'passed' && explainable.kind === 'deadline' ? koapLimit(localDate(row.dueOn)) : null,
    explanation: { ru: [...explainDeadline(explainable, 'ru')], en: [...explainDeadline(explainable, 'en')] },
  };
}
