import { localDate, type LocalDate, newId } from '#kernel';
import {
  computeDeadline,
  type DeadlineChange,
  type DeadlineRule,
  type Explainable,
  extensionReasons,
  type TermEvent,
} from '#law';
import type { DeadlineEntity } from '../deadline.entity.ts';
import type { NewDeadline } from '../deadlines.repository.ts';
import type { Law } from './law-in-force.service.ts';

type Origin = Pick<
  DeadlineEntity,
  | 'familyId'
  | 'subjectType'
  | 'subjectId'
  | 'demandId'
  | 'timeZone'
  | 'regionCode'
  | 'startEvent'
  | 'startConfidence'
  | 'evidenceMessageId'
>;
export type GrantedExtension = Pick<
  DeadlineEntity,
  'extensionAmount' | 'extensionReason' | 'extensionMessageId' | 'extensionFileId'
>;
/** The row whose place is taken. */
export type Replaced = { readonly id: string; readonly dueOn: string; readonly change: DeadlineChange } | null;

export interface DeadlineParts {
  readonly origin: Origin;
  readonly rule: DeadlineRule;
  readonly at: TermEvent;
  readonly extension: GrantedExtension | null;
  readonly replaced: Replaced;
}

/** Computes a deadline and lays it out as a row, with all that is needed to compute it again. */
export function deadlineRow({ origin, rule, at, extension, replaced }: DeadlineParts, law: Law): NewDeadline {
  const deadline = computeDeadline({
    ...{ rule, event: at, timeZone: origin.timeZone },
    calendar: law.calendar.countedFor(rule, origin.regionCode),
    extension: extension === null ? false : extensionInput(extension),
  });
  return {
    ...origin,
    id: newId(),
    ruleId: deadline.ruleId,
    ruleVersion: deadline.ruleVersion,
    calendarVersion: deadline.calendarVersion,
    startedOn: deadline.startedOn,
    startedAt: 'instant' in at ? at.instant : null,
    extended: extension !== null,
    extensionAmount: extension?.extensionAmount ?? null,
    extensionReason: extension?.extensionReason ?? null,
    extensionMessageId: extension?.extensionMessageId ?? null,
    extensionFileId: extension?.extensionFileId ?? null,
    supersedes: replaced?.id ?? null,
    change: replaced?.change ?? null,
    dueOn: deadline.dueOn,
    dueAt: deadline.dueAt,
    provisional: deadline.provisional,
    steps: {
      kind: deadline.kind,
      basis: deadline.basis,
      timeZone: deadline.timeZone,
      dueOn: deadline.dueOn,
      provisionalYears: deadline.provisionalYears,
      steps: deadline.steps,
      ...(replaced !== null && { replaces: { dueOn: localDate(replaced.dueOn), change: replaced.change } }),
    } satisfies Explainable,
  };
}

/** The same deadline by another law; the rule is the version that it was computed by unless `rule` says otherwise. */
export function againBy(row: DeadlineEntity, rule: DeadlineRule, change: DeadlineChange, law: Law): NewDeadline {
  return deadlineRow(
    { origin: originOf(row), rule, at: startOf(row), extension: extensionOf(row), replaced: inPlaceOf(row, change) },
    law,
  );
}

export function inPlaceOf({ id, dueOn }: DeadlineEntity, change: DeadlineChange): Replaced {
  return { id, dueOn, change };
}

/** Columns that a later row takes over from an earlier one. */
export function originOf(row: DeadlineEntity): Origin {
  const { familyId, subjectType, subjectId, demandId, timeZone, regionCode } = row;
  const { startEvent, startConfidence, evidenceMessageId } = row;
  return {
    ...{ familyId, subjectType, subjectId, demandId, timeZone, regionCode },
    ...{ startEvent, startConfidence, evidenceMessageId },
  };
}

export function startOf({ startedAt, startedOn }: DeadlineEntity): TermEvent {
  return startedAt === null ? { day: localDate(startedOn) } : { instant: startedAt };
}

export function extensionOf(row: DeadlineEntity): GrantedExtension | null {
  const { extensionAmount, extensionReason, extensionMessageId, extensionFileId } = row;
  if (extensionAmount === null) return null;
  return { extensionAmount, extensionReason, extensionMessageId, extensionFileId };
}

/** The day that fixes which version of a rule counts. */
export function startDayOf({ startedOn }: Pick<DeadlineEntity, 'startedOn'>): LocalDate {
  return localDate(startedOn);
}

function extensionInput({ extensionAmount, extensionReason }: GrantedExtension) {
  const reason = extensionReasons.find(({ code }) => code === extensionReason);
  return {
    ...(extensionAmount !== null && { amount: extensionAmount }),
    ...(reason !== undefined && { reason: reason.title }),
  };
}
