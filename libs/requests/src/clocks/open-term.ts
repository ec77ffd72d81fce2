import { localDate, type LocalDate } from '#kernel';
import { computeDeadline, type Deadline, type DeadlineRule, ruleInForce, type TermEvent } from '#law';
import type { Law } from './law-in-force.service.ts';

/** Open deadlines that were computed from the same inputs and so move together. */
export interface OpenTerm {
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly at: TermEvent;
  readonly startedOn: LocalDate;
  readonly timeZone: string;
  readonly regionCode: string | null;
  readonly extensionAmount: number | null;
  readonly dueOn: LocalDate;
  readonly provisional: boolean;
  readonly count: number;
}

export interface OpenTermRow {
  readonly rule_id: string;
  readonly rule_version: number;
  readonly started_on: string;
  readonly started_at: Date | null;
  readonly time_zone: string;
  readonly region_code: string | null;
  readonly extension_amount: number | null;
  readonly due_on: string;
  readonly provisional: boolean;
  readonly count: number;
}

export const OPEN_TERM_KEYS = `rule_id, rule_version, started_on, started_at, time_zone, region_code, extension_amount,
  due_on, provisional`;
/** No id and no family is in it, so the operator of the system may read it of all branches. */
export const OPEN_TERMS = `rule_id, rule_version, started_on::text, started_at, time_zone, region_code, extension_amount,
  due_on::text, provisional, count(*)::int AS count FROM deadlines WHERE status = 'armed' AND announced_at IS NULL`;

export function openTermOf(row: OpenTermRow): OpenTerm {
  const { started_at: startedAt } = row;
  const startedOn = localDate(row.started_on);
  return {
    ...{ ruleId: row.rule_id, ruleVersion: row.rule_version, startedOn, timeZone: row.time_zone },
    at: startedAt === null ? { day: startedOn } : { instant: startedAt },
    ...{ regionCode: row.region_code, extensionAmount: row.extension_amount },
    ...{ dueOn: localDate(row.due_on), provisional: row.provisional, count: row.count },
  };
}

/** By the version of the rule that is in force for the case under `law`. @throws Problem as `computeDeadline`. */
export function computeTerm(
  term: Pick<OpenTerm, 'ruleId' | 'at' | 'startedOn' | 'timeZone' | 'regionCode' | 'extensionAmount'>,
  law: Law,
): { readonly rule: DeadlineRule; readonly deadline: Deadline } {
  const rule = ruleInForce(term.ruleId, term.startedOn, law.rules);
  const deadline = computeDeadline({
    ...{ rule, event: term.at, timeZone: term.timeZone },
    calendar: law.calendar.countedFor(rule, term.regionCode),
    extension: term.extensionAmount === null ? false : { amount: term.extensionAmount },
  });
  return { rule, deadline };
}
