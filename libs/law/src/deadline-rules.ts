import { type LocalDate, Problem } from '#kernel';
import content from '../data/deadline-rules.json' with { type: 'json' };
import { dataSet } from './data-set.ts';
import { type DeadlineRule, deadlineRulesSchema } from './deadline-rule.schema.ts';
import { lawProblems } from './problems.ts';

/** Every version of every statutory term (152-ФЗ, 59-ФЗ, the prosecutors' instruction 45/2013). */
export const deadlineRules: readonly DeadlineRule[] = dataSet('deadline-rules.json', deadlineRulesSchema, content);

/**
 * The version of a rule in force on `day`: the day the operator received the demand, which fixes the version for the
 * whole case. Throws Problem `law.rule-unknown` or `law.rule-not-in-force`.
 */
export function ruleInForce(id: string, day: LocalDate, rules: readonly DeadlineRule[] = deadlineRules): DeadlineRule {
  const versions = rules.filter((rule) => rule.id === id);
  if (versions.length === 0) throw new Problem(lawProblems.ruleUnknown, { parameters: { rule: id } });
  const inForce = versions.filter(
    (rule) => (rule.validFrom === null || rule.validFrom <= day) && (rule.validTo === null || day <= rule.validTo),
  );
  const latest = inForce.sort((a, b) => b.version - a.version)[0];
  if (latest === undefined) throw new Problem(lawProblems.ruleNotInForce, { parameters: { rule: id, day } });
  return latest;
}
