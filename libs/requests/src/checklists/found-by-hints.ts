import type { Hint } from '#correspondence';

/** Codes of law/data/answer-requirements.json that the hints of one answer speak for; a person has the last word. */
export function foundByHints(hints: readonly Hint[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { kind, value, confidence } of hints) {
    if (kind === 'answer_element') found.add(String(value['element']));
    else if (kind === 'destruction_act' && Array.isArray(value['fields'])) {
      for (const field of value['fields']) found.add(field);
    } else if (kind === 'claimed_ground' && confidence !== 'low') {
      found.add('refusal_exact_ground').add('refusal_written_reasoned');
    }
  }
  return found;
}
