import type { Localised } from '#kernel';
import type { DeadlineRule } from './deadline-rule.schema.ts';

/** The name of a term as people read it: of the version that was counted by, else of any; the code where nobody knows it. */
export function ruleTitle(id: string, version: number, rules: readonly DeadlineRule[]): Localised {
  const named = rules.filter((rule) => rule.id === id);
  return (named.find((rule) => rule.version === version) ?? named.at(-1))?.title ?? { ru: id, en: id };
}
