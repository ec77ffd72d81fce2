import type { LocalDate } from '#kernel';
import { type DeadlineRule, type DemandCode, deadlineRules, deadlineRulesFor } from '#law';
import type { Clock } from './deadlines.service.ts';

/**
 * The clocks that run on the demands by themselves from `startedOn`, in the rule versions in force that day. Clocks
 * with a condition (evidence of unlawfulness, say) wait for a person to confirm it.
 */
export function clocksOf(
  demands: readonly { id: string; kind: string }[],
  startedOn: LocalDate,
  rules: readonly DeadlineRule[] = deadlineRules,
): Clock[] {
  return demands.flatMap(({ id, kind }) =>
    deadlineRulesFor(kind as DemandCode, startedOn, rules)
      .filter(({ isDefault, rule }) => isDefault && rule.kind === 'deadline')
      .map(({ rule }) => ({ demandId: id, rule })),
  );
}
