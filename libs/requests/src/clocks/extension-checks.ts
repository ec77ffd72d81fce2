import { localDate, type LocalDate, Problem } from '#kernel';
import { type DeadlineRule, extendUntil, extensionReasons, ruleInForce } from '#law';
import type { DeadlineEntity } from '../deadline.entity.ts';
import { requestsProblems } from '../requests.problems.ts';
import { startOf } from './deadline-row.ts';
import type { Law } from './law-in-force.service.ts';

/** What a notice says; without `amount` and `until` the whole extension that the rule allows. */
export interface SaidExtension {
  /** A code of the law data. */
  readonly reason: string;
  readonly amount?: number | undefined;
  readonly until?: LocalDate | undefined;
}

/** The very version that the deadline was computed by: it stays the one of the case. */
export function ruleOf({ ruleId, ruleVersion, startedOn }: DeadlineEntity, { rules }: Law): DeadlineRule {
  const kept = rules.find(({ id, version }) => id === ruleId && version === ruleVersion);
  return kept ?? ruleInForce(ruleId, localDate(startedOn), rules);
}

export function refuseEnded({ status, extended }: DeadlineEntity): void {
  if (status !== 'armed' && status !== 'passed') throw new Problem(requestsProblems.deadlineNotOpen);
  if (extended) throw new Problem(requestsProblems.alreadyExtended);
}

export function lateNotice({ dueOn }: DeadlineEntity, pointer: string): Problem {
  return new Problem(requestsProblems.extensionTooLate, { pointer, parameters: { dueOn } });
}

export function refuseUnreasoned(rule: DeadlineRule, code: string): void {
  const needsReasons = rule.extension?.condition.startsWith('reasoned_') === true;
  if (!needsReasons || extensionReasons.find((reason) => reason.code === code)?.isReason === true) return;
  throw new Problem(requestsProblems.extensionUnreasoned, { pointer: '/reason', parameters: { rule: rule.id } });
}

export function amountOf(row: DeadlineEntity, rule: DeadlineRule, { amount, until }: SaidExtension, law: Law): number {
  if (until === undefined) return amount ?? rule.extension?.amount ?? 1;
  const calendar = law.calendar.countedFor(rule, row.regionCode);
  const found = extendUntil({ rule, event: startOf(row), timeZone: row.timeZone, calendar }, until);
  if (found !== null || rule.extension === null) return found ?? 1;
  throw new Problem(requestsProblems.extensionTooShort, { pointer: '/until', parameters: { dueOn: row.dueOn } });
}
