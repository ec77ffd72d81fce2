import type { LocalDate, Localised } from '#kernel';
import content from '../data/demands.json' with { type: 'json' };
import { dataSet } from './data-set.ts';
import type { DeadlineRule } from './deadline-rule.schema.ts';
import { deadlineRules, ruleInForce } from './deadline-rules.ts';
import { type DemandCode, type DemandKind, demandKindsSchema } from './demand.schema.ts';

const knownRules = new Set(deadlineRules.map((rule) => rule.id));

/** What may be demanded of an operator (152-ФЗ ст. 9, 10.1, 14, 16, 20, 21; 59-ФЗ). */
export const demandKinds: readonly DemandKind[] = dataSet(
  'demands.json',
  demandKindsSchema.refine(
    (demands) => demands.every((demand) => demand.deadlines.every((deadline) => knownRules.has(deadline.ruleId))),
    { error: 'a demand names a deadline rule that does not exist' },
  ),
  content,
);

/** The demands of the recommended combined statement, in order. */
export const defaultDemandPlan: readonly DemandCode[] = demandKinds
  .filter((demand) => demand.defaultPlanPosition !== null)
  .sort((a, b) => (a.defaultPlanPosition ?? 0) - (b.defaultPlanPosition ?? 0))
  .map((demand) => demand.code);

const byCode = new Map(demandKinds.map((demand) => [demand.code, demand]));

export function demandKind(code: DemandCode): DemandKind {
  const demand = byCode.get(code);
  if (demand === undefined) throw new RangeError(`demands.json has no row for ${code}`);
  return demand;
}

/** One clock of a demand; `isDefault` false means that a person must confirm `condition` first. */
export interface DemandClock {
  readonly rule: DeadlineRule;
  readonly isDefault: boolean;
  readonly condition: Localised | null;
}

/**
 * The clocks that run on a demand, in the versions in force on `receivedOn`, the day the operator received it. Each
 * demand of a statement has its own clocks; a statement has none. Throws Problem `law.rule-not-in-force`.
 */
export function deadlineRulesFor(
  code: DemandCode,
  receivedOn: LocalDate,
  rules: readonly DeadlineRule[] = deadlineRules,
): DemandClock[] {
  return demandKind(code).deadlines.map(({ ruleId, isDefault, condition }) => ({
    rule: ruleInForce(ruleId, receivedOn, rules),
    isDefault,
    condition,
  }));
}
