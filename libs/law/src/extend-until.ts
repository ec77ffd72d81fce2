import type { LocalDate } from '#kernel';
import { computeDeadline } from './compute-deadline.ts';
import type { DeadlineInput } from './deadline.ts';

/**
 * The longest lawful extension that ends on `until` or before, in the rule's unit; an addressee names a day where the law
 * gives an amount. Null when `until` is no later than the unextended end.
 *
 * Throws what `computeDeadline` throws.
 */
export function extendUntil(input: Omit<DeadlineInput, 'extension'>, until: LocalDate): number | null {
  const longest = input.rule.extension?.amount ?? 0;
  for (let amount = longest; amount > 0; amount -= 1) {
    if (computeDeadline({ ...input, extension: { amount } }).dueOn <= until) return amount;
  }
  return null;
}
