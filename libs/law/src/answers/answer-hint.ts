/** What the text of an answer seems to say; a person decides what it says. */
export const answerHintKinds = [
  'incoming_registration',
  'extension',
  'claimed_ground',
  'destruction_act',
  'demand_on_us',
  'answer_element',
] as const;
export type AnswerHintKind = (typeof answerHintKinds)[number];

/** `high`: worded as such letters are; `low`: may well mean something else. */
export const hintConfidences = ['high', 'medium', 'low'] as const;
export type HintConfidence = (typeof hintConfidences)[number];

export interface AnswerHint {
  readonly kind: AnswerHintKind;
  /** What was read, by field; days are ISO, fields that were not found are absent. */
  readonly value: Readonly<Record<string, string | number | readonly string[]>>;
  /** UTF-16 offset in the text, and the words there. */
  readonly offset: number;
  readonly quote: string;
  readonly confidence: HintConfidence;
}
